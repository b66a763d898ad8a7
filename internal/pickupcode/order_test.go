package pickupcode

import (
	"slices"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
)

// staleEmptyList is a list from before anything was made.
var staleEmptyList = emulator.Fault{Kind: emulator.Answer, Message: "ok"}

// A later run tells codes made when the request was sent from codes made since, in
// whatever zone the server writes.
func TestSameMoment(t *testing.T) {
	sent := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	o := order{StartedAt: sent, SentAt: sent.Add(2 * time.Second)}
	for name, tc := range map[string]struct {
		createdAt string
		then      bool
	}{
		"in UTC":                       {"2026-11-23 08:00:01", true},
		"in the vendor's zone":         {"2026-11-23 16:00:01", true},
		"in a zone of half an hour":    {"2026-11-23 13:30:01", true},
		"far west":                     {"2026-11-22 20:00:01", true},
		"at the end of the time":       {"2026-11-23 16:00:32", true},
		"by a clock somewhat behind":   {"2026-11-23 15:59:05", true},
		"a minute after the time":      {"2026-11-23 16:01:40", false},
		"ten minutes before":           {"2026-11-23 15:50:00", false},
		"a day after":                  {"2026-11-24 16:00:01", false},
		"at a time that is unreadable": {"just now", true},
	} {
		t.Run(name, func(t *testing.T) {
			then, later := o.sameMoment([]dingshang.PickupCode{{ID: "1", CreatedAt: tc.createdAt}}, 30*time.Second)
			if tc.then != (len(then) == 1) || tc.then == (len(later) == 1) {
				t.Errorf("then %v, later %v", idsOf(then), idsOf(later))
			}
		})
	}
}

// What a resource has is there before and never a candidate, whatever the list shows.
func TestOwnCodesAreNotMadeAgain(t *testing.T) {
	b := newBench(t, nil)
	first := b.issue(t.Context(), b.order(2), 0)
	if first.err != nil {
		t.Fatal(first.err)
	}
	b.vendor.Fail("codes", 1, staleEmptyList)
	b.vendor.HideNewCodes(1)
	second := b.issue(t.Context(), b.order(2), 0)
	if second.err != nil || len(second.codes) != 2 {
		t.Fatalf("%+v", second)
	}
	for _, code := range second.codes {
		if slices.Contains(idsOf(first.codes), code.ID) {
			t.Errorf("code %s was made before", code.ID)
		}
	}
}
