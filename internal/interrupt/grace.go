// Package interrupt lets work that has begun outlive an interrupt for a moment.
package interrupt

import (
	"context"
	"time"
)

// WithGrace returns a context that ends a grace period after ctx does: what has been
// started may be finished, or at least looked at.
func WithGrace(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	extended, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-extended.Done():
		}
	})
	return extended, func() {
		stop()
		cancel()
	}
}
