package dingshang

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"testing"
	"testing/synctest"
	"time"

	"terraform-provider-dingshang/internal/clock"
)

// interruptGrace is how long the way to the server lets a request that has left finish.
const interruptGrace = 1500 * time.Millisecond

// slow has a connection at once and answers after a while, unless it is given up.
func slow(connects, answers time.Duration, h http.HandlerFunc) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		for _, stage := range []struct {
			lasts time.Duration
			done  func()
		}{
			{connects, func() { httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{}) }},
			{answers, func() {}},
		} {
			select {
			case <-time.After(stage.lasts):
				stage.done()
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}
		return replay(h)(r)
	}
}

// Once a generating call has left, its answer is worth a moment although the run was
// interrupted: it tells what the server did.
func TestInterruptedGeneratingLingers(t *testing.T) {
	const interrupt = time.Second
	for name, tc := range map[string]struct {
		connects, answers time.Duration
		handler           http.HandlerFunc
		outcome           Outcome
		succeeds          bool
		lasts             time.Duration
	}{
		"answered in the grace": {
			0, interrupt + interruptGrace - time.Millisecond, okay("{}"),
			0, true, interrupt + interruptGrace - time.Millisecond,
		},
		"refused in the grace": {
			0, interrupt + 100*time.Millisecond, reply(6047, "inventory not enough", "{}"),
			OutcomeRejected, false, interrupt + 100*time.Millisecond,
		},
		"answered later":  {0, time.Minute, okay("{}"), OutcomeUnknown, false, interrupt + interruptGrace},
		"not yet sent":    {interrupt + time.Millisecond, 0, okay("{}"), OutcomeNotReached, false, interrupt},
		"throttled after": {0, interrupt + time.Millisecond, status(429, ""), OutcomeNotReached, false, interrupt + time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newClient(t, "http://vendor.test", withClock(clock.System{}), func(cfg *setup) {
					cfg.RoundTripper = slow(tc.connects, tc.answers, tc.handler)
				})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(interrupt, cancel)
				began := time.Now()
				err := c.GeneratePickupCodes(ctx, generate)
				if tc.succeeds && err != nil || !tc.succeeds && (err == nil || OutcomeOf(err) != tc.outcome) {
					t.Errorf("outcome %d, %v", OutcomeOf(err), err)
				}
				if lasted := time.Since(began); lasted != tc.lasts {
					t.Errorf("lasted %v, want %v", lasted, tc.lasts)
				}
			})
		})
	}
}

// The same on a real connection: the server answers after it has seen the interrupt.
func TestInterruptedGeneratingLingersOnTheNetwork(t *testing.T) {
	arrived, interrupted := make(chan struct{}), make(chan struct{})
	v := startVendor(t, func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-interrupted
		okay("{}")(w, r)
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
		close(interrupted)
	}()
	if err := newClient(t, v.URL).GeneratePickupCodes(ctx, generate); err != nil {
		t.Error(err)
	}
	v.wantRequests(t, 1)
}

func TestReadsEndAtOnceWhenInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, "http://vendor.test", withClock(clock.System{}), func(cfg *setup) {
			cfg.RoundTripper = slow(0, time.Minute, okay("[]"))
		})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		_, err := c.Machines(ctx)
		if !errors.Is(err, context.Canceled) || time.Since(began) != time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}

func TestRequestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, "http://vendor.test", withClock(clock.System{}), func(cfg *setup) {
			cfg.RoundTripper = slow(0, time.Hour, okay("{}"))
			cfg.RequestTimeout = 20 * time.Second
		})
		began := time.Now()
		err := c.GeneratePickupCodes(t.Context(), generate)
		if e := failureOf(t, err); e.Outcome() != OutcomeUnknown || time.Since(began) != 20*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}
