package issuance

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// Codes without expiry are told by counting. Somebody else generates some, that long
// after ours.
func TestUnmarkedAmongStrangers(t *testing.T) {
	for name, tc := range map[string]struct {
		fault  emulator.Fault
		count  int
		length int
		after  time.Duration
		want   string
	}{
		"another length":           {emulator.Fault{}, 2, 7, 0, "made 2111,2112"},
		"as many, at once":         {emulator.Fault{}, 2, 6, 0, "contested 2111,2112,2113,2114"},
		"as many, later":           {emulator.Fault{}, 2, 6, 5 * time.Second, "contested 2111,2112,2113,2114"},
		"fewer, later":             {emulator.Fault{}, 1, 6, 5 * time.Second, "contested 2111,2112,2113"},
		"ours lost, fewer":         {lost, 1, 6, 0, "unsettled unknown 2111"},
		"ours lost, more":          {lost, 3, 6, 0, "contested 2111,2112,2113"},
		"ours lost, other length":  {lost, 2, 7, 0, "unsettled altered 2111,2112"},
		"ours lost, long before":   {lost, 2, 6, -2 * time.Minute, "contested 2111,2112"},
		"ours lost, long after it": {lost, 2, 6, 3 * settleTime, "contested 2111,2112"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.vendor.Fail("generate", 1, tc.fault)
			b.vendor.After("generate", func(emulator.Call) {
				b.clock.Advance(tc.after)
				b.stranger(tc.count, tc.length, time.Time{})
				b.clock.Advance(-tc.after)
			})
			outcome := b.generate(t, b.forever(2))
			b.wantNothingLost(t, outcome, 1)
			wantOutcome(t, outcome, tc.want)
		})
	}
}

// Codes from before are nobody's new ones, whoever has them.
func TestCodesFromBefore(t *testing.T) {
	t.Run("unmarked", func(t *testing.T) {
		b := newBench(t)
		b.stranger(2, 6, time.Time{})
		wantOutcome(t, b.generate(t, b.forever(2)), "made 2113,2114")
	})
	t.Run("with every mark", func(t *testing.T) {
		b := newBench(t)
		o := b.expiring(1)
		for _, mark := range possibleMarks(o.ExpiresAt, b.clock.Now(), settleTime) {
			b.stranger(1, 6, mark)
		}
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 1)
		if _, ok := outcome.(Made); !ok {
			t.Errorf("got %s", text(outcome))
		}
	})
}

// An equal count is no proof: two strangers, or one of ours and one of theirs.
func TestUnmarkedCountIsNoProof(t *testing.T) {
	t.Run("two strangers", func(t *testing.T) {
		b := newBench(t)
		b.vendor.Fail("generate", 1, lost)
		b.vendor.After("generate", func(emulator.Call) {
			b.stranger(1, 6, time.Time{})
			b.clock.Advance(5 * time.Second)
			b.stranger(1, 6, time.Time{})
		})
		wantOutcome(t, b.generate(t, b.forever(2)), "contested 2111,2112")
	})
	t.Run("part ours", func(t *testing.T) {
		b := newBench(t)
		b.vendor.Before("generate", func(emulator.Call) {
			b.stranger(1, 6, time.Time{})
			b.clock.Advance(5 * time.Second)
		})
		b.hideOnce("2113")
		wantOutcome(t, b.generate(t, b.forever(2)), "contested 2111,2112")
	})
	t.Run("part ours at the same second", func(t *testing.T) {
		b := newBench(t)
		b.vendor.Before("generate", func(emulator.Call) { b.stranger(1, 6, time.Time{}) })
		b.hideOnce("2113")
		wantOutcome(t, b.generate(t, b.forever(2)), "contested 2111,2112,2113") // the second look does not agree
	})
	t.Run("a time of creation that cannot be read", func(t *testing.T) {
		b := newBench(t)
		b.vendor.EditGenerated(func(g *emulator.Generated) { g.CreatedAt = "just now" })
		wantOutcome(t, b.generate(t, b.forever(2)), "contested 2111,2112")
	})
}

// Old codes that a stale list did not show are not the request's.
func TestUnmarkedListFromBeforeIsWronglyEmpty(t *testing.T) {
	for fault, want := range map[emulator.FaultKind]string{
		emulator.None:  "contested 2111,2112,2113,2114",
		emulator.Reset: "contested 2111,2112",
	} {
		b := newBench(t)
		b.stranger(2, 6, time.Time{})
		b.clock.Advance(time.Hour)
		b.vendor.Fail("codes", 1, emulator.Fault{Kind: emulator.Answer, Message: "ok"})
		b.vendor.Fail("generate", 1, emulator.Fault{Kind: fault})
		wantOutcome(t, b.generate(t, b.forever(2)), want)
	}
}

// An unmarked request that did not settle closes its target to others of this process,
// and to nobody else.
func TestUnsettledClosesItsTarget(t *testing.T) {
	sprite := "1323443"
	for name, tc := range map[string]struct {
		first, second string // products; empty: all
		want          string
	}{
		"the same product":           {cola, cola, "failed closed"},
		"another product":            {cola, sprite, "made"},
		"all products after one":     {cola, "", "failed closed"},
		"one product after all":      {"", cola, "failed closed"},
		"all products after another": {"", "", "failed closed"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			at := func(product string) Spec {
				o := b.forever(1)
				if o.ProductID = product; product == "" {
					o.Count = 0
				}
				return o
			}
			b.vendor.Inject(func(call emulator.Call) *emulator.Fault {
				if call.Name == "generate" || call.Name == "generate_all" {
					return &lost
				}
				return nil
			})
			wantOutcome(t, b.generate(t, at(tc.first)), "unsettled")
			b.vendor.Inject(nil)
			b.vendor.ResetCalls()
			second := b.Generate(t.Context(), "another", at(tc.second), timeout)
			if tc.want == "made" {
				wantOutcome(t, second, "made 2111")
				return
			}
			wantOutcome(t, second, tc.want)
			b.wantCalls(t, map[string]int{})
			// Requests with a mark go on.
			marked := at(tc.second)
			marked.ExpiresAt = b.expiring(1).ExpiresAt
			if _, ok := b.Generate(t.Context(), "another", marked, timeout).(Made); !ok {
				t.Error("a request with a mark is refused")
			}
			// So does another process.
			if _, ok := b.nextRun(t).Generate(t.Context(), "another", at(tc.second), timeout).(Made); !ok {
				t.Error("another process is refused")
			}
		})
	}
}

func TestContestedClosesItsTarget(t *testing.T) {
	b := newBench(t)
	b.vendor.After("generate", func(emulator.Call) { b.stranger(1, 6, time.Time{}) })
	wantOutcome(t, b.generate(t, b.forever(1)), "contested 2111,2112")
	wantOutcome(t, b.generate(t, b.forever(1)), "failed closed")
}

// Unmarked requests take turns: what one generates is claimed before the next lists.
func TestUnmarkedTakeTurns(t *testing.T) {
	b := newBench(t)
	var mu sync.Mutex
	var order []string
	b.vendor.OnCall(func(call emulator.Call) {
		mu.Lock()
		defer mu.Unlock()
		order = append(order, call.Name)
	})
	outcomes := make([]Outcome, 12)
	parallel(len(outcomes), len(outcomes), func(i int) {
		outcomes[i] = b.Generate(t.Context(), resourceName(i), b.forever(1), timeout)
	})
	for i, outcome := range outcomes {
		if _, ok := outcome.(Made); !ok {
			t.Errorf("request %d: %s", i, text(outcome))
		}
	}
	for i := 0; i+3 < len(order); i += 4 {
		if turn := order[i : i+4]; !slices.Equal(turn, []string{"codes", "generate", "codes", "codes"}) {
			t.Fatalf("calls of two requests are mixed: %v", order)
		}
	}
}

// All products exclude each product of the machine, and the other way round.
func TestAllProductsTakeTurnsWithEach(t *testing.T) {
	b := newBench(t)
	orders := []Spec{b.forever(1), kinds["all products, unmarked"](b), b.forever(2), kinds["all products, unmarked"](b)}
	outcomes := make([]Outcome, len(orders))
	parallel(len(orders), len(orders), func(i int) {
		outcomes[i] = b.Generate(t.Context(), resourceName(i), orders[i], timeout)
	})
	claimed := 0
	for _, outcome := range outcomes {
		if _, ok := outcome.(Made); !ok {
			t.Errorf("got %s", text(outcome))
		}
		claimed += len(claimedBy(outcome))
	}
	if want := 1 + 16 + 2 + 16; claimed != want || len(b.ours()) != want {
		t.Errorf("%d of %d codes are claimed", claimed, len(b.ours()))
	}
}

func TestInterruptedWhileWaitingForATurn(t *testing.T) {
	b := newBench(t)
	o := b.forever(1)
	unlock, err := b.process.lock(t.Context(), o.Target)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantOutcome(t, b.Generate(ctx, "resource", o, timeout), "failed waiting")
	b.wantCalls(t, map[string]int{})
}

// Old codes that a stale list did not show are not the request's either where the server
// confirmed and lists the new ones late. A clock that is wrong only costs time.
func TestUnmarkedCodesOfAnotherTime(t *testing.T) {
	t.Run("older ones", func(t *testing.T) {
		b := newBench(t)
		b.stranger(2, 6, time.Time{})
		b.clock.Advance(time.Hour)
		b.vendor.Fail("codes", 1, emulator.Fault{Kind: emulator.Answer, Message: "ok"})
		b.vendor.HideNewCodesFor(time.Second)
		wantOutcome(t, b.generate(t, b.forever(2)), "contested 2111,2112,2113,2114")
	})
	t.Run("a wrong clock, and older ones listed", func(t *testing.T) {
		b := newBench(t)
		b.stranger(2, 6, time.Time{})
		b.vendor.EditGenerated(func(g *emulator.Generated) { g.CreatedAt = "2026-03-02 13:30:00" })
		before := b.clock.Now()
		wantOutcome(t, b.generate(t, b.forever(2)), "made 2113,2114")
		if took := b.clock.Now().Sub(before); took > settleTime/2 {
			t.Errorf("claimed after %s", took)
		}
	})
	t.Run("a wrong clock", func(t *testing.T) {
		b := newBench(t)
		b.vendor.EditGenerated(func(g *emulator.Generated) { g.CreatedAt = "2026-03-02 13:30:00" })
		before := b.clock.Now()
		wantOutcome(t, b.generate(t, b.forever(2)), "made 2111,2112")
		if took := b.clock.Now().Sub(before); took < settleTime {
			t.Errorf("claimed after %s", took)
		}
	})
}
