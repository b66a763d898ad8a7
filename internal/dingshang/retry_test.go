package dingshang

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/transport"
)

func TestReadsAreRepeated(t *testing.T) {
	good := okay(`{"machine_name": "one"}`)
	for name, tc := range map[string]struct {
		handler  http.HandlerFunc
		repeated bool
	}{
		"429":                      {status(429, ""), true},
		"429 with an envelope":     {status(429, `{"code": 10001, "message": "slow down"}`), true},
		"500":                      {status(500, page), true},
		"502":                      {status(502, page), true},
		"503 with a rejection":     {status(503, `{"code": 30003, "message": "machine not found"}`), true},
		"reset":                    {reset, true},
		"truncated":                {truncated, true},
		"HTML":                     {status(200, page), true},
		"data of another shape":    {okay(`"pong"`), true},
		"no machine in the answer": {okay(`{}`), true},
		"timed out, says vendor":   {reply(6015, "timeout", "{}"), true},
		"redirect":                 {status(302, "", "Location", "/login"), false},
		"401":                      {status(401, page), false},
		"404 of a web server":      {status(404, page), false},
		"no such machine":          {reply(30003, "machine not found", "{}"), false},
		"offline":                  {reply(30002, "machine offline", "{}"), false},
		"undocumented":             {reply(77777, "?", "{}"), false},
		"code 0, another message":  {reply(0, "busy", "{}"), false},
	} {
		t.Run(name, func(t *testing.T) {
			v := startVendor(t, tc.handler, tc.handler, good)
			_, err := newClient(t, v.URL).MachineNow(t.Context(), testMachine)
			if tc.repeated {
				if err != nil {
					t.Error(err)
				}
				v.wantRequests(t, 3)
				return
			}
			if err == nil {
				t.Error("no error")
			}
			v.wantRequests(t, 1)
		})
	}
}

func TestCancellationsAreRepeated(t *testing.T) {
	v := startVendor(t, reset, status(502, page), okay("{}"))
	if err := newClient(t, v.URL).CancelPickupCode(t.Context(), testMachine, testProduct, "17"); err != nil {
		t.Error(err)
	}
	v.wantRequests(t, 3)
}

func TestMaxRetries(t *testing.T) {
	for _, n := range []int{0, 1, 7} {
		v := startVendor(t, status(503, ""))
		_, err := newClient(t, v.URL, retries(n)).MachineNow(t.Context(), testMachine)
		if e := failureOf(t, err); e.HTTPStatus != 503 {
			t.Error(err)
		}
		v.wantRequests(t, n+1)
	}
	v := startVendor(t, status(503, ""))
	if _, err := newClient(t, v.URL).MachineNow(t.Context(), testMachine); err == nil {
		t.Error("no error")
	}
	v.wantRequests(t, transport.DefaultMaxRetries+1)
}

func TestRetryAfterIsHonoured(t *testing.T) {
	clock := newFakeClock()
	in := func(d time.Duration) string { return clock.Now().Add(d).UTC().Format(http.TimeFormat) }
	for name, tc := range map[string]struct {
		header    string
		low, high time.Duration
	}{
		"seconds":             {"7", 7 * time.Second, 7 * time.Second},
		"a date":              {in(9 * time.Second), 9 * time.Second, 9 * time.Second},
		"longer than we wait": {"86400", time.Minute, time.Minute},
		"a date long past":    {in(-time.Hour), 100 * time.Millisecond, 200 * time.Millisecond},
		"negative":            {"-5", 100 * time.Millisecond, 200 * time.Millisecond},
		"nonsense":            {"soon", 100 * time.Millisecond, 200 * time.Millisecond},
		"absurd":              {"9999999999999", 0, time.Minute},
		"none":                {"", 100 * time.Millisecond, 200 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			clock := newFakeClock()
			v := startVendor(t, status(429, "", "Retry-After", tc.header), okay("[]"))
			if _, err := newClient(t, v.URL, withClock(clock)).Machines(t.Context()); err != nil {
				t.Fatal(err)
			}
			if len(clock.Sleeps()) != 1 || clock.Sleeps()[0] < tc.low || clock.Sleeps()[0] > tc.high {
				t.Errorf("waited %v, want %v to %v", clock.Sleeps(), tc.low, tc.high)
			}
		})
	}
}

func TestAnInterruptEndsTheRepeating(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	clock := newFakeClock()
	clock.OnSleep(func(int) { cancel() })
	v := startVendor(t, status(503, ""))
	_, err := newClient(t, v.URL, withClock(clock)).MachineNow(ctx, testMachine)
	if e := failureOf(t, err); e.HTTPStatus != 503 {
		t.Error("the reason is lost:", err)
	}
	v.wantRequests(t, 1)
}

// The generating request is sent again while it is certain that it was not heard.
func TestGeneratingIsRepeatedWhenNotReached(t *testing.T) {
	var dials atomic.Int64
	v := startVendor(t, status(429, "", "Retry-After", "3"), status(429, `{"code": 0, "message": "ok"}`), okay("{}"))
	clock := newFakeClock()
	c := newClient(t, v.URL, retries(0), withClock(clock), func(cfg *setup) {
		cfg.RoundTripper = &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if dials.Add(1) <= 3 {
				return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("connect: network is unreachable")}
			}
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}}
	})
	if err := c.GeneratePickupCodes(t.Context(), generate); err != nil {
		t.Fatal(err)
	}
	v.wantRequests(t, 3)
	if len(clock.Sleeps()) != 5 || clock.Sleeps()[3] != 3*time.Second {
		t.Errorf("waited %v", clock.Sleeps())
	}
}

func TestGeneratingEndsWithItsContext(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{"throttled": status(429, ""), "nobody there": nil} {
		t.Run(name, func(t *testing.T) {
			v := startVendor(t, handler)
			if handler == nil {
				v.Close()
			}
			ctx, cancel := context.WithCancel(t.Context())
			clock := newFakeClock()
			clock.OnSleep(func(sleeps int) {
				if sleeps == 6 {
					cancel()
				}
			})
			err := newClient(t, v.URL, withClock(clock)).GeneratePickupCodes(ctx, generate)
			if OutcomeOf(err) != OutcomeNotReached || len(clock.Sleeps()) != 6 {
				t.Errorf("after %d waits: %v", len(clock.Sleeps()), err)
			}
			if handler != nil {
				v.wantRequests(t, 6)
			}
		})
	}
}

func TestACallThatIsGivenUpBeforeItIsSentLeavesNothing(t *testing.T) {
	v := startVendor(t, okay("{}"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, change := range map[string]func(*setup){
		"plain":   func(*setup) {},
		"limited": func(cfg *setup) { cfg.RequestsPerSecond = 1000 },
	} {
		err := newClient(t, v.URL, change).GeneratePickupCodes(ctx, generate)
		if OutcomeOf(err) != OutcomeNotReached || !errors.Is(err, context.Canceled) {
			t.Error(name, err)
		}
	}
	v.wantRequests(t, 0)
}
