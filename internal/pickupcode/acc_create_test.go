package pickupcode_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Creating costs three calls, growing three, destroying one list and one call for each
// code that can still be redeemed.
func TestAccCallsOfTheMainFlow(t *testing.T) {
	w := newWorkspace(t).config(colaCodes("party", "code_count = 3"))
	count := func(want map[string]int) {
		t.Helper()
		got := w.vendor.Count()
		// The plan's look-ups, of which the test about sharing counts.
		delete(got, "machine")
		delete(got, "products")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("calls: %s", diff)
		}
		w.vendor.ResetCalls()
	}
	said := w.apply()
	w.expect(said, `machine_name += "鼎商测试1号"`, `product_name += "可乐"`)
	count(map[string]int{"codes": 2, "generate": 1})
	w.balanced()
	made := w.only().Attributes
	if made.UnusedCount != 3 || made.CodeCount != 3 || made.ID == "" || made.MachineName != "鼎商测试1号" {
		t.Errorf("%+v", made)
	}
	w.empty()
	count(map[string]int{"codes": 1})

	w.config(colaCodes("party", "code_count = 5")).apply("-refresh=false")
	count(map[string]int{"codes": 2, "generate": 1})
	w.balanced()
	if diff := cmp.Diff(made.Codes, w.only().Attributes.Codes[:3]); diff != "" {
		t.Errorf("growing changed the codes there were: %s", diff)
	}

	if err := w.vendor.Redeem(made.MachineNo, "", made.Codes[0].Code); err != nil {
		t.Fatal(err)
	}
	w.empty()
	w.apply("-refresh-only")
	w.vendor.ResetCalls()
	said = w.apply("-destroy", "-refresh=false")
	w.expect(said, `Destroying cancels 4 unused codes`)
	count(map[string]int{"codes": 1, "cancel": 4})
	w.balanced()
}
