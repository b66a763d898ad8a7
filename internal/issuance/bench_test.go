package issuance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"terraform-provider-dingshang/internal/clock/clocktest"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/transport"
)

const (
	machineNo = "16327138"
	cola      = "1323442"
	soldOut   = "1323445" // in the machine, none in stock

	settleTime = 10 * time.Second
	timeout    = 5 * time.Minute
)

// bench is an engine with the real client at an emulated vendor. Both go by a clock
// that passes the time of every sleep at once.
type bench struct {
	*Engine
	vendor *emulator.Server
	clock  *clocktest.Fake
	url    string
}

type option func(*emulator.Config, *transport.Config)

func newBench(t *testing.T, options ...option) *bench {
	t.Helper()
	clock := clocktest.New(time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC))
	serving := emulator.Config{Now: clock.Now}
	for _, option := range options {
		option(&serving, &transport.Config{})
	}
	b := &bench{vendor: emulator.New(serving), clock: clock}
	b.url = b.vendor.Start(t)
	return b.nextRun(t, options...)
}

// nextRun is another process at the same vendor, which knows nothing of the first.
func (b *bench) nextRun(t *testing.T, options ...option) *bench {
	t.Helper()
	retries := 1
	sending := transport.Config{MaxRetries: &retries, RequestTimeout: 5 * time.Second, Clock: b.clock, RoundTripper: &http.Transport{}}
	for _, option := range options {
		option(&emulator.Config{}, &sending)
	}
	client, err := dingshang.New(dingshang.Config{
		URL: b.url, AppID: emulator.AppID, AppSecret: emulator.AppSecret, AppKey: emulator.AppKey, Transport: transport.New(sending),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &bench{Engine: New(client, b.clock, settleTime), vendor: b.vendor, clock: b.clock, url: b.url}
}

// expiring and forever are orders for cola: the first gets a mark, the other cannot.
func (b *bench) expiring(count int64) Spec {
	return Spec{Target: Target{MachineNo: machineNo, ProductID: cola}, Count: count, Length: 6, ExpiresAt: b.clock.Now().Truncate(time.Minute).Add(time.Hour)}
}

func (b *bench) forever(count int64) Spec {
	o := b.expiring(count)
	o.ExpiresAt = time.Time{}
	return o
}

func (b *bench) generate(t *testing.T, o Spec) Outcome {
	t.Helper()
	return b.Generate(t.Context(), "resource", o, timeout)
}

// holding is the state of a resource after its request ended so.
func holding(o Spec, outcomes ...Outcome) Holding {
	return Holding{Owner: "resource", Target: o.Target, Length: o.Length, Codes: Claimed(outcomes), Pending: StillPending(outcomes)}
}

// pendingOf is the request that has to be saved.
func pendingOf(t *testing.T, o Outcome) Request {
	t.Helper()
	pending := StillPending([]Outcome{o})
	if len(pending) != 1 {
		t.Fatalf("nothing is pending: %s", text(o))
	}
	return pending[0]
}

// stranger generates codes as somebody else, who knows the order's expiry or mark.
func (b *bench) stranger(count, length int, expires time.Time) []string {
	written := ""
	if !expires.IsZero() {
		written = expires.In(dingshang.China).Format(time.DateTime)
	}
	var ids []string
	for _, code := range b.vendor.Generate(machineNo, cola, count, length, written) {
		ids = append(ids, code.ID)
	}
	return ids
}

// sentMark is the expiry that a generating call carries.
func sentMark(call emulator.Call) time.Time {
	at, err := time.ParseInLocation(time.DateTime, call.Params["expired_at"], dingshang.China)
	if err != nil {
		return time.Time{}
	}
	return at
}

// sent counts the generating calls that reached the server.
func (b *bench) sent() int {
	return len(b.vendor.CallsOf("generate")) + len(b.vendor.CallsOf("generate_all"))
}

// ours are the ids of live codes that calls generated, strangers' not.
func (b *bench) ours() (ids []string) {
	for _, code := range b.vendor.Live(machineNo) {
		if code.Call != 0 {
			ids = append(ids, code.ID)
		}
	}
	return ids
}

// named are the ids that an outcome names without claiming them.
func named(o Outcome) []string {
	switch o := o.(type) {
	case Failed:
		return o.Seen
	case Unsettled:
		return slices.Concat(o.Altered, o.Unknown, o.Late)
	case Contested:
		return o.IDs
	}
	return nil
}

// text writes an outcome down, so that tables can say what they expect.
func text(o Outcome) string {
	var parts []string
	add := func(what string, ids []string) {
		if len(ids) > 0 {
			parts = append(parts, what+" "+strings.Join(ids, ","))
		}
	}
	switch o := o.(type) {
	case nil:
		return "nil"
	case Made:
		parts = append(parts, strings.TrimSpace("made "+strings.Join(IDs(o.Codes), ",")))
		add("missing", o.Missing)
	case Failed:
		parts = append(parts, "failed "+[...]string{"waiting", "closed", "listing", "sending", "refused"}[o.Stage])
		add("seen", o.Seen)
	case Unsettled:
		parts = append(parts, "unsettled")
		if o.Request.Confirmed {
			parts = append(parts, "confirmed")
		}
		add("codes", IDs(o.Codes))
		add("altered", o.Altered)
		add("unknown", o.Unknown)
		add("late", o.Late)
	case Contested:
		parts = append(parts, "contested "+strings.Join(o.IDs, ","))
	default:
		return fmt.Sprintf("%T", o)
	}
	return strings.Join(parts, " ")
}

func texts(outcomes []Outcome) string {
	parts := make([]string, len(outcomes))
	for i, outcome := range outcomes {
		parts[i] = text(outcome)
	}
	return strings.Join(parts, "; ")
}

func wantOutcome(t *testing.T, got Outcome, want string) {
	t.Helper()
	if text(got) != want {
		t.Errorf("got %s, want %s", text(got), want)
	}
}

func wantIDs(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// wantNothingLost checks what must hold after each single request: it was sent as often
// as said, no stranger's code is claimed, and each code of ours is claimed, named, or
// belongs to a request that is saved.
func (b *bench) wantNothingLost(t *testing.T, outcome Outcome, sent int) {
	t.Helper()
	if b.sent() != sent {
		t.Errorf("sent %d times, want %d", b.sent(), sent)
	}
	ours, claimed := b.ours(), IDs(claimedBy(outcome))
	for _, id := range claimed {
		if !slices.Contains(ours, id) {
			t.Errorf("code %s is claimed and is not ours: %s", id, text(outcome))
		}
	}
	if len(StillPending([]Outcome{outcome})) > 0 {
		return
	}
	for _, id := range ours {
		if !slices.Contains(claimed, id) && !slices.Contains(named(outcome), id) {
			t.Errorf("code %s is lost: %s", id, text(outcome))
		}
	}
}

// parallel calls work for 0 to n-1, some at a time, and waits for all.
func parallel(atOnce, n int, work func(i int)) {
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i := range n {
		group.Go(func() error {
			work(i)
			return nil
		})
	}
	_ = group.Wait()
}

func resourceName(i int) string { return fmt.Sprintf("resource %d", i) }
