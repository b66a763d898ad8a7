package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"terraform-provider-dingshang/internal/interrupt"
)

// MaxAnswer bounds what is read of one answer.
const MaxAnswer = 8 << 20

// interruptGrace is how long a request that has left may still be answered after its
// caller gave up.
const interruptGrace = 1500 * time.Millisecond

// Request is one HTTP request.
type Request struct {
	Method string
	URL    string
	Header http.Header
	// Body is called right before sending, since signatures hold the time.
	Body func() ([]byte, error)
	// Redact takes secrets out of texts that go into errors.
	Redact func(string) string
	// Finish lets the request wait a little for its answer after an interrupt, once it has left.
	Finish bool
}

// Response is what came back.
type Response struct {
	Status   int    // 0: nothing came
	Body     []byte // nil where it did not come whole
	Duration time.Duration
}

// Send sends the request once. A failure may come with a response, whose body then is
// not the application's answer, though it may say why.
func (c *Client) Send(ctx context.Context, r Request) (Response, *Failure) {
	asked := time.Now()
	if queueing, ok := ctx.Value(queueingKey{}).(func()); ok {
		queueing()
	}
	if err := c.slots.Acquire(ctx, 1); err != nil {
		return Response{}, notSent(ctx)
	}
	defer c.slots.Release(1)
	// Behind the slot, so that requests leave at the pace at which they were let through.
	if c.limiter != nil {
		if err := c.limiter.Wait(ctx); err != nil {
			return Response{}, notSent(ctx)
		}
	}
	start := time.Now()
	if sending, ok := ctx.Value(sendingKey{}).(func(time.Duration)); ok {
		sending(start.Sub(asked))
	}
	resp, failure := c.exchange(ctx, r)
	resp.Duration = time.Since(start)
	return resp, failure
}

type (
	queueingKey struct{}
	sendingKey  struct{}
)

// OnQueueing returns a context that calls fn when a request begins to wait for the limits
// on requests.
func OnQueueing(ctx context.Context, fn func()) context.Context {
	return context.WithValue(ctx, queueingKey{}, fn)
}

// OnSending returns a context that calls fn when a request is about to be sent, with the
// time it waited for the limits.
func OnSending(ctx context.Context, fn func(waited time.Duration)) context.Context {
	return context.WithValue(ctx, sendingKey{}, fn)
}

func notSent(ctx context.Context) *Failure {
	cause := ctx.Err()
	if cause == nil {
		cause = errors.New("requests_per_second leaves no room for it before its deadline")
	}
	return &Failure{Kind: NotReached, Cause: fmt.Errorf("the call was given up before it was sent: %w", cause)}
}

// exchange performs the HTTP exchange within the request timeout.
func (c *Client) exchange(ctx context.Context, r Request) (Response, *Failure) {
	var connected atomic.Bool
	sending, cancel := r.sendingContext(ctx, &connected)
	defer cancel()
	sending, stop := context.WithTimeout(sending, c.cfg.RequestTimeout)
	defer stop()
	sending = httptrace.WithClientTrace(sending, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	req, err := c.build(sending, r)
	if err != nil {
		return Response{}, &Failure{Kind: NotReached, Cause: err}
	}

	resp, err := c.http.Do(req)
	if err != nil {
		failure := &Failure{Kind: NoAnswer, Cause: c.cause(err, r.Redact)}
		if !connected.Load() {
			failure.Kind = NotReached
		}
		return Response{}, failure
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxAnswer+1))
	if err == nil && len(body) > MaxAnswer {
		err = fmt.Errorf("the answer is larger than %d MiB", MaxAnswer>>20)
	}
	if err != nil {
		body = nil
	}
	return Response{Status: resp.StatusCode, Body: body}, c.failureOf(resp, err, r.Redact)
}

func (c *Client) build(ctx context.Context, r Request) (*http.Request, error) {
	body, err := r.Body()
	if err != nil {
		return nil, errors.New("the request could not be built")
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the configured url is not an address that can be called")
	}
	// Without it, net/http cannot send the body a second time behind our back.
	req.GetBody = nil
	req.Header = r.Header.Clone()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if c.cfg.UserAgent != "" {
		req.Header.Set("User-Agent", c.cfg.UserAgent)
	}
	return req, nil
}

// sendingContext ends with ctx, except that a request that finishes has a grace once it
// has a connection: from there on its answer says what the server did.
func (r Request) sendingContext(ctx context.Context, connected *atomic.Bool) (context.Context, context.CancelFunc) {
	if !r.Finish {
		return context.WithCancel(ctx)
	}
	grace, cancel := interrupt.WithGrace(ctx, interruptGrace)
	stop := context.AfterFunc(ctx, func() {
		if !connected.Load() {
			cancel()
		}
	})
	return grace, func() {
		stop()
		cancel()
	}
}
