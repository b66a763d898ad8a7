package pickupcode_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// The numbers of codes are in no state and no plan file while store_codes is false.
func TestAccPickupCodesResource_storeCodes(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(colaCodes("party", "code_count = 2", "code_length = 10", "store_codes = false"))
	hidden := func(when string) {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(w.Dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		said := w.Do("show", "-json") + w.Do("show", "-json", "plan")
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			said += string(raw)
		}
		for _, code := range w.Vendor.Codes(acctest.Machine, "") {
			if strings.Contains(said, code.Code) {
				t.Errorf("%s: the number of code %s is in a file", when, code.ID)
			}
		}
	}
	apply := func() { savePlan(t, w); w.Apply("plan") }
	apply()
	hidden("after the creation")
	w.Config(colaCodes("party", "code_count = 4", "code_length = 10", "store_codes = false"))
	apply()
	hidden("after a growth")
	redeem(t, w, "2111")
	w.Empty()
	w.Config(colaCodes("party", "code_count = 3", "code_length = 10", "store_codes = false"))
	apply()
	hidden("after a shrink")
	same(t, "ids", texts(partyState(t, w)["code_ids"]), []string{"2112", "2113", "2114"})
	redeem(t, w, "2113")
	w.Apply()

	// Back in state: those that are still listed.
	w.Config(colaCodes("party", "code_count = 3", "code_length = 10"))
	text, _ := read(planText(t, w))
	w.Expect(strings.Join(text, "\n"), `~ codes               = \(sensitive value\)`, `~ store_codes         = false -> true`)
	w.Apply()
	got := numbers(partyState(t, w))
	for i, id := range []string{"2112", "", "2114"} {
		want := "<nil>"
		for _, code := range w.Vendor.Live("") {
			if code.ID == id {
				want = code.Code
			}
		}
		if got[i] != want {
			t.Errorf("the number of the code at %d is not the server's", i)
		}
	}
	w.Empty()
	w.Config(colaCodes("party", "code_count = 3", "code_length = 10", "store_codes = false")).Apply()
	same(t, "numbers", numbers(partyState(t, w)), []string{"<nil>", "<nil>", "<nil>"})
	w.Empty()
	w.Destroy()
	same(t, "live on the server", liveIDs(w), []string{})
}

// A code that was spent at the last refresh, and that is listed while numbers are filled
// in, has none: the plan said so.
func TestAccPickupCodesResource_storeCodesListedAgain(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2, "store_codes = false"))
	w.Apply()
	w.Vendor.Fail("codes", 1, emulator.Fault{Kind: emulator.Answer, Message: "ok"})
	w.Apply("-refresh-only")
	w.Config(party(2)).Apply("-refresh=false")
	same(t, "numbers", numbers(partyState(t, w)), []string{"<nil>", "<nil>"})
	w.Apply("-refresh-only")
	if slices.Contains(numbers(partyState(t, w)), "<nil>") {
		t.Error("the refresh does not fill in the numbers")
	}
}
