package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Kind says how far a request came that no application answered.
type Kind int

const (
	// NotReached: no connection was made, because DNS, dial or TLS failed or the caller gave up before.
	NotReached Kind = iota
	// NoAnswer: the request left, and no complete answer came.
	NoAnswer
	// Unauthorized: HTTP 401.
	Unauthorized
	// Throttled: HTTP 429.
	Throttled
	// Redirected: HTTP 3xx, which is not followed.
	Redirected
	// ServerError: HTTP 5xx.
	ServerError
)

// Failure is a request that no application answered. Cause never holds an address.
type Failure struct {
	Kind       Kind
	Cause      error         // nil where the HTTP status says it all
	RetryAfter time.Duration // what the server asked for; 0: nothing
}

// failureOf judges an answer by its HTTP status; nil where the body decides. cut is
// what ended the body before its end.
func (c *Client) failureOf(resp *http.Response, cut error, redact func(string) string) *Failure {
	failure := &Failure{RetryAfter: retryAfter(resp.Header.Get("Retry-After"), c.cfg.Clock.Now())}
	switch status := resp.StatusCode; {
	case status == http.StatusUnauthorized:
		failure.Kind = Unauthorized
	case status == http.StatusTooManyRequests:
		failure.Kind = Throttled
	case status >= 300 && status < 400:
		failure.Kind = Redirected
		failure.Cause = errors.New("the server answers with a redirect, which is not followed because the credentials would go along")
	case status >= 500:
		failure.Kind = ServerError
	case cut != nil:
		failure.Kind, failure.Cause = NoAnswer, c.cause(cut, redact)
	default:
		return nil
	}
	return failure
}

// cause takes the URL out of an error of net/http and describes time-outs plainly.
func (c *Client) cause(err error, redact func(string) string) error {
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("no complete answer within %s: %w", c.cfg.RequestTimeout, context.DeadlineExceeded)
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("interrupted: %w", context.Canceled)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the connection was closed in the middle of the answer")
	}
	return errors.New(redact(err.Error()))
}

// retryAfter reads the header's seconds or date; 0 where there is none.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}
