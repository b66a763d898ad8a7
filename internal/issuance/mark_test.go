package issuance

import (
	"slices"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
)

func TestPossibleMarks(t *testing.T) {
	now := time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		wanted      time.Time
		first, last string
		n           int
	}{
		"a full minute":            {now.Add(time.Hour), "04:59:01", "04:59:58", 57},
		"the last second":          {now.Add(time.Hour - time.Second), "04:59:01", "04:59:58", 57},
		"half a minute":            {now.Add(time.Hour + 30*time.Second), "04:59:31", "05:00:29", 57},
		"an odd second":            {now.Add(time.Hour + 7*time.Second), "04:59:08", "05:00:06", 56},
		"in two minutes":           {now.Add(2 * time.Minute), "04:01:01", "04:01:58", 57},
		"half of the time is left": {now.Add(80 * time.Second), "04:00:40", "04:01:19", 38},
		"not before settle_time":   {now.Add(15 * time.Second), "04:00:10", "04:00:14", 5},
		"settle_time is all":       {now.Add(11 * time.Second), "04:00:10", "04:00:10", 1},
		"nearer than settle_time":  {now.Add(10 * time.Second), "", "", 0},
		"past":                     {now.Add(-time.Hour), "", "", 0},
		"never":                    {time.Time{}, "", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			marks := possibleMarks(tc.wanted, now, settleTime)
			if len(marks) != tc.n {
				t.Fatalf("%d marks, want %d: %v", len(marks), tc.n, marks)
			}
			if tc.n == 0 {
				return
			}
			if first, last := marks[0].Format(time.TimeOnly), marks[tc.n-1].Format(time.TimeOnly); first != tc.first || last != tc.last {
				t.Errorf("from %s to %s, want from %s to %s", first, last, tc.first, tc.last)
			}
			for _, mark := range marks {
				before := tc.wanted.Sub(mark)
				if before < time.Second || before > 59*time.Second || mark.Nanosecond() != 0 {
					t.Errorf("%s is %s before", mark, before)
				}
				if slices.Contains([]int{0, 30, 59}, mark.Second()) {
					t.Errorf("people type %s", mark)
				}
			}
		})
	}
}

// Marks are drawn from those that no code carries, then from those that no pending
// request carries, and from nothing else.
func TestReserveMark(t *testing.T) {
	at := time.Date(2026, 3, 2, 4, 0, 1, 0, time.UTC)
	marks := []time.Time{at, at.Add(time.Second), at.Add(2 * time.Second)}
	listed := map[int64]bool{marks[0].Unix(): true}
	first := func(int) int { return 0 }
	p := newProcess()
	reserve := func(want int) {
		t.Helper()
		mark, ok := p.reserveMark(machineNo, marks, listed, first)
		if want < 0 && !ok {
			return
		}
		if want < 0 || !ok || !mark.Equal(marks[want]) {
			t.Errorf("got %s, %t, want mark %d", mark, ok, want)
		}
	}
	reserve(1) // no code carries it
	reserve(2)
	reserve(0) // a code carries it, no request does
	reserve(-1)
	p.releaseMark(Request{Target: Target{MachineNo: machineNo}, ExpiresAt: marks[2]})
	reserve(2)
	reserve(-1)
	if _, ok := p.reserveMark("16327140", marks, listed, first); !ok {
		t.Error("another machine's requests take marks away")
	}
}

func TestDrawIsSpread(t *testing.T) {
	drawn := map[int]bool{}
	for range 2000 {
		n := draw(56)
		if n < 0 || n >= 56 {
			t.Fatalf("drew %d of 56", n)
		}
		drawn[n] = true
	}
	if len(drawn) != 56 {
		t.Errorf("of 56 marks, 2000 draws took only %d", len(drawn))
	}
}

// Many more requests than marks, for one product and one deadline: none waits for
// another, and each gets its codes and no other's.
func TestMoreRequestsThanMarks(t *testing.T) {
	b := newBench(t)
	b.vendor.SetInventory(machineNo, cola, 1000, 1000)
	o := b.expiring(1)
	outcomes := make([]Outcome, 120)
	parallel(10, len(outcomes), func(i int) {
		outcomes[i] = b.Generate(t.Context(), resourceName(i), o, timeout)
	})
	owner := map[string]int{}
	for i, outcome := range outcomes {
		made, ok := outcome.(Made)
		if !ok || len(made.Codes) != 1 {
			t.Fatalf("request %d: %s", i, text(outcome))
		}
		for _, code := range made.Codes {
			if other, taken := owner[code.ID]; taken {
				t.Errorf("requests %d and %d both have code %s", other, i, code.ID)
			}
			owner[code.ID] = i
		}
	}
	if len(owner) != len(b.ours()) || b.sent() != len(outcomes) {
		t.Errorf("%d codes claimed of %d, by %d calls", len(owner), len(b.ours()), b.sent())
	}
}

// A request whose codes carry no mark any more, since it takes too long to come to it,
// is sent with the expiry asked for.
func TestNoMarkFits(t *testing.T) {
	b := newBench(t)
	o := b.expiring(2)
	o.ExpiresAt = b.clock.Now().Add(8 * time.Second)
	outcome := b.generate(t, o)
	wantOutcome(t, outcome, "made 2111,2112")
	if got := sentMark(b.vendor.CallsOf("generate")[0]); !got.Equal(o.ExpiresAt) {
		t.Errorf("sent %s, want %s", got, o.ExpiresAt)
	}
}

// The list from before may take so long that the last mark is too near.
func TestNoMarkFitsAfterListing(t *testing.T) {
	b := newBench(t)
	o := b.expiring(1)
	o.ExpiresAt = b.clock.Now().Add(14 * time.Second)
	b.vendor.Before("codes", func(call emulator.Call) {
		if call.N == 1 {
			b.clock.Advance(5 * time.Second)
		}
	})
	b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset})
	outcome := b.generate(t, o)
	request := pendingOf(t, outcome)
	if !request.Unmarked || !request.ExpiresAt.Equal(o.ExpiresAt) {
		t.Errorf("marked with %s, want no mark", request.ExpiresAt)
	}
}

func TestSentMark(t *testing.T) {
	b := newBench(t)
	o := b.expiring(1)
	o.Quantity = 3
	taken := b.stranger(1, 6, o.ExpiresAt.Add(-17*time.Second))
	seen := map[int64]bool{}
	for range 30 {
		b.generate(t, o)
	}
	for _, call := range b.vendor.CallsOf("generate") {
		mark := sentMark(call)
		if before := o.ExpiresAt.Sub(mark); before < time.Second || before > 59*time.Second || before == 17*time.Second {
			t.Errorf("mark %s, which code %v has or which is out of bounds", mark.In(dingshang.China), taken)
		}
		if seen[mark.Unix()] {
			t.Errorf("mark %s is drawn twice although others are free", mark)
		}
		seen[mark.Unix()] = true
		if call.Params["quantity"] != "3" || call.Params["code_length"] != "6" || call.Params["count"] != "1" {
			t.Errorf("sent %v", call.Params)
		}
	}
}
