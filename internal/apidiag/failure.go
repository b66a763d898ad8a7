// Package apidiag turns failed API calls into diagnostics.
package apidiag

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"terraform-provider-dingshang/internal/dingshang"
)

// Failure is the detail of a diagnostic about an API call: what was tried, what the
// server answered, and what to do. tried completes "The provider tried to …".
func Failure(tried string, err error) string {
	return "The provider tried to " + tried + ".\n\n" + Answer(err)
}

// Answer is the part of [Failure] behind what was tried.
func Answer(err error) string {
	text := answered(err)
	if advice := adviceFor(err); advice != "" {
		text += "\n\n" + advice
	}
	return text
}

// answered describes what came back, with the server's own code and message.
func answered(err error) string {
	e, ok := errors.AsType[*dingshang.Error](err)
	if !ok {
		if errors.Is(err, context.Canceled) {
			return "The operation was interrupted."
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return "The operation timed out."
		}
		return "The call failed: " + err.Error() + "."
	}
	var parts []string
	if e.Code != 0 || e.Message != "" {
		parts = append(parts, fmt.Sprintf("code %d", e.Code))
		if e.Message != "" {
			parts = append(parts, fmt.Sprintf("message %q", e.Message))
		}
	}
	if e.HTTPStatus != 0 && e.HTTPStatus != http.StatusOK {
		parts = append(parts, fmt.Sprintf("HTTP status %d", e.HTTPStatus))
	}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	switch {
	case e.Kind == dingshang.KindNotReached && errors.Is(e, context.Canceled):
		return "The operation was interrupted before the request was sent."
	case e.Kind == dingshang.KindNotReached:
		return "The server could not be reached: " + strings.Join(parts, ", ") + "."
	case e.Kind == dingshang.KindNoAnswer:
		return "The server's response was lost: " + strings.Join(parts, ", ") + "."
	case len(parts) == 0:
		return "The server's response could not be read."
	}
	return "The server answered: " + strings.Join(parts, ", ") + "."
}
