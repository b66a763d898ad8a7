package issuance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// lost is a request whose answer never comes and that had no effect.
var lost = emulator.Fault{Kind: emulator.Reset}

// Somebody else generates codes at the same moment as a request for three with a mark,
// and as many as said, with the expiry that our order has, or with its very mark.
func TestStrangersAtTheSameMoment(t *testing.T) {
	for name, tc := range map[string]struct {
		lost      bool
		count     int
		length    int
		knowsMark bool
		want      string
	}{
		"same expiry and number":               {false, 3, 6, false, "made 2111,2112,2113"},
		"same expiry, fewer":                   {false, 1, 6, false, "made 2111,2112,2113"},
		"same expiry, ours lost":               {true, 3, 6, false, "unsettled altered 2111,2112,2113"},
		"same mark and number":                 {false, 3, 6, true, "contested 2111,2112,2113,2114,2115,2116"},
		"same mark, fewer":                     {false, 1, 6, true, "contested 2111,2112,2113,2114"},
		"same mark, another length":            {false, 3, 7, true, "made 2111,2112,2113"},
		"same mark, fewer, ours lost":          {true, 2, 6, true, "unsettled codes 2111,2112"}, // 1 in 57 at the same second
		"same mark, more, ours lost":           {true, 4, 6, true, "contested 2111,2112,2113,2114"},
		"same mark, another length, ours lost": {true, 3, 7, true, "unsettled altered 2111,2112,2113"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			o := b.expiring(3)
			if tc.lost {
				b.vendor.Fail("generate", 1, lost)
			}
			b.vendor.After("generate", func(call emulator.Call) {
				expires := o.ExpiresAt
				if tc.knowsMark {
					expires = sentMark(call)
				}
				b.stranger(tc.count, tc.length, expires)
			})
			outcome := b.generate(t, o)
			wantOutcome(t, outcome, tc.want)
			if len(b.vendor.CallsOf("cancel")) > 0 || b.sent() != 1 {
				t.Errorf("calls %v", b.vendor.Count())
			}
		})
	}
}

// The list shows a stranger's codes first, as many as ours, which it shows later.
func TestStrangersAreListedFirst(t *testing.T) {
	b := newBench(t)
	o := b.expiring(2)
	b.vendor.Before("generate", func(emulator.Call) {
		b.stranger(2, 6, o.ExpiresAt)
		b.clock.Advance(5 * time.Second)
		b.vendor.HideNewCodes(2)
	})
	wantOutcome(t, b.generate(t, o), "made 2113,2114")
}

// Two strangers' codes add up to what was asked for.
func TestTwoStrangersAddUp(t *testing.T) {
	b := newBench(t)
	o := b.expiring(3)
	b.vendor.Fail("generate", 1, lost)
	b.vendor.After("generate", func(emulator.Call) {
		b.stranger(2, 6, o.ExpiresAt)
		b.clock.Advance(5 * time.Second)
		b.stranger(1, 6, o.ExpiresAt)
	})
	wantOutcome(t, b.generate(t, o), "unsettled altered 2111,2112,2113")
}

// One code of ours is not listed yet, and one of a stranger's is.
func TestPartOursAndAStrangers(t *testing.T) {
	b := newBench(t)
	o := b.expiring(2)
	b.vendor.Before("generate", func(emulator.Call) { b.stranger(1, 6, o.ExpiresAt) })
	b.hideOnce("2113")
	wantOutcome(t, b.generate(t, o), "made 2112,2113")
}

// hideOnce leaves a code out of the first list that would show it.
func (b *bench) hideOnce(id string) {
	hidden := false
	b.vendor.EditList("codes", func(_ emulator.Call, elements []any) []any {
		return slices.DeleteFunc(elements, func(element any) bool {
			hides := !hidden && elementID(element) == id
			hidden = hidden || hides
			return hides
		})
	})
}

func elementID(element any) string { return fmt.Sprint(element.(map[string]any)["id"]) }

// A server that generates another number of codes than asked for.
func TestFewerAndSurplusCodes(t *testing.T) {
	for name, tc := range map[string]struct {
		makes int
		fault emulator.Fault
		want  string
	}{
		"fewer, confirmed":       {2, emulator.Fault{}, "unsettled confirmed codes 2111,2112"},
		"none, confirmed":        {0, emulator.Fault{}, "unsettled confirmed"},
		"more, confirmed":        {4, emulator.Fault{}, "contested 2111,2112,2113,2114"},
		"fewer, unknown outcome": {2, emulator.Fault{Kind: emulator.Reset, Act: true}, "unsettled codes 2111,2112"},
		"more, unknown outcome":  {4, emulator.Fault{Kind: emulator.Reset, Act: true}, "contested 2111,2112,2113,2114"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.vendor.EditGenerated(func(g *emulator.Generated) { g.Count = tc.makes })
			b.vendor.Fail("generate", 1, tc.fault)
			begin := b.clock.Now()
			outcome := b.generate(t, b.expiring(3))
			b.wantNothingLost(t, outcome, 1)
			wantOutcome(t, outcome, tc.want)
			waited := b.clock.Now().Sub(begin)
			if _, surplus := outcome.(Contested); surplus && waited > 0 || !surplus && waited < settleTime {
				t.Errorf("waited %s", waited)
			}
			if pendingOf(t, outcome).Confirmed && tc.makes > 3 {
				t.Error("a surplus cannot be attributed to the confirmation")
			}
		})
	}
}

// A server that changes what it is sent: the codes are named, and the request is kept.
func TestServerChangesTheRequest(t *testing.T) {
	shifted := func(by time.Duration) func(*emulator.Generated) {
		return func(g *emulator.Generated) {
			at, _ := time.Parse(time.DateTime, g.ExpiredAt)
			g.ExpiredAt = at.Add(by).Format(time.DateTime)
		}
	}
	for name, edit := range map[string]func(*emulator.Generated){
		"expiry in another zone": shifted(-8 * time.Hour),
		"expiry a day later":     shifted(24 * time.Hour),
		"seconds cut off":        func(g *emulator.Generated) { g.ExpiredAt = g.ExpiredAt[:len(g.ExpiredAt)-2] + "00" },
		"no expiry":              func(g *emulator.Generated) { g.ExpiredAt = "" },
		"another length":         func(g *emulator.Generated) { g.Length = 8 },
		"both":                   func(g *emulator.Generated) { g.ExpiredAt, g.Length = "", 8 },
	} {
		for fault, want := range map[emulator.FaultKind]string{
			emulator.None:   "unsettled confirmed altered 2111,2112",
			emulator.Reset:  "unsettled altered 2111,2112",
			emulator.Hangup: "unsettled altered 2111,2112",
		} {
			t.Run(name+", "+fault.String(), func(t *testing.T) {
				b := newBench(t)
				b.vendor.EditGenerated(edit)
				b.vendor.Fail("generate", 1, emulator.Fault{Kind: fault, Act: true})
				o := b.expiring(2)
				o.ExpiresAt = o.ExpiresAt.Add(24 * time.Hour)
				outcome := b.generate(t, o)
				b.wantNothingLost(t, outcome, 1)
				wantOutcome(t, outcome, want)
			})
		}
	}
}

// A list that repeats one code and leaves out another does not hold two codes.
func TestListRepeatsACode(t *testing.T) {
	b := newBench(t)
	lists := 0
	b.vendor.EditList("codes", func(_ emulator.Call, elements []any) []any {
		if lists++; lists == 2 {
			return []any{elements[0], elements[0]}
		}
		return elements
	})
	wantOutcome(t, b.generate(t, b.expiring(2)), "made 2111,2112")
}

// A stale list from before, which shows no codes, does not make the old ones new.
func TestListFromBeforeIsWronglyEmpty(t *testing.T) {
	b := newBench(t)
	o := b.expiring(2)
	b.stranger(2, 6, o.ExpiresAt)
	b.vendor.Fail("codes", 1, emulator.Fault{Kind: emulator.Answer, Message: "ok"})
	wantOutcome(t, b.generate(t, o), "made 2113,2114")
}

// Codes that are there and cannot be read are named, older ones are not.
func TestCodesThatCannotBeRead(t *testing.T) {
	b := newBench(t)
	b.stranger(1, 6, time.Time{})
	b.vendor.EditList("codes", func(_ emulator.Call, elements []any) []any {
		for _, element := range elements {
			if elementID(element) != "2113" {
				element.(map[string]any)["expired_at"] = "soon"
			}
		}
		return elements
	})
	outcome := b.generate(t, b.expiring(2))
	wantOutcome(t, outcome, "unsettled confirmed codes 2113")
	if u, ok := outcome.(Unsettled); !ok || len(u.Unreadable) != 1 || !strings.Contains(u.Unreadable[0], "2112") {
		t.Errorf("got %+v", outcome)
	}
}
