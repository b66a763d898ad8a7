package cache

import (
	"context"
	"errors"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/clock/clocktest"
)

func TestCache(t *testing.T) {
	now := clocktest.New(time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))
	c := New[int](now, time.Minute)
	asked := 0
	get := func() int {
		t.Helper()
		value, err := c.Get(t.Context(), "a/1", func(context.Context) (int, error) {
			asked++
			return asked, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	if _, known := c.Peek("a/1"); known {
		t.Error("known before anybody asked")
	}
	for range 2 {
		if get() != 1 {
			t.Error("a fresh answer is not shared")
		}
	}
	if value, known := c.Peek("a/1"); !known || value != 1 {
		t.Errorf("peeked %d, %t", value, known)
	}
	now.Advance(time.Minute + time.Second)
	if _, known := c.Peek("a/1"); known || get() != 2 {
		t.Error("a stale answer is served")
	}
	c.Forget("b/")
	if get() != 2 {
		t.Error("another key is forgotten")
	}
	c.Forget("a/")
	if get() != 3 {
		t.Error("not forgotten")
	}
	c.Put("a/1", 9)
	if get() != 9 {
		t.Error("what was put is not served")
	}
}

func TestCache_failuresAreNotKept(t *testing.T) {
	c := New[int](clocktest.New(time.Now()), time.Minute)
	failure := errors.New("failed")
	if _, err := c.Get(t.Context(), "a", func(context.Context) (int, error) { return 0, failure }); !errors.Is(err, failure) {
		t.Error(err)
	}
	if _, known := c.Peek("a"); known {
		t.Error("a failure is known")
	}
	if value, err := c.Get(t.Context(), "a", func(context.Context) (int, error) { return 5, nil }); err != nil || value != 5 {
		t.Error(value, err)
	}
}

// The one who gives up does not end the question for the others.
func TestCache_interrupted(t *testing.T) {
	c := New[int](clocktest.New(time.Now()), time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	release := make(chan struct{})
	fetch := func(context.Context) (int, error) {
		<-release
		return 7, nil
	}
	cancel()
	if _, err := c.Get(ctx, "a", fetch); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, known := c.Peek("a"); known {
		t.Error("an answer under way is known")
	}
	close(release)
	if value, err := c.Get(t.Context(), "a", fetch); err != nil || value != 7 {
		t.Error(value, err)
	}
}
