package console

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"terraform-provider-dingshang/internal/transport"
)

// Kind groups failures by what a caller does about them. The vendor publishes neither
// error codes nor messages, so no kind depends on a text.
type Kind int

const (
	// KindRejected: the server answered with errors: no permission, a wrong input, whatever the message says.
	KindRejected Kind = iota
	// KindNotConfigured: address, e-mail or password is missing; nothing was sent.
	KindNotConfigured
	// KindNotSignedIn: the sign-in was rejected, or HTTP 401 in spite of it.
	KindNotSignedIn
	// KindNotListed: the signed-in user's fleet has no machine of that number.
	KindNotListed
	// KindThrottled: HTTP 429.
	KindThrottled
	// KindNotReached: no connection was made.
	KindNotReached
	// KindNoAnswer: the request left, and no complete answer came.
	KindNoAnswer
	// KindUnreadable: an answer came that is not GraphQL's: HTML, a redirect, a 5xx, another shape.
	KindUnreadable
)

// kindOfFailure maps the transport's failures.
var kindOfFailure = map[transport.Kind]Kind{
	transport.NotReached:   KindNotReached,
	transport.NoAnswer:     KindNoAnswer,
	transport.Unauthorized: KindNotSignedIn,
	transport.Throttled:    KindThrottled,
	transport.Redirected:   KindUnreadable,
	transport.ServerError:  KindUnreadable,
}

// Error is a call that did not succeed. Message is the server's own text with secrets
// and markup taken out; Cause is the failure of the way there, never an address.
type Error struct {
	Operation  string // the GraphQL field, such as "updateMachine"
	Kind       Kind
	Message    string
	HTTPStatus int // 0 where no answer came
	Cause      error
	Missing    []Setting // of KindNotConfigured

	once       bool // the call may not be retried once the server may have acted
	errorsOnly bool // the answer had errors and no data
	retryAfter time.Duration
}

func (e *Error) Error() string {
	var parts []string
	switch e.Kind {
	case KindNotConfigured:
		parts = append(parts, "the console is not configured")
	case KindNotListed:
		parts = append(parts, "the console does not list the machine")
	case KindNotSignedIn:
		parts = append(parts, "not signed in")
	default:
	}
	if e.HTTPStatus != 0 && e.HTTPStatus != 200 {
		parts = append(parts, fmt.Sprintf("HTTP %d", e.HTTPStatus))
	}
	if e.Message != "" {
		parts = append(parts, fmt.Sprintf("%q", e.Message))
	}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	return e.Operation + ": " + strings.Join(parts, ", ")
}

func (e *Error) Unwrap() error { return e.Cause }

// OutcomeUnknown reports whether err is a mutation that failed and on which the server may
// have acted.
func OutcomeUnknown(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.OutcomeUnknown()
}

// OutcomeUnknown reports whether the server may have acted on a mutation that failed.
func (e *Error) OutcomeUnknown() bool { return e.Kind == KindNoAnswer || e.Kind == KindUnreadable }

// Retryable implements [transport.Retryable].
func (e *Error) Retryable() bool {
	switch e.Kind {
	case KindThrottled, KindNotReached:
		return true
	case KindNoAnswer:
		return !e.once
	case KindUnreadable:
		return !e.once && (e.HTTPStatus >= 500 || e.HTTPStatus == 200)
	default:
		return false
	}
}

// RetryAfter implements [transport.Retryable].
func (e *Error) RetryAfter() time.Duration { return e.retryAfter }

// IsKind reports whether err is a failed call of one of the kinds.
func IsKind(err error, kinds ...Kind) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && slices.Contains(kinds, e.Kind)
}
