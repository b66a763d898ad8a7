package dingshang

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"time"
)

const (
	firstDelay = 200 * time.Millisecond
	longDelay  = 5 * time.Second
	// patience bounds what a server can make a call wait by Retry-After.
	patience = time.Minute
)

// repeat makes a call that may be made more than once: on a lost connection, HTTP 429,
// 5xx and unreadable answers it tries again, at most MaxRetries times.
func repeat[T any](ctx context.Context, c *Client, k call, decode func(json.RawMessage) (T, error)) (T, error) {
	for attempt := 0; ; attempt++ {
		value, err := once(ctx, c, k, decode)
		if err == nil {
			return value, nil
		}
		if attempt >= c.maxRetries || !err.repeatable() || ctx.Err() != nil {
			return value, err
		}
		if c.cfg.Clock.Sleep(ctx, delay(attempt, err)) != nil {
			return value, err
		}
	}
}

func once[T any](ctx context.Context, c *Client, k call, decode func(json.RawMessage) (T, error)) (T, *Error) {
	var none T
	data, failure := c.exchange(ctx, k)
	if failure != nil {
		return none, failure
	}
	value, err := decode(data)
	if err != nil {
		return none, &Error{Call: k.name, Kind: KindUnreadable, HTTPStatus: 200, Cause: err}
	}
	return value, nil
}

// sendOnce makes a call that must not be made twice. It sends again only while the
// request is known not to have reached the application, until ctx ends.
func (c *Client) sendOnce(ctx context.Context, k call) error {
	k.finishes = true
	for attempt := 0; ; attempt++ {
		_, failure := c.exchange(ctx, k)
		if failure == nil {
			return nil
		}
		if failure.Outcome() != OutcomeNotReached || ctx.Err() != nil {
			return failure
		}
		if c.cfg.Clock.Sleep(ctx, delay(attempt, failure)) != nil {
			return failure
		}
	}
}

// delay grows from attempt to attempt, with jitter, and is never shorter than what the
// server asked for.
func delay(attempt int, err *Error) time.Duration {
	step := min(firstDelay<<min(attempt, 10), longDelay)
	step = step/2 + rand.N(step/2) //nolint:gosec // Jitter needs no secret randomness.
	return max(step, min(err.retryAfter, patience))
}
