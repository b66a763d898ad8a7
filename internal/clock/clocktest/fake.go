// Package clocktest is a clock for tests.
package clocktest

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Fake passes time only by sleeping, and at once.
type Fake struct {
	mu      sync.Mutex
	now     time.Time
	sleeps  []time.Duration
	onSleep func(sleeps int)
}

// New returns a clock that shows the given time.
func New(now time.Time) *Fake { return &Fake{now: now} }

// Now implements the clock.
func (c *Fake) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Sleep implements the clock: time passes, even where the context ends meanwhile.
func (c *Fake) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.sleeps = append(c.sleeps, d)
	sleeps, onSleep := len(c.sleeps), c.onSleep
	c.mu.Unlock()
	if onSleep != nil {
		onSleep(sleeps)
	}
	return ctx.Err()
}

// OnSleep calls fn for each sleep from now on, with the number of sleeps so far.
func (c *Fake) OnSleep(fn func(sleeps int)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.onSleep = fn
}

// Advance moves the clock forward, or back.
func (c *Fake) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Sleeps returns the durations slept so far.
func (c *Fake) Sleeps() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.sleeps)
}
