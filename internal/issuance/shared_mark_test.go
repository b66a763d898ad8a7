package issuance

import (
	"slices"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// Where marks are used up, codes from before carry the request's mark. They are told by
// their ids, in a later run too, which has not met the resources that have them.
func TestMarkThatOlderCodesCarry(t *testing.T) {
	for _, acts := range []bool{false, true} {
		b := newBench(t)
		o := b.expiring(1)
		b.useUpMarks(t, o)
		older := b.ours()
		h := b.unknown(t, o)
		if acts {
			b.vendor.ActLate()
		}
		b.clock.Advance(settleTime / 2)
		for range 3 {
			later := b.nextRun(t)
			r := later.Refresh(t.Context(), h)
			for _, id := range IDs(r.Codes) {
				if slices.Contains(older, id) {
					t.Fatalf("acted %t: code %s of another resource is claimed: %s", acts, id, texts(r.Outcomes))
				}
			}
			if want := map[bool]int{true: 1, false: 0}[acts]; len(r.Codes) != want {
				t.Fatalf("acted %t: got %s", acts, texts(r.Outcomes))
			}
		}
		if outcomes := b.nextRun(t).Resume(t.Context(), h); hadNoEffect(outcomes[0]) == acts {
			t.Errorf("acted %t: got %s", acts, texts(outcomes))
		}
	}
}

// A clock that is wrong does not matter to codes that are newer than all from before.
func TestMostMarksCarriedAndAWrongClock(t *testing.T) {
	b := newBench(t)
	b.vendor.EditGenerated(func(g *emulator.Generated) { g.CreatedAt = "2026-03-02 13:30:00" })
	b.useUpMarks(t, b.expiring(1))
}

// So they are where the resource has the older codes itself.
func TestMarkThatTheResourcesOwnCodesCarry(t *testing.T) {
	b := newBench(t)
	b.vendor.SetInventory(machineNo, cola, 1000, 1000)
	o := b.expiring(1)
	var outcomes []Outcome
	for range allMarks(b, o) {
		outcomes = append(outcomes, b.generate(t, o))
	}
	h := holding(o, append(outcomes, b.generate(t, o))...)
	h.Pending = b.unknown(t, o).Pending
	b.vendor.ActLate()
	r := b.nextRun(t).Refresh(t.Context(), h)
	if texts(r.Outcomes) != "made "+r.Codes[len(h.Codes)].ID || len(r.Codes) != len(h.Codes)+1 {
		t.Errorf("got %s, %d codes", texts(r.Outcomes), len(r.Codes))
	}
	// Giving up older codes leaves the request as it is.
	if remaining := WithoutCodes(h.Pending, h.Codes); len(remaining) != 1 {
		t.Errorf("remaining: %+v", remaining)
	}
}

// So they are where those codes are spent, so that no list shows what they carried.
func TestMarkThatSpentCodesCarry(t *testing.T) {
	for _, free := range []int{0, 1} {
		b := newBench(t)
		o := b.expiring(1)
		var outcomes []Outcome
		for range allMarks(b, o) - free {
			outcomes = append(outcomes, b.generate(t, o))
		}
		h := holding(o, outcomes...)
		wantDone(t, b.Cancel(t.Context(), h, h.Codes))

		later := b.nextRun(t)
		later.Own(machineNo, h.Codes, h.Owner)
		h.Pending = later.unknown(t, o).Pending
		carried := expiriesOf(h.Codes)[h.Pending[0].ExpiresAt.Unix()]
		if carried != (free == 0) {
			t.Errorf("%d marks are free, and the request has the mark of a spent code: %t", free, carried)
		}
		b.vendor.ActLate()
		outcomes = b.nextRun(t).Resume(t.Context(), h)
		if made, ok := outcomes[0].(Made); !ok || len(made.Codes) != 1 {
			t.Errorf("got %s", texts(outcomes))
		}
	}
}

// Where most marks are carried, a list from before that leaves one code out makes its mark
// look free. The code's time of creation tells that it is another's.
func TestMarkThatOnlyLooksFree(t *testing.T) {
	for want, fault := range map[string]emulator.Fault{
		"unsettled late 2111":           {Kind: emulator.Reset},
		"unsettled confirmed late 2111": {ActAfterLists: 1000},
		"made 2168":                     {ActAfterLists: 3},
	} {
		b := newBench(t)
		o := b.expiring(1)
		b.useUpMarks(t, o)
		b.clock.Advance(2 * time.Minute)
		b.vendor.EditList("codes", func(_ emulator.Call, codes []any) []any {
			b.vendor.EditList("codes", nil)
			return codes[:len(codes)-1]
		})
		b.vendor.Fail("generate", 1, fault)
		wantOutcome(t, b.nextRun(t).Generate(t.Context(), "new", o, timeout), want)
	}
}
