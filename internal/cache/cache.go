// Package cache shares the results of reads among concurrent and later callers.
package cache

import (
	"context"
	"strings"
	"sync"
	"time"

	"terraform-provider-dingshang/internal/clock"
)

// Cache shares the result of a read among all callers within its ttl: planning 60
// resources on one machine reads that machine once. Failures are shared only among those
// who waited for them.
type Cache[T any] struct {
	clock clock.Clock
	ttl   time.Duration

	mu      *sync.Mutex
	answers map[string]*answer[T]
}

type answer[T any] struct {
	done  chan struct{}
	value T
	err   error
	at    time.Time
}

// New returns a cache that keeps answers for ttl.
func New[T any](clock clock.Clock, ttl time.Duration) Cache[T] {
	return Cache[T]{clock: clock, ttl: ttl, mu: &sync.Mutex{}, answers: map[string]*answer[T]{}}
}

// Get returns the answer for key, asking fetch if there is no fresh one. The fetch does
// not end with the context of the caller that started it.
func (c Cache[T]) Get(ctx context.Context, key string, fetch func(context.Context) (T, error)) (T, error) {
	c.mu.Lock()
	a := c.answers[key]
	if a == nil || a.stale(c.clock.Now(), c.ttl) {
		a = &answer[T]{done: make(chan struct{})}
		c.answers[key] = a
		go c.fill(context.WithoutCancel(ctx), key, a, fetch)
	}
	c.mu.Unlock()
	select {
	case <-a.done:
		return a.value, a.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// Peek returns the fresh answer for key if there is one, without asking.
func (c Cache[T]) Peek(key string) (value T, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.answers[key]
	if a == nil || a.stale(c.clock.Now(), c.ttl) {
		return value, false
	}
	select {
	case <-a.done:
		return a.value, a.err == nil
	default:
		return value, false
	}
}

func (a *answer[T]) stale(now time.Time, ttl time.Duration) bool {
	select {
	case <-a.done:
		return now.Sub(a.at) > ttl
	default:
		return false
	}
}

func (c Cache[T]) fill(ctx context.Context, key string, a *answer[T], fetch func(context.Context) (T, error)) {
	asked := c.clock.Now()
	value, err := fetch(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	a.value, a.err, a.at = value, err, asked
	if err != nil && c.answers[key] == a {
		delete(c.answers, key)
	}
	close(a.done)
}

// Put records what was learned otherwise.
func (c Cache[T]) Put(key string, value T) {
	a := &answer[T]{done: make(chan struct{}), value: value, at: c.clock.Now()}
	close(a.done)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers[key] = a
}

// Forget drops the answers whose key begins with prefix, those under way too: what was
// asked before a change must not be served after it.
func (c Cache[T]) Forget(prefix string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key := range c.answers {
		if strings.HasPrefix(key, prefix) {
			delete(c.answers, key)
		}
	}
}
