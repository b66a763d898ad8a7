package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
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

// The instant reaches the API as GMT+8 whatever its spelling, and another spelling of
// it is no change.
func TestAccSpellingsOfAnInstant(t *testing.T) {
	w := newWorkspace(t)
	first := `expired_at = "2099-12-31T10:29:59-05:30"`
	w.config(colaCodes("party", first, "code_length = 8")).apply()
	sent := w.vendor.CallsOf("generate")[0].Params
	if sent["expired_at"] != "2099-12-31 23:59:59" || sent["code_length"] != "8" || sent["count"] != "1" {
		t.Errorf("sent %v", sent)
	}
	if _, ok := sent["quantity"]; ok {
		t.Error("quantity is sent although it is not set")
	}
	code := w.vendor.Live("")[0]
	if len(code.Code) != 8 || code.ExpiredAt != "2099-12-31 23:59:59" {
		t.Errorf("made a code of %d digits, expiring %s", len(code.Code), code.ExpiredAt)
	}
	for _, spelling := range []string{"2099-12-31T15:59:59Z", "2099-12-31 23:59:59", "2099-12-31T23:59:59+08:00"} {
		w.config(colaCodes("party", fmt.Sprintf("expired_at = %q", spelling), "code_length = 8"))
		w.expect(w.empty(), "No changes")
	}
	if got := w.only().Attributes.ExpiredAt; got != "2099-12-31T10:29:59-05:30" {
		t.Errorf("the state spells it %s", got)
	}
	w.config(colaCodes("party", `expired_at = "2099-12-31T15:59:58Z"`, "code_length = 8"))
	w.expect(w.do("plan", "-no-color"), `expired_at += .* # forces replacement`)
}

func everyProduct(machine string) string {
	return codesResource(fmt.Sprintf("machine_no = %q", machine), "all_products = true")
}

// Two cabinets, 17 products, one of them sold out.
func TestAccEveryProduct(t *testing.T) {
	w := newWorkspace(t).config(everyProduct(acctest.Machine))
	w.expect(w.apply(), `product_name\s+\(known|machine_name += "鼎商测试1号"`)
	w.balanced()
	made := w.only()
	if len(made.ids()) != 16 || made.Attributes.ProductName != "" || made.Attributes.CodeCount != 0 {
		t.Errorf("%d codes, %+v", len(made.ids()), made.Attributes)
	}
	if n := w.vendor.Count(); n["generate_all"] != 1 || n["generate"] != 0 {
		t.Errorf("calls %v", n)
	}
	// What is added to the machine later is no drift.
	w.vendor.AddProduct(acctest.Machine, emulator.Product{ID: "1323499", Name: "橙汁", Channel: emulator.Channel{CabinetName: "B"}, CurrentInventory: 5, Inventory: 5})
	w.vendor.SetInventory(acctest.Machine, acctest.GreenTea, 5, 20)
	w.empty()
	w.config(codesResource(`machine_no = "16327138"`, "all_products = true", "skip_destroy = true")).apply()
	w.config(everyProduct(acctest.Machine)).apply()
	w.balanced()
	w.vendor.ResetCalls()
	w.expect(w.destroy(), `Destroying cancels 16 unused codes`)
	w.balanced()
	if n := w.vendor.Count()["cancel"]; n != 16 {
		t.Errorf("%d codes were cancelled", n)
	}
}

func TestAccEveryProductOneCodePerItem(t *testing.T) {
	w := newWorkspace(t, func(c *emulator.Config) {
		c.CodesPerProduct = func(p emulator.Product) int { return p.CurrentInventory }
	}).config(everyProduct(acctest.Machine))
	w.apply()
	w.balanced()
	w.empty()
	w.destroy()
	w.balanced()
}

// Between the two lists someone else makes codes of the same kind on the machine.
func TestAccEveryProductAmongOthers(t *testing.T) {
	w := newWorkspace(t).config(everyProduct(acctest.Machine))
	w.vendor.Before("generate_all", func(emulator.Call) { w.vendor.Generate(acctest.Machine, acctest.Cola, 3, 6, "") })
	said := w.failApply()
	w.expect(said, `cannot be told apart|did not settle`)
	if n := w.vendor.Count()["cancel"]; n > 0 || len(w.vendor.Live("")) != 19 {
		t.Errorf("%d cancelled, %d live", n, len(w.vendor.Live("")))
	}
	for _, i := range w.instances() {
		if len(i.ids()) > 0 {
			t.Errorf("claimed %v", i.ids())
		}
	}
}

func TestAccQuantity(t *testing.T) {
	w := newWorkspace(t).config(colaCodes("party", "quantity = 2"))
	w.expect(w.apply(), `quantity = 2 for .*The vendor reserves quantity.*1 item`)
	if sent := w.vendor.CallsOf("generate")[0].Params["quantity"]; sent != "2" {
		t.Errorf("sent quantity %q", sent)
	}
	w.empty()

	w = newSibling(t, func(c *emulator.Config) { c.KeepQuantity = true }).config(colaCodes("party", "quantity = 2"))
	if said := w.apply(); strings.Contains(said, "reserves quantity") {
		t.Errorf("a warning without cause:\n%s", said)
	}
	w.empty()
}

// The names are of the time of creation; a machine that is renamed is no drift.
func TestAccNamesStay(t *testing.T) {
	w := newWorkspace(t).config(colaCodes("party"))
	w.apply()
	p, _ := w.vendor.Product(acctest.Machine, acctest.Cola)
	p.Name = "可乐（新）"
	w.vendor.AddProduct(acctest.Machine, p)
	w.empty()
	w.config(colaCodes("party", "code_count = 2")).apply()
	if got := w.only().Attributes.ProductName; got != "可乐" {
		t.Errorf("product_name is now %s", got)
	}
	w.balanced()
}

func TestAccTimeouts(t *testing.T) {
	w := newWorkspace(t).config(colaCodes("party", `timeouts = { create = "20s", update = "20s", delete = "20s" }`))
	w.apply()
	made := w.only().ids()
	w.config(colaCodes("party", `timeouts = { create = "30s" }`)).apply()
	w.config(colaCodes("party")).apply()
	if diff := cmp.Diff(made, w.only().ids()); diff != "" {
		t.Errorf("timeouts replaced the codes: %s", diff)
	}

	// A server that only ever asks to wait runs into the time of the creation.
	w = newSibling(t).config(colaCodes("party", `timeouts = { create = "2s" }`))
	w.vendor.Fail("generate", 1000, emulator.Fault{Kind: emulator.Status, Status: 429})
	w.expect(w.failApply(), `HTTP status 429.*did not reach the application: no code was made`)
	if len(w.instances()) > 0 {
		t.Error("something is in the state")
	}
}
