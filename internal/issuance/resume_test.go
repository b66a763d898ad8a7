package issuance

import (
	"slices"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/clock/clocktest"
	"terraform-provider-dingshang/internal/emulator"
)

// What an unknown outcome leaves behind is found by a later run, with a refresh before
// it or without: afterwards each code is claimed, or the request is known to have had no
// effect.
func TestResumeAfterEveryFault(t *testing.T) {
	effects := map[string]emulator.Fault{"acted": {Act: true}, "acts later": {ActAfterLists: 1000}, "nothing": {}}
	for _, name := range []string{"reset", "500", "timed out, 6015", "garbage"} {
		fault := clueless[name]
		for effect, how := range effects {
			forKinds(t, func(t *testing.T, b *bench, o Spec, call string, n int) {
				fault.Act, fault.ActAfterLists = how.Act, how.ActAfterLists
				b.vendor.Fail(call, 1, fault)
				b.vendor.HideNewCodesFor(settleTime + 2*time.Second)
				outcome := b.generate(t, o)
				h := holding(o, outcome)
				if len(h.Pending) != 1 {
					t.Fatalf("%s: got %s", effect, text(outcome))
				}
				b.vendor.HideNewCodesFor(0)
				b.vendor.ActLate()
				b.clock.Advance(2 * time.Second)
				later := b.nextRun(t)
				outcomes := later.Resume(t.Context(), h)
				if b.sent() != 1 {
					t.Errorf("%s: sent %d times", effect, b.sent())
				}
				if effect == "nothing" {
					if !hadNoEffect(outcomes[0]) {
						t.Errorf("%s: got %s", effect, texts(outcomes))
					}
					return
				}
				if made, ok := outcomes[0].(Made); !ok || len(made.Codes) != n || !slices.Equal(IDs(made.Codes), b.ours()) {
					t.Errorf("%s: got %s", effect, texts(outcomes))
				}
			})
		}
	}
}

func hadNoEffect(o Outcome) bool {
	switch o := o.(type) {
	case Unsettled:
		return o.Abandoned()
	case Failed:
		return true
	}
	return false
}

// Resume waits for the rest of settle_time, and looks once in any case.
func TestResumeWaitsForTheRest(t *testing.T) {
	for name, tc := range map[string]struct{ passed, waits time.Duration }{
		"just sent":        {0, settleTime},
		"half way":         {settleTime / 2, settleTime / 2},
		"long ago":         {time.Minute, 0},
		"by a clock ahead": {-20 * time.Minute, settleTime},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			o := b.expiring(1)
			h := Holding{Owner: "resource", Target: o.Target, Length: 6, Pending: []Request{{
				Target: o.Target, Count: 1, Length: 6, ExpiresAt: o.ExpiresAt.Add(-7 * time.Second), SentAt: b.clock.Now().Add(-tc.passed),
			}}}
			begin := b.clock.Now()
			outcomes := b.Resume(t.Context(), h)
			if !hadNoEffect(outcomes[0]) {
				t.Errorf("got %s", texts(outcomes))
			}
			if waited := b.clock.Now().Sub(begin); waited < tc.waits || waited > tc.waits+time.Second {
				t.Errorf("waited %s, want %s", waited, tc.waits)
			}
			if b.vendor.Count()["codes"] == 0 {
				t.Error("did not look")
			}
		})
	}
}

// A confirmed request is waited for, however long nothing appears.
func TestResumeConfirmed(t *testing.T) {
	b := newBench(t)
	b.vendor.HideNewCodesFor(2 * time.Minute)
	o := b.expiring(2)
	h := holding(o, b.generate(t, o))
	b.clock.Advance(time.Minute)
	outcomes := b.nextRun(t).Resume(t.Context(), h)
	if texts(outcomes) != "unsettled confirmed" || hadNoEffect(outcomes[0]) {
		t.Fatalf("got %s", texts(outcomes))
	}
	b.clock.Advance(2 * time.Minute)
	if outcomes = b.nextRun(t).Resume(t.Context(), h); texts(outcomes) != "made 2111,2112" {
		t.Errorf("got %s", texts(outcomes))
	}
}

// A look that fails is no sign that nothing is there.
func TestResumeCannotLook(t *testing.T) {
	b := newBench(t)
	for kind := range kinds {
		o := kinds[kind](b)
		request := Request{Target: o.Target, Count: o.Count, Length: 6, ExpiresAt: o.ExpiresAt, SentAt: b.clock.Now(), Unmarked: o.ExpiresAt.IsZero()}
		b.vendor.SetOnline(machineNo, false)
		outcomes := b.Resume(t.Context(), Holding{Owner: "resource", Target: o.Target, Length: 6, Pending: []Request{request}})
		if _, ok := outcomes[0].(Unsettled); !ok || hadNoEffect(outcomes[0]) {
			t.Errorf("%s: got %s", kind, texts(outcomes))
		}
	}
}

// One resource with several pending requests: each has its own codes.
func TestResumeSeveralRequests(t *testing.T) {
	b := newBench(t)
	h := b.unknown(t, b.expiring(2))
	h.Pending = append(h.Pending, b.unknown(t, b.expiring(1)).Pending...)
	b.vendor.ActLate()
	outcomes := b.nextRun(t).Resume(t.Context(), h)
	if texts(outcomes) != "made 2111,2112; made 2113" {
		t.Errorf("got %s", texts(outcomes))
	}
}

// A growth's codes are not those that the resource has already.
func TestResumeGrowth(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 2)
	h.Pending = b.unknown(t, b.expiring(1)).Pending
	b.vendor.ActLate()
	later := b.nextRun(t)
	outcomes := later.Resume(t.Context(), h)
	if texts(outcomes) != "made 2113" {
		t.Errorf("got %s", texts(outcomes))
	}
	if again := later.Resume(t.Context(), h); len(Claimed(again)) > 0 {
		t.Errorf("claimed twice: %s", texts(again))
	}
}

// Codes with another expiry that look like the request's, in a later run: those that
// were created when it was sent and have the mark's seconds.
func TestResumeServerChangedTheExpiry(t *testing.T) {
	b := newBench(t)
	b.vendor.EditGenerated(func(g *emulator.Generated) {
		at, _ := time.Parse(time.DateTime, g.ExpiredAt)
		g.ExpiredAt = at.Add(8 * time.Hour).Format(time.DateTime)
	})
	o := b.expiring(2)
	b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
	h := holding(o, b.generate(t, o))
	b.stranger(1, 6, o.ExpiresAt)
	outcomes := b.nextRun(t).Resume(t.Context(), h)
	if texts(outcomes) != "unsettled altered 2111,2112" || hadNoEffect(outcomes[0]) {
		t.Errorf("got %s", texts(outcomes))
	}
}

// A server that changed the request in any way, and whose answer was lost: the run that
// sent it notes the codes, and it stays pending until they are gone.
func TestResumeServerChangedTheRequest(t *testing.T) {
	for name, edit := range map[string]func(*emulator.Generated){
		"seconds cut off": func(g *emulator.Generated) { g.ExpiredAt = g.ExpiredAt[:len(g.ExpiredAt)-2] + "00" },
		"no expiry":       func(g *emulator.Generated) { g.ExpiredAt = "" },
		"another length":  func(g *emulator.Generated) { g.Length = 8 },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.vendor.EditGenerated(edit)
			b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
			o := b.expiring(2)
			h := holding(o, b.generate(t, o))
			b.clock.Advance(2 * settleTime)
			for range 2 {
				outcomes := b.nextRun(t).Resume(t.Context(), h)
				if texts(outcomes) != "unsettled altered 2111,2112" || hadNoEffect(outcomes[0]) {
					t.Fatalf("got %s", texts(outcomes))
				}
				h.Pending = StillPending(outcomes)
			}
			b.vendor.Cancel(machineNo, "2111")
			b.vendor.Cancel(machineNo, "2112")
			if outcomes := b.nextRun(t).Resume(t.Context(), h); !hadNoEffect(outcomes[0]) {
				t.Errorf("got %s", texts(outcomes))
			}
		})
	}
}

// Other codes of a stranger's are not the request's for that.
func TestResumeAmongOtherCodes(t *testing.T) {
	for name, tc := range map[string]struct {
		count int
		later time.Duration
	}{"another number": {1, 0}, "at another time": {2, time.Hour}} {
		b := newBench(t)
		b.vendor.Fail("generate", 1, lost)
		b.vendor.After("generate", func(emulator.Call) {
			b.clock.Advance(tc.later)
			b.stranger(tc.count, 8, time.Time{})
			b.clock.Advance(-tc.later)
		})
		o := b.expiring(2)
		h := holding(o, b.generate(t, o))
		b.clock.Advance(2 * settleTime)
		if outcomes := b.nextRun(t).Resume(t.Context(), h); !hadNoEffect(outcomes[0]) {
			t.Errorf("%s: got %s", name, texts(outcomes))
		}
	}
}

// A refresh that knows whose the codes are tells the apply, which has not met their resource.
func TestResumeAmongCodesOfAnotherResource(t *testing.T) {
	b := newBench(t)
	b.vendor.Fail("generate", 1, lost)
	o := b.forever(2)
	h := holding(o, b.generate(t, o))
	other := b.nextRun(t).Generate(t.Context(), "other", o, timeout)
	refresh := b.nextRun(t)
	refresh.Own(machineNo, Claimed([]Outcome{other}), "other")
	h.Pending = StillPending(refresh.Refresh(t.Context(), h).Outcomes)
	if outcomes := b.nextRun(t).Resume(t.Context(), h); len(Claimed(outcomes)) > 0 {
		t.Errorf("got %s", texts(outcomes))
	}
}

// Codes that are listed have not expired, whatever this computer's clock shows.
func TestResumeWithAClockThatIsAhead(t *testing.T) {
	b := newBench(t)
	h := b.unknown(t, b.expiring(2))
	b.vendor.ActLate()
	later := b.nextRun(t)
	later.Engine.clock = clocktest.New(b.clock.Now().Add(25 * time.Hour))
	outcomes := later.Resume(t.Context(), h)
	if len(Claimed(outcomes)) != 2 {
		t.Errorf("got %s", texts(outcomes))
	}
}

// An element that could not be read before the request is not its code.
func TestResumeAmongUnreadableFromBefore(t *testing.T) {
	for kind, order := range map[string]func(*bench) Spec{"marked": kinds["marked"], "unmarked": kinds["unmarked"]} {
		b := newBench(t)
		old := b.stranger(1, 6, time.Time{})[0]
		b.vendor.EditList("codes", func(_ emulator.Call, codes []any) []any {
			for _, code := range codes {
				if elementID(code) == old {
					code.(map[string]any)["expired_at"] = "never"
				}
			}
			return codes
		})
		h := b.unknown(t, order(b))
		b.clock.Advance(time.Minute)
		if outcomes := b.nextRun(t).Resume(t.Context(), h); !hadNoEffect(outcomes[0]) {
			t.Errorf("%s: got %s", kind, texts(outcomes))
		}
	}
}

// No zone is more than a day off: codes with the same seconds that expire much later are
// another request's.
func TestResumeOtherExpiryWithTheSameSeconds(t *testing.T) {
	b := newBench(t)
	h := b.unknown(t, b.expiring(2))
	b.stranger(2, 6, h.Pending[0].ExpiresAt.Add(30*24*time.Hour))
	b.clock.Advance(settleTime)
	if outcomes := b.nextRun(t).Resume(t.Context(), h); !hadNoEffect(outcomes[0]) {
		t.Errorf("got %s", texts(outcomes))
	}
}

// An element that cannot be read may be the request's code.
func TestResumeAmongUnreadable(t *testing.T) {
	b := newBench(t)
	h := b.unknown(t, b.expiring(1))
	b.vendor.ActLate()
	b.vendor.EditList("codes", func(_ emulator.Call, codes []any) []any {
		codes[0].(map[string]any)["expired_at"] = "soon"
		return codes
	})
	b.clock.Advance(settleTime)
	outcomes := b.nextRun(t).Resume(t.Context(), h)
	if u, ok := outcomes[0].(Unsettled); !ok || hadNoEffect(u) || len(u.Unreadable) != 1 {
		t.Errorf("got %s", texts(outcomes))
	}
}

// What is given up is not waited for any more.
func TestWithoutCodes(t *testing.T) {
	mark := time.Date(2026, 3, 2, 4, 59, 17, 0, time.UTC)
	code := func(id string, expires time.Time) Code { return Code{ID: id, ExpiresAt: expires} }
	request := Request{Target: Target{MachineNo: machineNo, ProductID: cola}, Count: 3, ExpiresAt: mark}
	other, unmarked, all := request, request, request
	other.ExpiresAt = mark.Add(time.Second)
	unmarked.Unmarked = true
	all.ProductID, all.Count = "", 0
	requests := []Request{request, other, unmarked, all}

	remaining := WithoutCodes(requests, []Code{code("1", mark), code("2", mark)})
	if len(remaining) != 4 || remaining[0].Count != 1 || remaining[1].Count != 3 || remaining[2].Count != 3 || remaining[3].Count != 0 {
		t.Errorf("got %+v", remaining)
	}
	remaining = WithoutCodes(requests, []Code{code("1", mark), code("2", mark), code("3", mark)})
	if len(remaining) != 3 || !remaining[0].ExpiresAt.Equal(other.ExpiresAt) {
		t.Errorf("got %+v", remaining)
	}
	if requests[0].Count != 3 {
		t.Error("the requests handed in have changed")
	}
	if WithoutCodes(nil, nil) != nil {
		t.Error("something remains of nothing")
	}
}
