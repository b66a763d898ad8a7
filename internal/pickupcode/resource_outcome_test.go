package pickupcode_test

import (
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// These tests are about creations whose outcome is unknown. What holds for codes with
// and without an expiry is tested with both.
var bothKinds = map[string]func(n int, more ...string) string{"with expiry": party, "without expiry": lasting}

// late is a request that acts only after the run.
var late = emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000}

// The answer is lost and the server acted: the codes are found, and the run succeeds.
func TestAccPickupCodesResource_answerLost(t *testing.T) {
	for name, codes := range bothKinds {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(3))
			w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
			w.Apply()
			generated(t, w, 1)
			balanced(t, w)
			w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Garbage, Act: true})
			w.Config(codes(5)).Apply()
			generated(t, w, 2)
			balanced(t, w)
			w.Empty()
		})
	}
}

// The run ends before the server acts; the next one cancels what appeared and creates anew.
func TestAccPickupCodesResource_createHealedByTheNextApply(t *testing.T) {
	for name, fault := range map[string]emulator.Fault{
		"acts after the run": {Kind: emulator.Truncate, ActAfterLists: 1000},
		"never acts":         {Kind: emulator.HTML},
		"says it is done":    {ActAfterLists: 1000},
	} {
		for kind, codes := range bothKinds {
			t.Run(name+" "+kind, func(t *testing.T) {
				w := acctest.NewWorkspace(t).Config(codes(3))
				w.Vendor.Fail("generate", 1, fault)
				w.Expect(w.FailApply(), `Outcome unknown: 可乐 on 鼎商测试1号`, `recorded in state and not retried`, `tainted`, `terraform untaint`)
				generated(t, w, 1)
				created := only(t, w)
				if !created.tainted() || len(created.ids()) != 0 || created.Attributes.CodeCount != 0 || len(created.Attributes.PendingRequests) != 1 {
					t.Errorf("in state: %+v", created)
				}
				late := actLate(t, w)
				said := w.Apply()
				if late > 0 {
					w.Expect(said, `Added 3 codes of an earlier request`)
				}
				generated(t, w, 2)
				created = only(t, w)
				if created.tainted() || len(created.ids()) != 3 || len(created.Attributes.PendingRequests) != 0 {
					t.Errorf("in state: %+v", created)
				}
				balanced(t, w)
				w.Empty()
				w.Destroy()
				gone(t, w)
			})
		}
	}
}

// As many as appeared are the resource's, and all that appear later.
func TestAccPickupCodesResource_fewerThanAskedFor(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(5))
	w.Vendor.EditList("codes", func(_ emulator.Call, elements []any) []any { return elements[:min(len(elements), 2)] })
	w.Expect(w.FailApply(), `request for 5 codes\. The server confirmed it; 2 of 5 requested codes appeared`)
	same(t, "code_count", only(t, w).Attributes.CodeCount, 2)
	w.Vendor.EditList("codes", nil)
	w.Do("untaint", address)
	w.Expect(w.Apply(), `Added 3 codes of an earlier request`)
	balanced(t, w)
	generated(t, w, 1)
	w.Empty()
}

// The machine goes offline before the codes can be listed.
func TestAccPickupCodesResource_offlineAfterTheRequest(t *testing.T) {
	for name, codes := range bothKinds {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(3))
			w.Vendor.After("generate", func(emulator.Call) { w.Vendor.SetOnline(acctest.Machine, false) })
			w.Expect(w.FailApply(), `code 30002`, `recorded in state`)
			// Still offline: nothing is forgotten, nothing is sent.
			w.FailApply()
			generated(t, w, 1)
			w.Vendor.SetOnline(acctest.Machine, true)
			w.Expect(w.Do("plan"), `Added 3 codes of an earlier request`)
			w.Apply("-refresh-only")
			balanced(t, w)
			w.Do("untaint", address)
			w.Empty()
			generated(t, w, 1)
			w.Destroy()
			gone(t, w)
		})
	}
}

// terraform untaint keeps the codes of a creation that ended in an error.
func TestAccPickupCodesResource_untaint(t *testing.T) {
	for name, codes := range bothKinds {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(3))
			w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Hangup, ActAfterLists: 1000})
			w.FailApply()
			actLate(t, w)
			w.Do("untaint", address)
			w.Apply()
			generated(t, w, 1)
			same(t, "in state", only(t, w).ids(), []string{"2111", "2112", "2113"})
			same(t, "cancellations", w.Vendor.Count()["cancel"], 0)
			balanced(t, w)
			w.Empty()
		})
	}
}

// Untainted although nothing was generated: the next apply grows from no code to all.
func TestAccPickupCodesResource_untaintOfNothing(t *testing.T) {
	for name, codes := range bothKinds {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(3))
			w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Hangup})
			w.FailApply()
			w.Do("untaint", address)
			w.Apply()
			generated(t, w, 2)
			balanced(t, w)
			w.Empty()
		})
	}
}

// Neither a tainted creation nor what the server confirmed of it is forgotten by a run
// that does not refresh.
func TestAccPickupCodesResource_replacedWithoutRefresh(t *testing.T) {
	for name, codes := range bothKinds {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(3))
			w.Vendor.Fail("generate", 1, late)
			w.FailApply()
			actLate(t, w)
			said := w.Apply("-refresh=false")
			nothingLost(t, w, said)
			balanced(t, w)
			generated(t, w, 2)

			w = acctest.NewSibling(t).Config(codes(3))
			w.Vendor.HideNewCodes(10)
			w.FailApply()
			w.Vendor.HideNewCodes(0)
			for range 10 { // whatever ends the run, nothing is lost
				out, code := w.Run("apply", "-auto-approve", "-refresh=false")
				nothingLostOrPending(t, w, out)
				if code == 0 {
					break
				}
			}
			balanced(t, w)
			generated(t, w, 2)
			same(t, "codes", len(only(t, w).ids()), 3)
		})
	}
}

// Taint and -refresh=false on a resource with a pending growth.
func TestAccPickupCodesResource_taintedWithPendingGrowth(t *testing.T) {
	for name, codes := range bothKinds {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(2))
			w.Apply()
			w.Vendor.Fail("generate", 1, late)
			w.Config(codes(5)).FailApply()
			actLate(t, w)
			w.Do("taint", address)
			w.Apply("-refresh=false")
			balanced(t, w)
			same(t, "codes", len(only(t, w).ids()), 5)
			generated(t, w, 3)
		})
	}
}

// The refresh sees nothing yet, and the replacement of the tainted resource looks for
// the rest of settle_time: what appears then is cancelled too.
func TestAccPickupCodesResource_appearWhileReplacing(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3))
	w.Vendor.Fail("generate", 1, late)
	w.FailApply()
	w.Vendor.ResetCalls()
	w.Vendor.After("codes", func(emulator.Call) {
		if w.Vendor.Count()["codes"] == 2 { // the first was the refresh
			w.Vendor.ActLate()
		}
	})
	w.ConfigWith(`settle_time = "30s"`, party(3)).Apply()
	same(t, "calls", [2]int{w.Vendor.Count()["cancel"], w.Vendor.Count()["generate"]}, [2]int{3, 1})
	balanced(t, w)
}

// An unsettled request without expiry closes its product to others of its kind, which
// fail before sending; those with an expiry go on.
func TestAccPickupCodesResource_unsettledClosesItsProduct(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(colaCodes("a") + colaCodes("b") + colaCodes("c", expiry))
	w.Vendor.Inject(func(c emulator.Call) *emulator.Fault {
		if c.Name == "generate" && c.Params["expired_at"] == "" {
			return &emulator.Fault{Kind: emulator.Reset}
		}
		return nil
	})
	w.Expect(w.FailApply(), `Outcome unknown`, `No request was sent for this resource`, `dingshang_pickup_codes.c: Creation complete`)
	generated(t, w, 2)
	w.Vendor.Inject(nil)
	w.Apply()
	balanced(t, w)
	w.Empty()
}
