package dingshang

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/signature"
)

func TestNewRefusesWhatCannotWork(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"no scheme":  {func(c *Config) { c.URL = "www.awish.vip" }, "must be an address"},
		"ftp":        {func(c *Config) { c.URL = "ftp://www.awish.vip" }, "must be an address"},
		"no host":    {func(c *Config) { c.URL = "https:///api" }, "must be an address"},
		"a user":     {func(c *Config) { c.URL = "https://me:" + testSecret + "@www.awish.vip" }, "must not contain a user"},
		"a query":    {func(c *Config) { c.URL = "https://www.awish.vip/?a=b" }, "must not contain"},
		"a bare ?":   {func(c *Config) { c.URL = "https://www.awish.vip/?" }, "must not contain"},
		"a fragment": {func(c *Config) { c.URL = "https://www.awish.vip/#" }, "must not contain"},
		"app id":     {func(c *Config) { c.AppID = "" }, "app_id"},
		"app secret": {func(c *Config) { c.AppSecret = "" }, "app_secret"},
		"app key":    {func(c *Config) { c.AppKey = "" }, "app_key"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := Config{AppID: testID, AppSecret: testSecret, AppKey: testKey}
			tc.change(&cfg)
			_, err := New(cfg)
			if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), testSecret) {
				t.Error(err)
			}
		})
	}
}

func TestNewDefaults(t *testing.T) {
	c, err := New(Config{AppID: testID, AppSecret: testSecret, AppKey: testKey})
	if err != nil {
		t.Fatal(err)
	}
	if c.base != "https://www.awish.vip/api/openapi/v1/" || c.cfg.SignatureEncoding != signature.Raw || c.cfg.Transport == nil {
		t.Errorf("got %+v", c)
	}
}

func TestConcurrencyIsLimitedAndConnectionsAreKept(t *testing.T) {
	const limit, calls = 3, 24
	var mu sync.Mutex
	inFlight, peak := 0, 0
	full, release := make(chan struct{}), make(chan struct{})
	v := startVendor(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		inFlight++
		if inFlight == limit && peak < limit {
			close(full)
		}
		peak = max(peak, inFlight)
		mu.Unlock()
		<-release
		mu.Lock()
		inFlight--
		mu.Unlock()
		okay(`{"machine_name": "one"}`)(w, r)
	})
	c := newClient(t, v.URL, retries(0), func(cfg *setup) { cfg.MaxConcurrentRequests = limit })
	var group sync.WaitGroup
	for i := range calls {
		group.Go(func() {
			if _, err := c.MachineNow(t.Context(), strconv.Itoa(10000000+i)); err != nil {
				t.Error(err)
			}
		})
	}
	<-full // As many at once as may be; were there more, the peak would show them.
	close(release)
	group.Wait()
	v.wantRequests(t, calls)
	v.mu.Lock()
	defer v.mu.Unlock()
	if peak != limit || v.connections > limit {
		t.Errorf("%d at once on %d connections, want %d", peak, v.connections, limit)
	}
}

// Waiting for a slot does not count against the request's own time-out, and ends with an interrupt.
func TestWaitingForASlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, "http://vendor.test", withClock(clock.System{}), retries(0), func(cfg *setup) {
			cfg.MaxConcurrentRequests = 1
			cfg.RequestTimeout = 10 * time.Second
			cfg.RoundTripper = slow(0, 8*time.Second, okay("[]"))
		})
		began := time.Now()
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				if _, err := c.Machines(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		synctest.Wait()
		if err := c.GeneratePickupCodes(ctx, generate); OutcomeOf(err) != OutcomeNotReached || time.Since(began) != time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		group.Wait()
		if lasted := time.Since(began); lasted != 24*time.Second {
			t.Errorf("lasted %v", lasted)
		}
	})
}

func TestRequestsPerSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, "http://vendor.test", withClock(clock.System{}), func(cfg *setup) {
			offline(cfg, okay("[]"))
			cfg.RequestsPerSecond = 0.5
		})
		began := time.Now()
		for range 4 {
			if _, err := c.Machines(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if lasted := time.Since(began); lasted != 6*time.Second {
			t.Errorf("4 requests lasted %v", lasted)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Machines(ctx)
		if e := failureOf(t, err); e.Kind != KindNotReached || errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}
