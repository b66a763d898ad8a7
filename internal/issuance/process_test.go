package issuance

import (
	"slices"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// Of codes that two resources of a process have, each is told.
func TestSharedCodes(t *testing.T) {
	b := newBench(t)
	first := b.made(t, 2)
	second := first
	second.Owner = "another resource"
	later := b.nextRun(t)
	if r := later.Refresh(t.Context(), first); len(r.Shared) > 0 {
		t.Errorf("the first shares %v", r.Shared)
	}
	r := later.Refresh(t.Context(), second)
	wantIDs(t, "the second shares", r.Shared, []string{"2111", "2112"})
	if r := later.Refresh(t.Context(), first); len(r.Shared) > 0 {
		t.Errorf("a second refresh of the first shares %v", r.Shared)
	}
	if other := later.Own("16327140", first.Codes, "another resource"); len(other) > 0 {
		t.Errorf("another machine's ids are shared: %v", other)
	}
}

// A resource gets its id after its codes.
func TestRename(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 2)
	b.Rename(machineNo, h.Codes, "resource/first-2111")
	h.Owner = "resource/first-2111"
	if r := b.Refresh(t.Context(), h); len(r.Shared) > 0 {
		t.Errorf("shares %v with itself", r.Shared)
	}
}

// What another resource of the process has is never a request's, whatever it carries.
func TestOwnedCodesAreNotClaimed(t *testing.T) {
	b := newBench(t)
	h := b.unknown(t, b.expiring(2))
	b.vendor.ActLate()
	first := b.nextRun(t)
	codes := first.Refresh(t.Context(), h).Codes

	// The codes were adopted; by a resource that has them in its state.
	later := b.nextRun(t)
	later.Own(machineNo, codes, "another resource")
	outcomes := later.Resume(t.Context(), h)
	if len(Claimed(outcomes)) > 0 {
		t.Errorf("claimed from another resource: %s", texts(outcomes))
	}
}

// Codes of the process are not in the list from before, since the list lags: they are
// not taken for new ones.
func TestOwnCodesAreNotNew(t *testing.T) {
	for _, kind := range []string{"marked", "unmarked"} {
		b := newBench(t)
		o := kinds[kind](b)
		first := b.generate(t, o)
		b.vendor.Fail("codes", 1, emulator.Fault{Kind: emulator.Answer, Message: "ok"})
		b.vendor.HideNewCodes(1)
		second := b.Generate(t.Context(), "another", o, timeout)
		if _, ok := second.(Made); !ok {
			t.Fatalf("%s: got %s", kind, text(second))
		}
		for _, code := range claimedBy(second) {
			if slices.Contains(IDs(claimedBy(first)), code.ID) {
				t.Errorf("%s: code %s is claimed twice", kind, code.ID)
			}
		}
	}
}

// allMarks is how many marks there are to choose from.
func allMarks(b *bench, o Spec) int {
	return len(possibleMarks(o.ExpiresAt, b.clock.Now(), settleTime))
}

// useUpMarks has resources made that carry all marks, one code each.
func (b *bench) useUpMarks(t *testing.T, o Spec) {
	t.Helper()
	b.vendor.SetInventory(machineNo, cola, 1000, 1000)
	for i := range allMarks(b, o) {
		outcome := b.Generate(t.Context(), resourceName(i), o, timeout)
		if _, ok := outcome.(Made); !ok {
			t.Fatalf("%d: got %s", i, text(outcome))
		}
	}
}

// No request draws the mark of one that is pending, whether it was sent by this process,
// refreshed or resumed.
func TestMarksOfPendingRequestsAreHeld(t *testing.T) {
	for name, meet := range map[string]func(*bench, Holding) *bench{
		"sent": func(b *bench, _ Holding) *bench { return b },
		"refreshed": func(b *bench, h Holding) *bench {
			later := b.nextRun(t)
			later.Refresh(t.Context(), h)
			return later
		},
		"refreshed while offline": func(b *bench, h Holding) *bench {
			b.vendor.SetOnline(machineNo, false)
			later := b.nextRun(t)
			later.Refresh(t.Context(), h)
			b.vendor.SetOnline(machineNo, true)
			return later
		},
		"resumed": func(b *bench, h Holding) *bench {
			later := b.nextRun(t)
			later.Resume(t.Context(), h)
			return later
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			o := b.expiring(1)
			h := b.unknown(t, o)
			later := meet(b, h)
			b.vendor.ResetCalls()
			later.useUpMarks(t, o)
			for _, call := range b.vendor.CallsOf("generate") {
				if sentMark(call).Equal(h.Pending[0].ExpiresAt) {
					t.Fatal("the mark of a pending request was drawn")
				}
			}
		})
	}
}

// Marks that no code of the product carries go first, although others of the machine
// have used all.
func TestMarksOfOtherProducts(t *testing.T) {
	b := newBench(t)
	b.vendor.SetInventory(machineNo, cola, 1000, 1000)
	o := b.expiring(1)
	n := allMarks(b, o)
	for i := range n {
		b.Generate(t.Context(), resourceName(i), o, timeout)
	}
	o.ProductID = "1323443"
	b.vendor.SetInventory(machineNo, o.ProductID, 1000, 1000)
	b.vendor.ResetCalls()
	seen := map[int64]bool{}
	for i := range n {
		b.Generate(t.Context(), resourceName(n+i), o, timeout)
	}
	for _, call := range b.vendor.CallsOf("generate") {
		if mark := sentMark(call).Unix(); seen[mark] {
			t.Fatal("a mark is drawn twice for one product, although others are free")
		} else {
			seen[mark] = true
		}
	}
}

// Codes of another pending request of the process are not taken for altered ones.
func TestOtherPendingRequestsAreNotAltered(t *testing.T) {
	for name, met := range map[string]bool{"refreshed": true, "not met": false} {
		b := newBench(t)
		h := b.unknown(t, b.expiring(2))
		later := b.nextRun(t)
		if met {
			later.Refresh(t.Context(), h)
		}
		b.vendor.Fail("generate", 1, lost)
		b.vendor.After("generate", func(emulator.Call) { b.vendor.ActLate() })
		want := "unsettled altered 2111,2112"
		if met {
			want = "unsettled"
		}
		o := b.expiring(1)
		o.ExpiresAt = o.ExpiresAt.Add(time.Hour) // so that both never draw one mark
		if got := text(later.Generate(t.Context(), "another", o, timeout)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// A pending unmarked request that a run met and could not settle closes its target, as
// one that the run sent, while its codes may still appear.
func TestResumedClosesItsTarget(t *testing.T) {
	for after, want := range map[time.Duration]string{0: "failed closed", time.Minute: "unsettled confirmed"} {
		b := newBench(t)
		b.vendor.HideNewCodesFor(time.Hour)
		o := b.forever(1)
		h := holding(o, b.generate(t, o))
		b.clock.Advance(after)
		later := b.nextRun(t)
		if outcomes := later.Resume(t.Context(), h); texts(outcomes) != "unsettled confirmed" {
			t.Fatalf("got %s", texts(outcomes))
		}
		wantOutcome(t, later.Generate(t.Context(), "another", o, timeout), want)
	}
}

func TestGone(t *testing.T) {
	b := newBench(t)
	cola, machine := Target{machineNo, cola}, Target{MachineNo: machineNo}
	b.NoteGone(cola)
	if !b.GoneAt(cola) || b.GoneAt(machine) || b.GoneAt(Target{machineNo, "1323443"}) {
		t.Error("a product that is gone")
	}
	b.NoteGone(machine)
	if !b.GoneAt(Target{machineNo, "1323443"}) || b.GoneAt(Target{MachineNo: "16327140"}) {
		t.Error("a machine that is gone")
	}
}

// A machine is gone once a second call confirms it, and only then.
func TestMachineGone(t *testing.T) {
	b := newBench(t)
	b.vendor.Fail("codes", 2, emulator.Fault{Kind: emulator.Answer, Code: 30003, Message: "gone"})
	_, err := b.client.PickupCodesNow(t.Context(), machineNo, cola)
	if b.MachineGone(t.Context(), machineNo, err) {
		t.Error("gone by one answer")
	}
	b.vendor.RemoveMachine(machineNo)
	if !b.MachineGone(t.Context(), machineNo, err) || b.MachineGone(t.Context(), "16327140", nil) {
		t.Error("gone, and not seen so")
	}
	calls := len(b.vendor.Calls())
	if !b.MachineGone(t.Context(), machineNo, err) || len(b.vendor.Calls()) != calls {
		t.Error("asked again")
	}
	if b.GoneAt(Target{machineNo, cola}) {
		t.Error("counts as found by a refresh, so that a plan at apply time would not fail")
	}
}
