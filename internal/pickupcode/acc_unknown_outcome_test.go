package pickupcode_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func (w *workspace) generated(want int) {
	w.t.Helper()
	if got := w.vendor.Count()["generate"]; got != want {
		w.t.Errorf("the generating call was made %d times instead of %d", got, want)
	}
}

// The answer is lost and the server acted: the codes are found, and the run succeeds.
func TestAccAnswerLost(t *testing.T) {
	w := newWorkspace(t).config(party(3))
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
	w.apply()
	w.generated(1)
	w.balanced()
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Garbage, Act: true})
	w.config(party(5)).apply()
	w.generated(2)
	w.balanced()
	w.empty()
}

// The run ends before the server acts; the next one cancels what appeared and makes anew.
func TestAccCreateHealedByTheNextApply(t *testing.T) {
	for name, fault := range map[string]emulator.Fault{
		"acts after the run": {Kind: emulator.Truncate, ActAfterLists: 1000},
		"never acts":         {Kind: emulator.HTML},
		"says it is done":    {ActAfterLists: 1000},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t).config(party(3))
			w.vendor.Fail("generate", 1, fault)
			w.expect(w.failApply(), `did not settle`, `was not sent again`, `tainted`, `untaint`)
			w.generated(1)
			if made := w.only(); made.Status != "tainted" || len(made.ids()) != 0 || made.Attributes.CodeCount != 0 {
				t.Errorf("the state holds %+v", made)
			}
			late := w.vendor.ActLate()
			said := w.apply()
			if late > 0 {
				w.expect(said, `Adopted 3 codes`)
			}
			w.generated(2)
			if made := w.only(); made.Status == "tainted" || len(made.ids()) != 3 {
				t.Errorf("the state holds %+v", made)
			}
			w.balanced()
			w.empty()
			w.destroy()
			w.balanced()
		})
	}
}

// The machine goes offline before the codes can be listed.
func TestAccMachineOfflineAfterTheRequest(t *testing.T) {
	w := newWorkspace(t).config(party(3))
	w.vendor.After("generate", func(emulator.Call) { w.vendor.SetOnline(acctest.Machine, false) })
	w.expect(w.failApply(), `code 30002`, `is saved`)
	// Still offline: nothing is forgotten, nothing is sent.
	w.failApply()
	w.generated(1)
	w.vendor.SetOnline(acctest.Machine, true)
	w.vendor.After("generate", func(emulator.Call) {})
	w.expect(w.do("plan", "-no-color"), `Adopted 3 codes`)
	w.do("apply", "-refresh-only", "-auto-approve", "-no-color")
	w.balanced()
	w.do("untaint", "dingshang_pickup_codes.party")
	w.empty()
	w.generated(1)
	w.destroy()
	w.balanced()
}

// terraform untaint keeps the codes of a creation that ended in an error.
func TestAccUntaint(t *testing.T) {
	w := newWorkspace(t).config(party(3))
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Hangup, ActAfterLists: 1000})
	w.failApply()
	w.vendor.ActLate()
	made := liveIDs(w.vendor)
	w.do("untaint", "dingshang_pickup_codes.party")
	w.apply()
	w.generated(1)
	if diff := cmp.Diff(made, w.only().ids()); diff != "" || w.vendor.Count()["cancel"] > 0 {
		t.Error(diff)
	}
	w.balanced()
	w.empty()
}

// Untainted although nothing was made: the next apply grows from no code to all.
func TestAccUntaintOfNothing(t *testing.T) {
	w := newWorkspace(t).config(party(3))
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Hangup})
	w.failApply()
	w.do("untaint", "dingshang_pickup_codes.party")
	w.apply()
	w.generated(2)
	w.balanced()
	w.empty()
}

// A growth that did not settle is not tainted, and the next apply finishes it.
func TestAccGrowthFinishedByTheNextApply(t *testing.T) {
	for name, tc := range map[string]struct {
		fault     emulator.Fault
		generated int
	}{
		"acts after the run": {emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000}, 2},
		"never acts":         {emulator.Fault{Kind: emulator.Reset}, 3},
		"is refused":         {emulator.Fault{Kind: emulator.Answer, Code: 30004, Message: "no"}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t).config(party(2))
			w.apply()
			first := w.only().Attributes.Codes
			w.vendor.Fail("generate", 1, tc.fault)
			w.config(party(5)).failApply()
			if made := w.only(); made.Status == "tainted" || made.Attributes.CodeCount != 2 {
				t.Errorf("the state holds %+v", made)
			}
			w.vendor.ActLate()
			w.apply()
			w.generated(tc.generated)
			w.balanced()
			if diff := cmp.Diff(first, w.only().Attributes.Codes[:2]); diff != "" || len(w.only().ids()) != 5 {
				t.Errorf("%d codes, %s", len(w.only().ids()), diff)
			}
			w.empty()
		})
	}
}

// Giving up the growth instead of finishing it leaves nothing behind.
func TestAccGrowthGivenUp(t *testing.T) {
	w := newWorkspace(t).config(party(2))
	w.apply()
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
	w.config(party(5)).failApply()
	w.vendor.ActLate()
	w.config(party(2)).apply()
	w.balanced()
	w.empty()
}

// Destroying an unsettled creation looks for what it made.
func TestAccDestroyOfAnUnsettledCreation(t *testing.T) {
	for name, tc := range map[string]struct {
		fault emulator.Fault
		late  bool
	}{
		"nothing appeared": {emulator.Fault{Kind: emulator.Reset}, false},
		"codes appeared":   {emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000}, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t).config(party(3, "skip_destroy = true"))
			w.vendor.Fail("generate", 1, tc.fault)
			w.failApply()
			if tc.late {
				w.vendor.ActLate()
			}
			w.destroy()
			w.balanced()
			if len(w.instances()) > 0 {
				t.Error("the state is not empty")
			}
		})
	}
}

// A run without a refresh has no notes on the creation: codes that may be its stop it,
// and since Terraform drops the notes then, the error names a way out that works.
func TestAccDestroyWithoutRefreshOfAnUnsettledCreation(t *testing.T) {
	w := newWorkspace(t).config(party(3))
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
	w.failApply()
	w.vendor.ActLate()
	for _, arguments := range [][]string{{"-refresh=false"}, nil} {
		said := w.fail(append([]string{"apply", "-auto-approve", "-no-color"}, arguments...)...)
		w.expect(said, `Refresh needed before destroying`, `state rm`, `terraform import ADDRESS '16327138/1323442/2111,2112,2113'`)
		if len(w.vendor.Live("")) != 3 || w.only().Status != "tainted" {
			t.Errorf("live %v, state %v", liveIDs(w.vendor), w.instances())
		}
	}
	w.do("state", "rm", "dingshang_pickup_codes.party")
	w.do("import", "-no-color", "dingshang_pickup_codes.party", "16327138/1323442/2111,2112,2113")
	w.empty()
	w.balanced()
}

// Someone else's codes appear at the same moment: none is claimed, none is cancelled,
// and the error names the ids and the way out, which works.
func TestAccContested(t *testing.T) {
	w := newWorkspace(t).config(party(2))
	w.vendor.Before("generate", func(emulator.Call) { w.vendor.Generate(acctest.Machine, acctest.Cola, 1, 6, "") })
	w.expect(w.failApply(), `cannot be told apart`, `ids 2111, 2112, 2113`, `terraform state rm`, `terraform import ADDRESS '16327138/1323442/2111,2112,2113'`)
	w.expect(w.fail("apply", "-destroy", "-auto-approve", "-no-color"), `cannot be told apart`, `ids 2111, 2112, 2113`)
	if n := w.vendor.Count()["cancel"]; n > 0 || len(w.vendor.Live("")) != 3 {
		t.Errorf("%d were cancelled", n)
	}
	w.do("state", "rm", "dingshang_pickup_codes.party")
	w.do("import", "-no-color", "dingshang_pickup_codes.party", "16327138/1323442/2112,2113")
	w.empty()
}

// An unsettled request closes its place: a later resource there fails before sending.
func TestAccUnsettledClosesItsPlace(t *testing.T) {
	w := newWorkspace(t).config(colaCodes("a") + colaCodes("b", "depends_on = [terraform_data.after]") +
		"resource \"terraform_data\" \"after\" {}\n" + colaCodes("c"))
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset})
	w.expect(w.failApply(), `did not settle`, `Nothing was sent for this resource`)
	w.generated(1)
	w.apply()
	w.balanced()
}

// The refresh sees nothing yet, and the replacement of the tainted resource looks for
// the rest of settle_time: what appears then is cancelled too.
func TestAccCodesAppearWhileReplacing(t *testing.T) {
	w := newWorkspace(t).config(party(3))
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
	w.failApply()
	w.vendor.ResetCalls()
	w.vendor.After("codes", func(emulator.Call) {
		if w.vendor.Count()["codes"] == 2 { // the first was the refresh
			w.vendor.ActLate()
		}
	})
	w.wholeConfig(w.fixture.ProviderConfig(`settle_time = "30s"`) + party(3)).apply()
	if n := w.vendor.Count(); n["cancel"] != 3 || n["generate"] != 1 {
		t.Errorf("calls %v", n)
	}
	w.balanced()
}
