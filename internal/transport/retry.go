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
	// maxRetryAfter bounds how long Retry-After can make a call wait.
	maxRetryAfter = time.Minute
)

// Retryable is an error of a call that may be retried.
type Retryable interface {
	error
	// Retryable reports whether a retry may help.
	Retryable() bool
	// RetryAfter is the delay that the server asked for; 0 if it asked for none.
	RetryAfter() time.Duration
}

// Retry makes an idempotent call until it succeeds, fails with an error that is not
// [Retryable], or was retried MaxRetries times.
func Retry[T any](ctx context.Context, c *Client, call func() (T, error)) (T, error) {
	for attempt := 0; ; attempt++ {
		value, err := call()
		if err == nil {
			return value, nil
		}
		failed, ok := errors.AsType[Retryable](err)
		if !ok || !failed.Retryable() || attempt >= c.maxRetries || ctx.Err() != nil {
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
	return max(step, min(retryAfter, maxRetryAfter))
}
