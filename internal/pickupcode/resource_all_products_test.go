package pickupcode_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// Two cabinets, 17 products, one of them sold out.
func TestAccPickupCodesResource_allProducts(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(everyProduct(acctest.Machine, expiry))
	w.Expect(w.Apply(), `Warning: Codes for 17 products, \d+ items in stock: all products on 鼎商测试1号`)
	balanced(t, w)
	created := only(t, w)
	perProduct := created.Attributes.CodesPerProduct
	if len(created.ids()) != 16 || len(perProduct) != 16 || perProduct[acctest.Cola] != 1 || created.Attributes.ProductName != "" || created.Attributes.CodeCount != 0 {
		t.Errorf("%d codes, %+v", len(created.ids()), created.Attributes)
	}
	if n := w.Vendor.Count(); n["generate_all"] != 1 || n["generate"] != 0 {
		t.Errorf("calls %v", n)
	}
	// What is added to the machine later is no drift.
	w.Vendor.AddProduct(acctest.Machine, emulator.Product{ID: "1323499", Name: "橙汁", Channel: emulator.Channel{CabinetName: "B"}, CurrentInventory: 5, Inventory: 5})
	w.Vendor.SetInventory(acctest.Machine, acctest.GreenTea, 5, 20)
	w.Empty()
	w.Config(everyProduct(acctest.Machine, expiry, "skip_destroy = true")).Apply()
	w.Config(everyProduct(acctest.Machine, expiry)).Apply()
	balanced(t, w)
	w.Vendor.ResetCalls()
	w.Expect(w.Destroy(), `Destroying cancels 16 unused codes`)
	gone(t, w)
	same(t, "cancellations", w.Vendor.Count()["cancel"], 16)
}

func TestAccPickupCodesResource_allProductsOneCodePerItem(t *testing.T) {
	w := acctest.NewWorkspace(t, func(c *emulator.Config) {
		c.CodesPerProduct = func(p emulator.Product) int { return p.CurrentInventory }
	})
	for _, body := range []string{everyProduct(acctest.Machine, expiry), everyProduct(acctest.Machine)} {
		w.Config(body).Apply()
		balanced(t, w)
		same(t, "codes of one product", only(t, w).Attributes.CodesPerProduct[acctest.Cola], 30)
		w.Empty()
		w.Destroy()
		gone(t, w)
	}
}

// Between the two lists someone else generates codes on the machine. The mark tells
// them apart; without an expiry they cannot be.
func TestAccPickupCodesResource_allProductsAmongOthers(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.Before("generate_all", func(emulator.Call) {
		w.Vendor.Generate(acctest.Machine, acctest.Cola, 3, 6, "2099-12-31 23:59:59")
		w.Vendor.Generate(acctest.Machine, acctest.Cola, 3, 6, "")
	})
	w.Config(everyProduct(acctest.Machine, expiry)).Apply()
	same(t, "codes per product", only(t, w).Attributes.CodesPerProduct[acctest.Cola], 1)
	same(t, "live codes", len(w.Vendor.Live("")), 22)
	w.Destroy()
	same(t, "live codes of others", len(w.Vendor.Live("")), 6)

	w = acctest.NewSibling(t)
	w.Vendor.Before("generate_all", func(emulator.Call) { w.Vendor.Generate(acctest.Machine, acctest.Cola, 3, 6, "") })
	said := w.Config(everyProduct(acctest.Machine)).FailApply()
	w.Expect(said, `Outcome unknown|Cannot identify`)
	if n := w.Vendor.Count()["cancel"]; n > 0 || len(w.Vendor.Live("")) != 19 {
		t.Errorf("%d cancelled, %d live", n, len(w.Vendor.Live("")))
	}
	same(t, "claimed", only(t, w).ids(), []string{})
	nothingLost(t, w, said)
}

// Nothing was generated and the resource is untainted: there is no count to raise, so
// the plan must ask again.
func TestAccPickupCodesResource_allProductsUntaintedWithNothing(t *testing.T) {
	for _, body := range []string{everyProduct(acctest.Machine, expiry), everyProduct(acctest.Machine)} {
		w := acctest.NewWorkspaceAt(t, acctest.Start(t)).Config(body)
		acctest.FindCLI(t)
		w.Vendor.Fail("generate_all", 1, emulator.Fault{Kind: emulator.Hangup})
		w.FailApply()
		w.Do("untaint", address)
		if said, code := w.Run("plan", "-detailed-exitcode"); code != 2 {
			t.Errorf("exit code %d, and no code was ever generated:\n%s", code, said)
		}
		w.Apply()
		balanced(t, w)
		same(t, "codes", len(only(t, w).ids()), 16)
		w.Empty()
	}
}

// Codes of all products that appear late, some of them on a product that was added since.
func TestAccPickupCodesResource_allProductsLate(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(everyProduct(acctest.Machine, expiry))
	w.Vendor.Fail("generate_all", 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
	w.FailApply()
	w.Vendor.AddProduct(acctest.Machine, emulator.Product{ID: "1323499", Name: "橙汁", Channel: emulator.Channel{CabinetName: "B"}, CurrentInventory: 5, Inventory: 5})
	actLate(t, w)
	w.Do("untaint", address)
	w.Expect(w.Apply("-refresh-only"), `Added 17 codes of an earlier request`)
	balanced(t, w)
	w.Apply()
	balanced(t, w)
	w.Empty()
	same(t, "generating calls", w.Vendor.Count()["generate_all"], 1)
	w.Config(everyProduct(acctest.Machine, expiry)).Destroy()
	gone(t, w)
}

// A machine whose server names no cabinets, as before 1.13, and that has two.
func TestAccPickupCodesResource_allProductsOfAnOldServer(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.AddProduct(acctest.MachineOld, emulator.Product{ID: "1323599", Name: "橙汁", Channel: emulator.Channel{Name: "B10", CabinetName: "B"}, CurrentInventory: 5, Inventory: 10})
	said := w.Config(everyProduct(acctest.MachineOld, expiry)).Apply()
	nothingLost(t, w, said)
	balanced(t, w)
}

// Ten machines of 60 products: listing all of them takes as long as codes are looked for,
// since calls wait for a free connection. One apply is enough all the same. The times are
// a tenth of 0.5 s a call and the default settle_time.
func TestAccPickupCodesResource_allProductsOfAFleet(t *testing.T) {
	w := acctest.NewWorkspace(t)
	var body strings.Builder
	for m := range 10 {
		no := fmt.Sprint(20000001 + m)
		w.Vendor.AddMachine(emulator.Machine{MachineNo: no, Name: "m" + no, Online: true, InOperation: true, Model: &emulator.Model{CabinetNames: []string{"A"}}})
		for p := range 60 {
			w.Vendor.AddProduct(no, emulator.Product{ID: fmt.Sprint(3000000 + 100*m + p), Name: "p", Channel: emulator.Channel{Name: "A1", CabinetName: "A"}, CurrentInventory: 5, Inventory: 10})
		}
		body.WriteString(strings.Replace(everyProduct(no, expiry), "party", "m"+no, 1))
	}
	w.Vendor.Inject(func(emulator.Call) *emulator.Fault { return &emulator.Fault{Delay: 50 * time.Millisecond} })
	w.ConfigWith(`settle_time = "3s"`, body.String())
	begin := time.Now()
	w.Apply()
	t.Logf("%s, calls %v", time.Since(begin), w.Vendor.Count())
	balanced(t, w)
	same(t, "generating calls", w.Vendor.Count()["generate_all"], 10)
	products := map[string]int{}
	for _, i := range instances(t, w) {
		if i.tainted() {
			t.Errorf("%s is tainted", i.Name)
		}
		maps.Copy(products, i.Attributes.CodesPerProduct)
	}
	same(t, "products with codes", len(products), 600)
}
