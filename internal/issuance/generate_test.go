package issuance

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/transport"
)

// wantCalls checks how often each kind of call was made.
func (b *bench) wantCalls(t *testing.T, want map[string]int) {
	t.Helper()
	if got := b.vendor.Count(); !maps.Equal(got, want) {
		t.Errorf("calls %v, want %v", got, want)
	}
}

func TestGenerate(t *testing.T) {
	b := newBench(t)
	o := b.expiring(3)
	b.stranger(2, 6, o.ExpiresAt)
	outcome := b.generate(t, o)
	wantOutcome(t, outcome, "made 2113,2114,2115")
	b.wantCalls(t, map[string]int{"codes": 2, "generate": 1})
	if len(b.clock.Sleeps()) > 0 {
		t.Errorf("waited %v although nothing went wrong", b.clock.Sleeps())
	}
	for _, code := range claimedBy(outcome) {
		if code.Status != StatusUnused || code.ProductID != cola || len(code.Code) != 6 {
			t.Errorf("got %+v", code)
		}
	}
}

// kinds are the orders that every fault is tried with.
var kinds = map[string]func(*bench) Spec{
	"marked":   func(b *bench) Spec { return b.expiring(3) },
	"unmarked": func(b *bench) Spec { return b.forever(3) },
	"all products": func(b *bench) Spec {
		o := b.expiring(0)
		o.ProductID = ""
		return o
	},
	"all products, unmarked": func(b *bench) Spec {
		o := b.forever(0)
		o.ProductID = ""
		return o
	},
}

// forKinds runs the test for each kind of order. n is how many codes it makes.
func forKinds(t *testing.T, test func(t *testing.T, b *bench, o Spec, call string, n int), options ...option) {
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, options...)
			o := kinds[name](b)
			if o.AllProducts() {
				test(t, b, o, "generate_all", 16) // products in stock of the sample machine
				return
			}
			test(t, b, o, "generate", 3)
		})
	}
}

// clueless are answers to the generating call that say nothing about its effect.
var clueless = map[string]emulator.Fault{
	"reset":                  {Kind: emulator.Reset},
	"hangup":                 {Kind: emulator.Hangup},
	"half a body":            {Kind: emulator.Truncate},
	"web page, 502":          {Kind: emulator.HTML},
	"web page, 200":          {Kind: emulator.HTML, Status: 200},
	"web page, 404":          {Kind: emulator.HTML, Status: 404},
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

func forFaults(t *testing.T, test func(t *testing.T, fault emulator.Fault)) {
	for _, name := range slices.Sorted(maps.Keys(clueless)) {
		t.Run(name, func(t *testing.T) { test(t, clueless[name]) })
	}
}

func TestAnswerLostAfterActing(t *testing.T) {
	forFaults(t, func(t *testing.T, fault emulator.Fault) {
		fault.Act = true
		forKinds(t, func(t *testing.T, b *bench, o Spec, call string, n int) {
			b.vendor.Fail(call, 1, fault)
			outcome := b.generate(t, o)
			b.wantNothingLost(t, outcome, 1)
			if made, ok := outcome.(Made); !ok || len(made.Codes) != n {
				t.Errorf("got %s", text(outcome))
			}
			if len(b.clock.Sleeps()) == 0 {
				t.Error("claimed after one look, although the answer was lost")
			}
		})
	})
}

func TestAnswerLostBeforeActing(t *testing.T) {
	forFaults(t, func(t *testing.T, fault emulator.Fault) {
		if fault.Kind == emulator.Truncate {
			fault.Kind = emulator.Hangup // a usual answer needs an effect
		}
		fault.ActAfterLists = 3
		forKinds(t, func(t *testing.T, b *bench, o Spec, call string, n int) {
			b.vendor.Fail(call, 1, fault)
			outcome := b.generate(t, o)
			b.wantNothingLost(t, outcome, 1)
			if made, ok := outcome.(Made); !ok || len(made.Codes) != n {
				t.Errorf("got %s", text(outcome))
			}
		})
	})
}

func TestAnswerLostAndNothingDone(t *testing.T) {
	forFaults(t, func(t *testing.T, fault emulator.Fault) {
		if fault.Kind == emulator.Truncate {
			fault.Kind = emulator.Hangup
		}
		forKinds(t, func(t *testing.T, b *bench, o Spec, call string, _ int) {
			b.vendor.Fail(call, 1, fault)
			begin := b.clock.Now()
			outcome := b.generate(t, o)
			b.wantNothingLost(t, outcome, 1)
			u, ok := outcome.(Unsettled)
			if !ok || u.Request.Confirmed || u.Cause == nil || len(u.Codes)+len(named(u)) > 0 || dingshang.OutcomeOf(u.Cause) != dingshang.OutcomeUnknown {
				t.Fatalf("got %s", text(outcome))
			}
			if waited := b.clock.Now().Sub(begin); waited < settleTime || waited > settleTime+time.Second {
				t.Errorf("looked for %s instead of settle_time, %s", waited, settleTime)
			}
			if u.Request.SentAt.Before(begin) || u.Request.SentAt.After(begin.Add(time.Second)) || u.Request.Length != 6 || u.Request.Count != o.Count {
				t.Errorf("saved %+v", u.Request)
			}
		})
	})
}

func TestAnswerTimesOut(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, call string, _ int) {
		b.vendor.Fail(call, 1, emulator.Fault{Kind: emulator.Stall, Act: true})
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 1)
		if _, ok := outcome.(Made); !ok {
			t.Errorf("got %s", text(outcome))
		}
	}, func(_ *emulator.Config, sending *transport.Config) { sending.RequestTimeout = 200 * time.Millisecond })
}

func TestConfirmedAndListedLate(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, _ string, n int) {
		b.vendor.HideNewCodesFor(3 * time.Second)
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 1)
		if made, ok := outcome.(Made); !ok || len(made.Codes) != n {
			t.Errorf("got %s", text(outcome))
		}
	})
}

func TestConfirmedAndNotListed(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, _ string, _ int) {
		b.vendor.HideNewCodesFor(time.Hour)
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 1)
		wantOutcome(t, outcome, "unsettled confirmed")
		if u, ok := outcome.(Unsettled); !ok || u.Cause != nil {
			t.Errorf("a cause although the server answered ok: %+v", outcome)
		}
	})
}

func TestThrottled(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, call string, _ int) {
		b.vendor.Fail(call, 2, emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: "7"})
		begin := b.clock.Now()
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 3)
		if waited := b.clock.Now().Sub(begin); waited < 14*time.Second {
			t.Errorf("waited %s only", waited)
		}
		if _, ok := outcome.(Made); !ok {
			t.Errorf("got %s", text(outcome))
		}
	})
}

// The request leaves minutes after it was asked for: that counts, for codes that are
// told by the time at which they were created.
func TestThrottledForMinutesAndLost(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, call string, n int) {
		b.vendor.Fail(call, 2, emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: "60"})
		b.vendor.Fail(call, 1, emulator.Fault{Kind: emulator.Reset, Act: true})
		if made, ok := b.generate(t, o).(Made); !ok || len(made.Codes) != n {
			t.Error("the codes were not found")
		}
		b.vendor.Fail(call, 2, emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: "60"})
		b.vendor.Fail(call, 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
		h := holding(o, b.generate(t, o))
		b.vendor.ActLate()
		outcomes := b.nextRun(t).Resume(t.Context(), h)
		if made, ok := outcomes[0].(Made); !ok || len(made.Codes) != n {
			t.Errorf("a later run: got %s", texts(outcomes))
		}
	})
}

func TestThrottledUntilTheTimeout(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, call string, _ int) {
		b.vendor.Fail(call, 1_000_000, emulator.Fault{Kind: emulator.Status, Status: 429})
		ctx, cancel := context.WithCancel(t.Context())
		b.clock.OnSleep(func(sleeps int) {
			if sleeps == 5 {
				cancel()
			}
		})
		outcome := b.Generate(ctx, "resource", o, timeout)
		wantOutcome(t, outcome, "failed sending")
		if b.process.isClosed(o.Target) || len(b.ours()) > 0 {
			t.Error("nothing was sent, and yet the target is closed")
		}
	})
}

// refusing makes no connection for generating calls, some times.
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

func TestNoConnection(t *testing.T) {
	for name := range kinds {
		t.Run(name, func(t *testing.T) {
			dial := &refusing{times: 3}
			b := newBench(t, func(_ *emulator.Config, sending *transport.Config) { sending.RoundTripper = dial })
			outcome := b.generate(t, kinds[name](b))
			b.wantNothingLost(t, outcome, 1)
			if _, ok := outcome.(Made); !ok || dial.times > 0 {
				t.Errorf("got %s with %d refusals left", text(outcome), dial.times)
			}
		})
	}
}

// After an unknown outcome two looks have to agree, on the numbers too.
func TestLooksDisagreeOnNumbers(t *testing.T) {
	b := newBench(t)
	b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
	b.vendor.After("generate", func(emulator.Call) {
		b.vendor.EditList("codes", func(_ emulator.Call, codes []any) []any {
			b.vendor.EditList("codes", nil)
			codes[0].(map[string]any)["code"] = "000000"
			return codes
		})
	})
	made, ok := b.generate(t, b.expiring(2)).(Made)
	if !ok || len(made.Codes) != 2 {
		t.Fatal("not made")
	}
	for _, code := range made.Codes {
		if code.Code == "000000" {
			t.Errorf("code %s has the number that only one look showed", code.ID)
		}
	}
	b.wantCalls(t, map[string]int{"codes": 4, "generate": 1})
}
