package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

const (
	firstDelay = 200 * time.Millisecond
	longDelay  = 5 * time.Second
	// patience bounds what a server can make a call wait by Retry-After.
	patience = time.Minute
)

// Repeatable is an error of a call that may be made again.
type Repeatable interface {
	error
	// Repeatable reports whether making the call again may help.
	Repeatable() bool
	// RetryAfter is how long the server wants to be left alone; 0: it did not say.
	RetryAfter() time.Duration
}

// Repeat makes a call that may be made more than once, until it succeeds, fails with an
// error that is not [Repeatable], or was repeated MaxRetries times.
func Repeat[T any](ctx context.Context, c *Client, call func() (T, error)) (T, error) {
	for attempt := 0; ; attempt++ {
		value, err := call()
		if err == nil {
			return value, nil
		}
		failed, ok := errors.AsType[Repeatable](err)
		if !ok || !failed.Repeatable() || attempt >= c.maxRetries || ctx.Err() != nil {
			return value, err
		}
		if c.Wait(ctx, attempt, failed.RetryAfter()) != nil {
			return value, err
		}
	}
}

// Wait waits before the next attempt: longer from attempt to attempt, with jitter, and
// never shorter than what the server asked for. It fails when ctx ends.
func (c *Client) Wait(ctx context.Context, attempt int, retryAfter time.Duration) error {
	return c.cfg.Clock.Sleep(ctx, delay(attempt, retryAfter))
}

func delay(attempt int, retryAfter time.Duration) time.Duration {
	step := min(firstDelay<<min(attempt, 10), longDelay)
	step = step/2 + rand.N(step/2) //nolint:gosec // Jitter needs no secret randomness.
	return max(step, min(retryAfter, patience))
}
