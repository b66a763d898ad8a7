package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// answering is a server without a network.
type answering func(*http.Request) (*http.Response, error)

func (f answering) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answer(status int, body string) answering {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), Header: http.Header{}, Request: r}, nil
	}
}

func request() Request {
	return Request{
		Method: http.MethodPost, URL: "http://vendor.test/api", Header: http.Header{"Appid": {"ds1"}},
		Body:   func() ([]byte, error) { return []byte("{}"), nil },
		Redact: func(text string) string { return Redact(text, "s3cr3t") },
	}
}

func TestDefaults(t *testing.T) {
	c := New(Config{})
	if c.maxRetries != 4 || c.cfg.RequestTimeout != 30*time.Second || c.cfg.MaxConcurrentRequests != 10 || c.limiter != nil {
		t.Errorf("got %+v", c)
	}
	if limit := c.cfg.RoundTripper.(*http.Transport).MaxIdleConnsPerHost; limit != 10 {
		t.Errorf("%d idle connections are kept", limit)
	}
}

func TestSend(t *testing.T) {
	c := New(Config{UserAgent: "agent/1", RoundTripper: answering(func(r *http.Request) (*http.Response, error) {
		body, _ := io.ReadAll(r.Body)
		if r.Method != "POST" || string(body) != "{}" || r.GetBody != nil || r.Header.Get("Appid") != "ds1" ||
			r.Header.Get("User-Agent") != "agent/1" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("got %s %s %v", r.Method, body, r.Header)
		}
		return answer(200, "hello")(r)
	})})
	r := request()
	if resp, failure := c.Send(t.Context(), r); failure != nil || resp.Status != 200 || string(resp.Body) != "hello" {
		t.Errorf("got %+v, %+v", resp, failure)
	}
	if len(r.Header) != 1 {
		t.Error("the caller's header was changed")
	}
}

func TestFailures(t *testing.T) {
	for name, tc := range map[string]struct {
		server answering
		want   Kind
		status int
		cause  string
	}{
		"401":       {answer(401, "who?"), Unauthorized, 401, ""},
		"429":       {answer(429, "slow"), Throttled, 429, ""},
		"301":       {answer(301, ""), Redirected, 301, "not followed"},
		"502":       {answer(502, "bad gateway"), ServerError, 502, ""},
		"no route":  {func(*http.Request) (*http.Response, error) { return nil, errors.New("dial: s3cr3t") }, NotReached, 0, "dial: ***"},
		"too large": {answer(200, strings.Repeat("x", MaxAnswer+1)), NoAnswer, 200, "larger than 8 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			resp, failure := New(Config{RoundTripper: tc.server}).Send(t.Context(), request())
			if failure == nil || failure.Kind != tc.want || resp.Status != tc.status {
				t.Fatalf("got %+v, %+v", resp, failure)
			}
			if tc.cause == "" && failure.Cause != nil || tc.cause != "" && !strings.Contains(failure.Cause.Error(), tc.cause) {
				t.Errorf("cause %v", failure.Cause)
			}
		})
	}
	for _, status := range []int{200, 204, 400, 403, 404} {
		if resp, failure := New(Config{RoundTripper: answer(status, "body")}).Send(t.Context(), request()); failure != nil || string(resp.Body) != "body" {
			t.Errorf("HTTP %d: %+v, %+v", status, resp, failure)
		}
	}
}

// Clients that share a transport share its slots, and a body is built only in its turn.
func TestSlotsAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Config{MaxConcurrentRequests: 1, RequestTimeout: 10 * time.Second, RoundTripper: answering(func(r *http.Request) (*http.Response, error) {
			time.Sleep(8 * time.Second)
			return answer(200, "")(r)
		})})
		began := time.Now()
		var mu sync.Mutex
		var built []time.Duration
		r := request()
		r.Body = func() ([]byte, error) {
			mu.Lock()
			defer mu.Unlock()
			built = append(built, time.Since(began))
			return nil, nil
		}
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				if _, failure := c.Send(t.Context(), r); failure != nil {
					t.Error(failure.Cause)
				}
			})
		}
		group.Wait()
		if len(built) != 3 || built[0] != 0 || built[1] != 8*time.Second || built[2] != 16*time.Second {
			t.Errorf("built after %v", built)
		}
	})
}

// failing is an error that may be retried.
type failing struct{ again bool }

func (failing) Error() string             { return "failed" }
func (f failing) Retryable() bool         { return f.again }
func (failing) RetryAfter() time.Duration { return 0 }

func TestRepeat(t *testing.T) {
	for name, tc := range map[string]struct {
		err  error
		want int
	}{
		"retryable":   {failing{true}, 3},
		"final":       {failing{false}, 1},
		"another one": {errors.New("other"), 1},
		"none":        {nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				retries, calls := 2, 0
				_, err := Retry(t.Context(), New(Config{MaxRetries: &retries}), func() (int, error) {
					calls++
					return 0, tc.err
				})
				if calls != tc.want || !errors.Is(err, tc.err) {
					t.Errorf("%d calls, %v", calls, err)
				}
			})
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	calls := 0
	_, err := Retry(ctx, New(Config{}), func() (int, error) {
		calls++
		return 0, failing{true}
	})
	if calls != 1 || err == nil {
		t.Errorf("interrupted: %d calls, %v", calls, err)
	}
}

func TestDelaysGrowToALimit(t *testing.T) {
	for attempt := range 100 {
		step := min(firstDelay<<min(attempt, 20), longDelay)
		for range 20 {
			if d := delay(attempt, 0); d < step/2 || d > step {
				t.Fatalf("attempt %d waits %v", attempt, d)
			}
		}
	}
	if d := delay(0, 7*time.Second); d != 7*time.Second {
		t.Errorf("waits %v although the server asked for 7s", d)
	}
	if d := delay(0, 24*time.Hour); d != maxRetryAfter {
		t.Errorf("waits %v", d)
	}
}
