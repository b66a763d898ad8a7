package dingshang

import (
	"context"
	"encoding/json"

	"terraform-provider-dingshang/internal/transport"
)

// retry makes an idempotent call, with retries after a lost connection, HTTP 429, 5xx
// and unreadable responses.
func retry[T any](ctx context.Context, c *Client, k call, decode func(json.RawMessage) (T, error)) (T, error) {
	return transport.Retry(ctx, c.cfg.Transport, func() (T, error) {
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
	})
}

// sendOnce makes a call that is not idempotent. It is sent again only while the request
// is known not to have reached the application, until ctx ends.
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
		if c.cfg.Transport.Wait(ctx, attempt, failure.retryAfter) != nil {
			return failure
		}
	}
}
