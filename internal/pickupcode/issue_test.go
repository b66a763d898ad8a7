package pickupcode

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/transport"
)

func TestIssue(t *testing.T) {
	b := newBench(t, nil)
	b.vendor.Generate(machineNo, cola, 2, 6, "") // from before
	b.vendor.ResetCalls()
	made := b.issue(t.Context(), b.order(3), 0)
	if made.err != nil || len(made.codes) != 3 {
		t.Fatalf("%v, %v", made.codes, made.err)
	}
	if diff := cmp.Diff(map[string]int{"codes": 2, "generate": 1}, b.vendor.Count()); diff != "" {
		t.Errorf("calls: %s", diff)
	}
	// The codes belong to nobody else from here on.
	again := b.issue(t.Context(), b.order(2), 0)
	if again.err != nil || len(again.codes) != 2 {
		t.Errorf("%v, %v", again.codes, again.err)
	}
}

// clueless are answers to the generating call that tell nothing.
var clueless = map[string]emulator.Fault{
	"reset":                  {Kind: emulator.Reset},
	"hangup":                 {Kind: emulator.Hangup},
	"web page":               {Kind: emulator.HTML},
	"web page, status 200":   {Kind: emulator.HTML, Status: 200},
	"web page, status 404":   {Kind: emulator.HTML, Status: 404},
	"garbage":                {Kind: emulator.Garbage},
	"huge":                   {Kind: emulator.Huge},
	"500":                    {Kind: emulator.Status, Status: 500},
	"503 with Retry-After":   {Kind: emulator.Status, Status: 503, RetryAfter: "1"},
	"504":                    {Kind: emulator.Status, Status: 504},
	"500 with a listed code": {Kind: emulator.Answer, Status: 500, Code: 10023, Message: "off"},
	"redirect":               {Kind: emulator.Redirect, Location: "http://127.0.0.1:1/"},
	"empty":                  {Kind: emulator.Status, Status: 200},
	"timed out, 6015":        {Kind: emulator.Answer, Code: 6015, Message: "timeout"},
	"code exists, 6030":      {Kind: emulator.Answer, Code: 6030, Message: "exists"},
	"unlisted code":          {Kind: emulator.Answer, Code: 77777, Message: "?"},
	"code 0, other message":  {Kind: emulator.Answer, Code: 0, Message: "超出货道最大库存"},
}

func TestIssueUnknownOutcome(t *testing.T) {
	for name, fault := range clueless {
		t.Run(name+", acted", func(t *testing.T) {
			b := newBench(t, nil)
			fault.Act = true
			b.vendor.Fail("generate", 1, fault)
			made := b.issue(t.Context(), b.order(3), 0)
			b.check(t, made, 1)
			if made.err != nil || made.open != nil {
				t.Errorf("%v, open %v", made.err, made.open)
			}
		})
		t.Run(name+", acts later", func(t *testing.T) {
			b := newBench(t, nil)
			fault.Act, fault.ActAfterLists = false, 3
			b.vendor.Fail("generate", 1, fault)
			made := b.issue(t.Context(), b.order(3), 0)
			b.check(t, made, 1)
			if made.err != nil {
				t.Error(made.err)
			}
		})
		t.Run(name+", did not act", func(t *testing.T) {
			b := newBench(t, nil)
			fault.Act, fault.ActAfterLists = false, 0
			b.vendor.Fail("generate", 1, fault)
			begin := b.clock.Now()
			made := b.issue(t.Context(), b.order(3), 0)
			b.check(t, made, 1)
			if made.err == nil || made.err.stage != stageUnsettled || made.open == nil || made.open.Confirmed || made.err.cause == nil {
				t.Fatalf("%+v, open %+v", made.err, made.open)
			}
			if waited := b.clock.Now().Sub(begin); waited < 10*time.Second || waited > 11*time.Second {
				t.Errorf("looked for %s instead of settle_time, 10 s", waited)
			}
			// Nobody else may send there in this run.
			b.vendor.ResetCalls()
			later := b.issue(t.Context(), b.order(1), 0)
			if later.err == nil || later.err.stage != stageClosed || later.open != nil || len(b.vendor.Calls()) > 0 {
				t.Errorf("a later request: %v, calls %v", later.err, b.vendor.Count())
			}
		})
	}
}

func TestIssueTimeout(t *testing.T) {
	b := newBench(t, func(_ *emulator.Config, limits *transport.Config) { limits.RequestTimeout = 300 * time.Millisecond })
	b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Stall, Act: true})
	made := b.issue(t.Context(), b.order(3), 0)
	b.check(t, made, 1)
	if made.err != nil {
		t.Error(made.err)
	}
}

func TestIssueConfirmedButNotListed(t *testing.T) {
	b := newBench(t, nil)
	b.vendor.HideNewCodesFor(3 * time.Second)
	made := b.issue(t.Context(), b.order(3), 0)
	b.check(t, made, 1)
	if made.err != nil {
		t.Error(made.err)
	}

	b.vendor.HideNewCodesFor(time.Hour)
	o := b.order(3)
	made = b.issue(t.Context(), o, 0)
	b.check(t, made, 2)
	if made.err == nil || made.err.stage != stageUnsettled || made.open == nil || !made.open.Confirmed {
		t.Errorf("%+v, open %+v", made.err, made.open)
	}
}

func TestIssuePartIsNotClaimed(t *testing.T) {
	b := newBench(t, nil)
	o := b.order(3)
	b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset})
	b.vendor.After("generate", func(emulator.Call) {
		b.vendor.Generate(machineNo, cola, 2, 6, o.ExpiresAt.In(dingshang.China).Format("2006-01-02 15:04:05"))
	})
	made := b.issue(t.Context(), o, 0)
	b.check(t, made, 1)
	if made.err == nil || made.err.stage != stageUnsettled || len(made.err.seen) != 2 {
		t.Errorf("%+v", made.err)
	}
}

func TestIssueNotReached(t *testing.T) {
	t.Run("429", func(t *testing.T) {
		b := newBench(t, nil)
		b.vendor.Fail("generate", 2, emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: "7"})
		begin := b.clock.Now()
		made := b.issue(t.Context(), b.order(3), 0)
		b.check(t, made, 3)
		if waited := b.clock.Now().Sub(begin); made.err != nil || waited < 14*time.Second {
			t.Errorf("%v, after %s", made.err, waited)
		}
	})
	t.Run("429 until time is up", func(t *testing.T) {
		b := newBench(t, nil)
		b.vendor.Fail("generate", 1_000_000, emulator.Fault{Kind: emulator.Status, Status: 429})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		made := b.issue(ctx, b.order(3), 0)
		if made.err == nil || made.err.stage != stageSending || made.open != nil || len(b.vendor.Live(machineNo)) > 0 {
			t.Errorf("%+v, open %v", made.err, made.open)
		}
		if b.desk.isClosed(place{machineNo, cola}) {
			t.Error("the place is closed although nothing was sent")
		}
	})
	t.Run("no connection", func(t *testing.T) {
		refusing := &refusing{times: 3}
		b := newBench(t, func(_ *emulator.Config, limits *transport.Config) { limits.RoundTripper = refusing })
		made := b.issue(t.Context(), b.order(3), 0)
		b.check(t, made, 1)
		if made.err != nil || refusing.times != 0 {
			t.Errorf("%v, %d refusals left", made.err, refusing.times)
		}
	})
}

// refusing lets no connection be made for generating calls, some times.
type refusing struct {
	http.Transport
	times int
}

func (r *refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if r.times > 0 && strings.HasSuffix(req.URL.Path, "/pickup_codes") {
		r.times--
		return nil, errors.New("dial tcp: connection refused")
	}
	return r.Transport.RoundTrip(req)
}

func TestIssueRefusedByStatus401(t *testing.T) {
	b := newBench(t, nil)
	b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Status: 401, Code: 10013, Message: "no"})
	made := b.issue(t.Context(), b.order(3), 0)
	b.check(t, made, 1)
	if made.err == nil || made.err.stage != stageSending || made.open != nil || b.vendor.Count()["codes"] != 1 {
		t.Errorf("%+v, open %v, calls %v", made.err, made.open, b.vendor.Count())
	}
}

func TestIssueRejected(t *testing.T) {
	for _, code := range []int{10023, 6031, 30001, 30003, 6026, 30002, 4008, 6025, 10001, 6029, 80002, 6045, 6047, 6035, 4006, 6017, 4002, 30004, 6046} {
		b := newBench(t, nil)
		b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: code, Message: "no"})
		begin := b.clock.Now()
		made := b.issue(t.Context(), b.order(3), 0)
		b.check(t, made, 1)
		if made.err == nil || made.err.stage != stageRejected || made.open != nil || len(made.err.seen) > 0 {
			t.Errorf("code %d: %+v, open %v", code, made.err, made.open)
		}
		if b.vendor.Count()["codes"] != 2 || !b.clock.Now().Equal(begin) || b.desk.isClosed(place{machineNo, cola}) {
			t.Errorf("code %d must be followed by one look, no waiting and an open place: %v", code, b.vendor.Count())
		}
	}
}

func TestIssueRejectedAndYetActed(t *testing.T) {
	b := newBench(t, nil)
	b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: 10023, Message: "off", Act: true})
	made := b.issue(t.Context(), b.order(2), 0)
	b.check(t, made, 1)
	if made.err == nil || made.err.stage != stageRejected || len(made.err.seen) != 2 {
		t.Errorf("%+v", made.err)
	}
}

func TestIssueRejectedAndNotListed(t *testing.T) {
	b := newBench(t, nil)
	b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: 30002, Message: "offline"})
	b.vendor.After("generate", func(emulator.Call) { b.vendor.SetOnline(machineNo, false) })
	made := b.issue(t.Context(), b.order(2), 0)
	if made.err == nil || made.err.stage != stageRejected || made.open == nil || !b.desk.isClosed(place{machineNo, cola}) {
		t.Errorf("%+v, open %v", made.err, made.open)
	}
}

func TestIssueListFails(t *testing.T) {
	t.Run("before", func(t *testing.T) {
		b := newBench(t, nil)
		b.vendor.Fail("codes", 2, emulator.Fault{Kind: emulator.Reset})
		made := b.issue(t.Context(), b.order(2), 0)
		b.check(t, made, 0)
		if made.err == nil || made.err.stage != stageListing || made.open != nil {
			t.Errorf("%+v, open %v", made.err, made.open)
		}
	})
	t.Run("after, for a while", func(t *testing.T) {
		b := newBench(t, nil)
		b.vendor.After("generate", func(emulator.Call) { b.vendor.Fail("codes", 5, emulator.Fault{Kind: emulator.HTML}) })
		made := b.issue(t.Context(), b.order(2), 0)
		b.check(t, made, 1)
		if made.err != nil {
			t.Error(made.err)
		}
	})
	t.Run("after, machine offline", func(t *testing.T) {
		b := newBench(t, nil)
		b.vendor.After("generate", func(emulator.Call) { b.vendor.SetOnline(machineNo, false) })
		made := b.issue(t.Context(), b.order(2), 0)
		b.check(t, made, 1)
		if made.err == nil || made.open == nil || !made.open.Confirmed || !dingshang.IsKind(made.err, dingshang.KindOffline) {
			t.Fatalf("%+v, open %+v", made.err, made.open)
		}
		// A later run goes on from what was saved.
		b.vendor.SetOnline(machineNo, true)
		found := b.resolve(t.Context(), *made.open)
		codes, nothing, failure := found.codes, found.nothing, found.failure
		if len(codes) != 2 || nothing || failure != nil {
			t.Errorf("resolved to %v, %t, %v", idsOf(codes), nothing, failure)
		}
	})
}
