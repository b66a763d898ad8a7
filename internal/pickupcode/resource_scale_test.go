package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// Codes that customers used, and codes that somebody cancelled, are no drift.
func TestAccPickupCodesResource_redeemed(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(4))
	w.Apply()
	first := only(t, w).ids()
	redeem(t, w, first[0])
	redeem(t, w, first[1])
	w.Vendor.Cancel(acctest.Machine, first[2])
	w.Empty()
	w.Apply()
	spent := only(t, w)
	same(t, "statuses", spent.statuses(), "USED_OR_CANCELLED USED_OR_CANCELLED USED_OR_CANCELLED UNUSED")
	if spent.Attributes.UnusedCount != 1 || spent.Attributes.CodeCount != 4 {
		t.Errorf("%+v", spent.Attributes)
	}
	generated(t, w, 1)
	balanced(t, w)

	// Growing counts all codes, spent ones too.
	w.Config(party(5)).Apply()
	same(t, "codes ever generated", len(w.Vendor.Codes("", "")), 5)
	balanced(t, w)
	first = only(t, w).ids()

	// Spent codes go first, lowest id first. Nobody is warned about them.
	w.Vendor.ResetCalls()
	if said := w.Config(party(3)).Apply(); strings.Contains(said, "Lowering code_count cancels") {
		t.Errorf("a warning although no unused code goes:\n%s", said)
	}
	same(t, "codes left", only(t, w).ids(), first[2:])
	balanced(t, w)

	// Then the newest unused ones are cancelled, of which the plan warns.
	w.Expect(w.Config(party(1)).Apply(), `Lowering code_count cancels 1 unused code: .*Spent codes go first \(1\)\. The newest unused codes are cancelled: id `+first[4])
	same(t, "codes left", only(t, w).ids(), first[3:4])
	balanced(t, w)
	w.Empty()
}

// A list that lags shows neither that codes are there nor that they are gone.
func TestAccPickupCodesResource_laggingLists(t *testing.T) {
	for _, body := range []func(int, ...string) string{party, lasting} {
		w := acctest.NewWorkspaceAt(t, acctest.Start(t))
		acctest.FindCLI(t)
		w.Vendor.HideNewCodes(2)
		w.Config(body(3)).Apply()
		balanced(t, w)
		w.Vendor.KeepGoneCodes(2)
		redeem(t, w, only(t, w).ids()[0])
		w.Empty()
		w.Config(body(1)).Apply()
		w.Vendor.KeepGoneCodes(0)
		w.Apply()
		w.Apply("-refresh-only")
		balanced(t, w)
		// Codes that no list has shown yet are added by a later run.
		w.Vendor.HideNewCodes(8)
		w.Config(body(3)).FailApply()
		w.Vendor.HideNewCodes(0)
		for range 8 {
			w.Do("plan")
		}
		w.Apply()
		balanced(t, w)
		generated(t, w, 2)
		w.Destroy()
		gone(t, w)
	}
}

// Lists that show no code although they are alive make nobody forget one.
func TestAccPickupCodesResource_staleLists(t *testing.T) {
	empty := emulator.Fault{Kind: emulator.Answer, Message: "ok"}
	w := acctest.NewWorkspace(t).Config(party(4))
	w.Apply()
	w.Vendor.Fail("codes", 2, empty)
	w.Config(party(1)).Apply()
	w.Apply("-refresh-only")
	balanced(t, w)

	w = acctest.NewSibling(t).Config(party(3))
	w.Apply()
	w.Vendor.Fail("codes", 2, empty) // for the refresh and for the destroy
	w.Destroy()
	gone(t, w)

	// The list from before shows no code of the resource that is there, and the list
	// afterwards not yet those that were generated.
	w = acctest.NewSibling(t).Config(party(2))
	w.Apply()
	first := true
	w.Vendor.Before("generate", func(emulator.Call) { w.Vendor.HideNewCodes(1) })
	w.Vendor.EditList("codes", func(_ emulator.Call, elements []any) []any {
		if first {
			first = false
			return []any{}
		}
		return elements
	})
	said := w.Config(party(2) + colaCodes("more", "code_count = 2", expiry)).Apply("-refresh=false")
	nothingLost(t, w, said)
	balanced(t, w)
}

func TestAccPickupCodesResource_shrinkFailsHalfWay(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(5))
	w.Apply()
	created := only(t, w).ids()
	w.Vendor.Inject(func(c emulator.Call) *emulator.Fault {
		if c.Name == "cancel" && c.Params["id"] == created[4] {
			return &emulator.Fault{Kind: emulator.Answer, Code: 30004, Message: "机器不在运营"}
		}
		return nil
	})
	w.Expect(w.Config(party(2)).FailApply(), `cancel .*id `+created[4]+`.*code 30004.*Only this code remains in state|Only these codes remain`)
	same(t, "in state", only(t, w).ids(), []string{created[0], created[1], created[4]})
	same(t, "code_count", only(t, w).Attributes.CodeCount, 3)
	balanced(t, w)
	w.FailApply("-destroy")
	balanced(t, w)
	same(t, "in state", only(t, w).ids(), created[4:])
	w.Vendor.Inject(nil)
	w.Destroy()
	gone(t, w)
}

// Somebody else cancels or uses what the destroy wants to cancel, between its list and
// its calls.
func TestAccPickupCodesResource_goneAlreadyIsDone(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3))
	w.Apply()
	created := only(t, w)
	w.Vendor.After("codes", func(emulator.Call) {
		w.Vendor.Cancel(acctest.Machine, created.ids()[0])
		_ = w.Vendor.Redeem(acctest.Machine, "", created.Attributes.Codes[1].Code)
	})
	w.Apply("-destroy", "-refresh=false")
	gone(t, w)
}

// A code that is listed under an id of ours with another number is somebody else's.
func TestAccPickupCodesResource_otherCodeUnderItsID(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3))
	w.Apply()
	created := only(t, w)
	other := func(_ emulator.Call, elements []any) []any {
		for _, element := range elements {
			if code, ok := element.(map[string]any); ok && fmt.Sprint(code["id"]) == created.ids()[1] {
				code["code"] = "000000"
			}
		}
		return elements
	}
	w.Vendor.EditList("codes", other)
	w.Expect(w.Empty(), `Other codes listed under known ids: .*id `+created.ids()[1])
	same(t, "in state", only(t, w).Attributes.Codes, created.Attributes.Codes)
	w.Expect(w.Destroy(), `Other codes listed under known ids: .*id `+created.ids()[1]+`.*will not be cancelled`)
	same(t, "live", liveIDs(w), created.ids()[1:2])
}
