package dingshang

import (
	"context"
	"strings"
	"sync"
	"time"

	"terraform-provider-dingshang/internal/clock"
)

// shared answers a read once for all who ask within ttl: planning 60 resources on one
// machine asks for that machine once. Failures are shared only by those who waited.
type shared[T any] struct {
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

func newShared[T any](now clock.Clock, ttl time.Duration) shared[T] {
	return shared[T]{clock: now, ttl: ttl, mu: &sync.Mutex{}, answers: map[string]*answer[T]{}}
}

// get returns the answer for key, asking fetch if there is no fresh one. The fetch does
// not end with the context of the one who happened to start it.
func (s shared[T]) get(ctx context.Context, key string, fetch func(context.Context) (T, error)) (T, error) {
	s.mu.Lock()
	a := s.answers[key]
	if a == nil || a.stale(s.clock.Now(), s.ttl) {
		a = &answer[T]{done: make(chan struct{})}
		s.answers[key] = a
		go s.fill(context.WithoutCancel(ctx), key, a, fetch)
	}
	s.mu.Unlock()
	select {
	case <-a.done:
		return a.value, a.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
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

func (s shared[T]) fill(ctx context.Context, key string, a *answer[T], fetch func(context.Context) (T, error)) {
	asked := s.clock.Now()
	value, err := fetch(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	a.value, a.err, a.at = value, err, asked
	if err != nil && s.answers[key] == a {
		delete(s.answers, key)
	}
	close(a.done)
}

// put records what was learned otherwise.
func (s shared[T]) put(key string, value T) {
	a := &answer[T]{done: make(chan struct{}), value: value, at: s.clock.Now()}
	close(a.done)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[key] = a
}

// forget drops the answers whose key begins with prefix, those under way too: what was
// asked before a change must not be served after it.
func (s shared[T]) forget(prefix string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key := range s.answers {
		if strings.HasPrefix(key, prefix) {
			delete(s.answers, key)
		}
	}
}
