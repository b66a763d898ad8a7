package pickupcode

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/transport"
)

const (
	machineNo = "16327138"
	cola      = "1323442"
)

// quickClock passes the time of every sleep at once, for the provider and the vendor alike.
type quickClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *quickClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *quickClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.advance(d)
	return nil
}

func (c *quickClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bench is an issuer with the real client at an emulated vendor.
type bench struct {
	*issuer
	vendor *emulator.Server
	clock  *quickClock
}

func newBench(t *testing.T, change func(*emulator.Config, *transport.Config)) *bench {
	t.Helper()
	clock := &quickClock{now: time.Now().Truncate(time.Second)}
	retries := 1
	serving := emulator.Config{Now: clock.Now}
	asking := dingshang.Config{
		AppID: emulator.AppID, AppSecret: emulator.AppSecret, AppKey: emulator.AppKey,
	}
	limits := transport.Config{Clock: clock, MaxRetries: &retries, RequestTimeout: 5 * time.Second}
	if change != nil {
		change(&serving, &limits)
	}
	asking.Transport = transport.New(limits)
	vendor := emulator.New(serving)
	asking.URL = vendor.Start(t)
	client, err := dingshang.New(asking)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{vendor: vendor, clock: clock, issuer: &issuer{client: client, desk: NewDesk(), clock: clock, settleTime: 10 * time.Second}}
}

func (b *bench) order(count int64) order {
	return order{MachineNo: machineNo, ProductID: cola, Count: count, Length: 6, ExpiresAt: b.clock.Now().Add(time.Hour)}
}

// check compares what was issued with all that the server holds, and counts requests.
func (b *bench) check(t *testing.T, made issued, generated int) {
	t.Helper()
	if got := len(b.vendor.CallsOf("generate")); got != generated {
		t.Errorf("the generating call was made %d times instead of %d", got, generated)
	}
	var live []string
	for _, code := range b.vendor.Live(machineNo) {
		live = append(live, code.ID)
	}
	if made.err == nil {
		if diff := cmp.Diff(live, idsOf(made.codes)); diff != "" {
			t.Errorf("the server has and the issuer claims: %s", diff)
		}
	} else if len(made.codes) > 0 {
		t.Errorf("an error and yet %d codes", len(made.codes))
	}
}
