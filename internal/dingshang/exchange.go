package dingshang

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"terraform-provider-dingshang/internal/interrupt"
)

// maxAnswer bounds what is read of one answer.
const maxAnswer = 8 << 20

// interruptGrace is how long a generating call that has left may still answer after
// its caller gave up.
const interruptGrace = 1500 * time.Millisecond

// call is one request, before signing.
type call struct {
	name     string // the vendor's name of the call, for errors and logs
	method   string // HTTP; default POST
	path     string // beneath /api/openapi/v1/
	params   map[string]string
	signed   bool
	finishes bool // once it has left, an interrupt waits for its answer a little
}

// exchange sends the call once and returns the data of a successful answer, or an [*Error].
func (c *Client) exchange(ctx context.Context, k call) (json.RawMessage, *Error) {
	if err := c.slots.Acquire(ctx, 1); err != nil {
		return nil, c.notSent(ctx, k)
	}
	defer c.slots.Release(1)
	// Behind the slot, so that calls leave at the pace at which they were let through.
	if c.limiter != nil {
		if err := c.limiter.Wait(ctx); err != nil {
			return nil, c.notSent(ctx, k)
		}
	}

	start := time.Now()
	data, failure := c.send(ctx, k)
	if c.cfg.Log != nil {
		entry := Exchange{
			Call: k.name, Operation: k.params["method"], HTTPMethod: k.httpMethod(), Path: k.path,
			HTTPStatus: http.StatusOK, Duration: time.Since(start),
		}
		if failure != nil {
			entry.HTTPStatus, entry.Code, entry.Failure = failure.HTTPStatus, failure.Code, failure.Error()
		}
		c.cfg.Log(ctx, entry)
	}
	return data, failure
}

func (c *Client) notSent(ctx context.Context, k call) *Error {
	cause := ctx.Err()
	if cause == nil {
		cause = errors.New("requests_per_second leaves no room for it before its deadline")
	}
	return &Error{Call: k.name, Kind: KindNotReached, Cause: fmt.Errorf("the call was given up before it was sent: %w", cause)}
}

func (k call) httpMethod() string {
	if k.method == "" {
		return http.MethodPost
	}
	return k.method
}

// send performs the HTTP exchange within the request timeout.
func (c *Client) send(ctx context.Context, k call) (json.RawMessage, *Error) {
	body := []byte("{}")
	if k.signed {
		var err error
		if body, err = signedBody(k.params, c.cfg.AppKey, c.cfg.SignatureEncoding, c.cfg.Clock.Now()); err != nil {
			return nil, &Error{Call: k.name, Kind: KindNotReached, Cause: errors.New("the payload could not be made")}
		}
	}

	var connected atomic.Bool
	sending, cancel := k.sendingContext(ctx, &connected)
	defer cancel()
	sending, stop := context.WithTimeout(sending, c.cfg.RequestTimeout)
	defer stop()
	sending = httptrace.WithClientTrace(sending, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})

	req, err := http.NewRequestWithContext(sending, k.httpMethod(), c.base+k.path, bytes.NewReader(body))
	if err != nil {
		return nil, &Error{Call: k.name, Kind: KindNotReached, Cause: errors.New("url is not an address that can be called")}
	}
	// Without it, net/http cannot send the body a second time behind our back.
	req.GetBody = nil
	// Set as they are: the vendor writes the names in this case.
	req.Header["Appid"] = []string{c.cfg.AppID}
	req.Header["AppSecret"] = []string{c.cfg.AppSecret}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if c.cfg.UserAgent != "" {
		req.Header.Set("User-Agent", c.cfg.UserAgent)
	}

	resp, err := c.http.Do(req)
	if err != nil {
		kind := KindNoAnswer
		if !connected.Load() {
			kind = KindNotReached
		}
		return nil, &Error{Call: k.name, Kind: kind, Cause: c.transportCause(err)}
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err == nil && len(answer) > maxAnswer {
		err = fmt.Errorf("the answer is larger than %d MiB", maxAnswer>>20)
	}
	return c.read(k, resp, answer, err)
}

// sendingContext ends with ctx, except that a call that finishes has a grace once it
// has a connection: from there on its answer tells what the server did.
func (k call) sendingContext(ctx context.Context, connected *atomic.Bool) (context.Context, context.CancelFunc) {
	if !k.finishes {
		return context.WithCancel(ctx)
	}
	lingering, cancel := interrupt.WithGrace(ctx, interruptGrace)
	stop := context.AfterFunc(ctx, func() {
		if !connected.Load() {
			cancel()
		}
	})
	return lingering, func() {
		stop()
		cancel()
	}
}

// read turns an HTTP answer into data or an error.
func (c *Client) read(k call, resp *http.Response, answer []byte, cut error) (json.RawMessage, *Error) {
	fail := &Error{Call: k.name, HTTPStatus: resp.StatusCode}
	fail.retryAfter = retryAfter(resp.Header.Get("Retry-After"), c.cfg.Clock.Now())
	e, bad := decodeEnvelope(answer)
	if cut == nil && bad == nil {
		fail.Code, fail.Message = int(e.Code), c.redact(e.text(), k)
	}
	switch status := resp.StatusCode; {
	case status == http.StatusUnauthorized:
		fail.Kind = KindCredentials
	case status == http.StatusTooManyRequests:
		fail.Kind = KindThrottled
	case status >= 300 && status < 400:
		fail.Kind, fail.Cause = KindUnreadable, errors.New("the server answers with a redirect, which is not followed because the credentials would go along")
	case status >= 500:
		fail.Kind = KindUnreadable
	case cut != nil:
		fail.Kind, fail.Cause = KindNoAnswer, c.transportCause(cut)
	case bad != nil:
		fail.Kind, fail.Cause = KindUnreadable, bad
	case e.ok() && status < 300:
		return e.Data, nil
	default:
		fail.Kind = KindOf(fail.Code)
	}
	return nil, fail
}

// transportCause takes the URL out of a transport's error and says time-outs plainly.
func (c *Client) transportCause(err error) error {
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
	return errors.New(c.redact(err.Error(), call{}))
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
