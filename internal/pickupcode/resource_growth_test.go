package pickupcode_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
)

// A growth that did not settle is not tainted, and the next apply finishes it.
func TestAccPickupCodesResource_growthFinishedByTheNextApply(t *testing.T) {
	for name, tc := range map[string]struct {
		fault     emulator.Fault
		generated int
	}{
		"acts after the run": {late, 2},
		"never acts":         {emulator.Fault{Kind: emulator.Reset}, 3},
		"is refused":         {emulator.Fault{Kind: emulator.Answer, Code: 30004, Message: "no"}, 3},
	} {
		for kind, codes := range bothKinds {
			t.Run(name+" "+kind, func(t *testing.T) {
				w := acctest.NewWorkspace(t).Config(codes(2))
				w.Apply()
				first := only(t, w).Attributes.Codes
				w.Vendor.Fail("generate", 1, tc.fault)
				w.Config(codes(5)).FailApply()
				if grown := only(t, w); grown.tainted() || grown.Attributes.CodeCount != 2 {
					t.Errorf("in state: %+v", grown)
				}
				actLate(t, w)
				w.Apply()
				generated(t, w, tc.generated)
				balanced(t, w)
				grown := only(t, w)
				same(t, "codes", len(grown.ids()), 5)
				same(t, "codes from before", grown.Attributes.Codes[:2], first)
				w.Empty()
			})
		}
	}
}

// A request that was taken to have had no effect acts after all, when its codes have been
// generated again: its mark shows whose they are, and the next apply cancels the surplus.
func TestAccPickupCodesResource_growthTwice(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2))
	w.Apply()
	w.Vendor.Fail("generate", 1, late)
	w.Config(party(5)).FailApply()
	w.Apply()
	same(t, "codes", len(only(t, w).ids()), 5)
	actLate(t, w)
	w.Expect(w.Do("plan"), `Added 3 codes of an earlier request`, `Lowering code_count cancels 3 unused codes`)
	w.Apply()
	balanced(t, w)
	same(t, "codes", len(only(t, w).ids()), 5)
	w.Empty()
}

// Some codes of a growth appear: they are the resource's, and the rest is not sent for
// again where the server confirmed it.
func TestAccPickupCodesResource_growthInParts(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2))
	w.Apply()
	w.Vendor.EditList("codes", func(_ emulator.Call, elements []any) []any { return elements[max(0, len(elements)-4):] })
	w.Expect(w.Config(party(6)).FailApply(), `2 of 4 requested codes appeared`)
	same(t, "code_count", only(t, w).Attributes.CodeCount, 4)
	w.FailApply()
	generated(t, w, 2)
	w.Vendor.EditList("codes", nil)
	w.Apply()
	balanced(t, w)
	generated(t, w, 2)
	same(t, "codes", len(only(t, w).ids()), 6)
	w.Empty()
}

// Giving up the growth instead of finishing it leaves nothing behind.
func TestAccPickupCodesResource_growthGivenUp(t *testing.T) {
	for kind, codes := range bothKinds {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(2))
			w.Apply()
			w.Vendor.Fail("generate", 1, late)
			w.Config(codes(5)).FailApply()
			w.Config(codes(2))
			actLate(t, w)
			w.Apply()
			balanced(t, w)
			w.Empty()
		})
	}
}

// A growth that was pending once does not make errors of later plans warnings.
func TestAccPickupCodesResource_errorsAfterASettledGrowth(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2))
	w.Apply()
	w.Vendor.Fail("generate", 1, late)
	w.Config(party(3)).FailApply()
	actLate(t, w)
	w.Apply()
	w.Apply()
	balanced(t, w)
	w.Empty()
	w.Expect(w.Config(party(3)+colaCodes("more", "code_count = 1000")).Fail("plan"), `at most 50 at once`)
}

// importCommand is what an error prints for a person to paste.
var importCommand = regexp.MustCompile(`terraform import ADDRESS "([^"]*)"`)

// contested has somebody else generate a code of the resource's very kind whenever it asks.
func contested(w *acctest.Workspace) (stop func()) {
	var stopped atomic.Bool
	w.Vendor.Before("generate", func(c emulator.Call) {
		if !stopped.Load() {
			w.Vendor.Generate(acctest.Machine, acctest.Cola, 1, 6, c.Params["expired_at"])
		}
	})
	return func() { stopped.Store(true) }
}

// Someone else's codes appear at the same moment and carry the mark: none is claimed,
// none is cancelled, and the error names the ids and the way out, which works.
func TestAccPickupCodesResource_contested(t *testing.T) {
	for kind, codes := range bothKinds {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(2))
			contested(w)
			w.Expect(w.FailApply(), `Cannot identify this resource's codes`, `ids 2111, 2112, 2113`, `terraform state rm ADDRESS`, `terraform import ADDRESS "16327138/1323442/2111,2112,2113"`)
			w.Expect(w.FailApply("-destroy"), `Cannot identify this resource's codes`, `ids 2111, 2112, 2113`)
			if n := w.Vendor.Count()["cancel"]; n > 0 || len(w.Vendor.Live("")) != 3 {
				t.Errorf("%d were cancelled", n)
			}
			w.Do("state", "rm", address)
			w.Do("import", address, "16327138/1323442/2112,2113")
			w.Expect(w.Apply(), `0 added, \d changed, 0 destroyed`) // expired_at as configured
			w.Empty()
		})
	}
}

// The commands that the error of a contested growth prints keep the resource's own codes.
func TestAccPickupCodesResource_contestedGrowthImported(t *testing.T) {
	for kind, codes := range bothKinds {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(2))
			w.Apply()
			stop := contested(w)
			said := w.Config(codes(4)).FailApply()
			stop()
			match := importCommand.FindStringSubmatch(said)
			if match == nil {
				t.Fatalf("no command in:\n%s", said)
			}
			w.Do("state", "rm", address)
			out := w.Do("import", address, match[1])
			for _, own := range []string{"2111", "2112"} {
				if !slices.Contains(only(t, w).ids(), own) {
					t.Errorf("code %s, which the resource had, is in no state: %v\n%s", own, only(t, w).ids(), out)
				}
			}
			w.Expect(w.Config(codes(5)).Apply(), `0 added, \d changed, 0 destroyed`)
			w.Empty()
		})
	}
}

// Once somebody has cancelled the contested codes in the console, the growth goes on.
func TestAccPickupCodesResource_contestedGrowthCleared(t *testing.T) {
	for kind, codes := range bothKinds {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(2))
			w.Apply()
			stop := contested(w)
			w.Config(codes(4)).FailApply()
			w.Expect(w.FailApply(), `ids 2113, 2114, 2115`)
			stop()
			for _, id := range []string{"2113", "2114", "2115"} {
				w.Vendor.Cancel(acctest.Machine, id)
			}
			w.Apply()
			balanced(t, w)
			same(t, "codes", len(only(t, w).ids()), 4)
			w.Empty()
		})
	}
}

// Codes of another mark, or without one, are no contest.
func TestAccPickupCodesResource_amongOthers(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.Before("generate", func(emulator.Call) {
		w.Vendor.Generate(acctest.Machine, acctest.Cola, 2, 6, "2099-12-31 23:59:59")
		w.Vendor.Generate(acctest.Machine, acctest.Cola, 2, 6, "")
	})
	w.Config(party(2)).Apply()
	own := only(t, w).ids()
	same(t, "own codes", strings.Join(own, " "), "2115 2116")
	w.Config(party(3)).Apply()
	w.Empty()
	w.Destroy()
	same(t, "live codes of others", len(w.Vendor.Live("")), 8)
}

// Waiting for the turn of codes without expiry is not counted against the timeout.
func TestAccPickupCodesResource_growthWaitsForItsTurn(t *testing.T) {
	w := acctest.NewWorkspace(t)
	codes := func(n int) string {
		var body strings.Builder
		for i := range 4 {
			body.WriteString(colaCodes(fmt.Sprintf("party%d", i), fmt.Sprintf("code_count = %d", n), `timeouts = { update = "2500ms" }`))
		}
		return body.String()
	}
	w.Config(codes(1)).Apply()
	w.Vendor.Inject(func(call emulator.Call) *emulator.Fault {
		if call.Name == "generate" {
			return &emulator.Fault{Delay: time.Second}
		}
		return nil
	})
	w.Config(codes(2)).Apply()
	balanced(t, w)
	w.Empty()
}

// A refresh that finds more codes than were asked for takes the confirmation back in
// state: once somebody has cancelled them all, nothing is waited for.
func TestAccPickupCodesResource_growthContestedByARefresh(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(1))
	w.Apply()
	w.Vendor.Fail("generate", 1, emulator.Fault{ActAfterLists: 1000})
	w.Config(party(3)).FailApply()
	pending := only(t, w).Attributes.PendingRequests[0]
	at, err := time.Parse(time.RFC3339, pending.ExpiresAt)
	if err != nil || !pending.Confirmed {
		t.Fatalf("pending: %+v", pending)
	}
	made := w.Vendor.Generate(acctest.Machine, acctest.Cola, 1, 6, at.In(dingshang.China).Format(time.DateTime))
	w.Vendor.ActLate()
	w.Expect(w.Apply("-refresh-only"), `Cannot identify this resource's codes`)
	for _, code := range w.Vendor.Live("") {
		if code.ID >= made[0].ID {
			w.Vendor.Cancel(acctest.Machine, code.ID)
		}
	}
	w.Apply()
	same(t, "code_count", only(t, w).Attributes.CodeCount, 3)
	balanced(t, w)
}
