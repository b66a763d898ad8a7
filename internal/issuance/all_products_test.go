package issuance

import (
	"slices"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/transport"
)

// forAllProducts runs the test for an order with a mark and for one without.
func forAllProducts(t *testing.T, test func(t *testing.T, b *bench, o Spec), options ...option) {
	for _, kind := range []string{"all products", "all products, unmarked"} {
		t.Run(kind, func(t *testing.T) {
			b := newBench(t, options...)
			test(t, b, kinds[kind](b))
		})
	}
}

func codesPerProduct(n func(emulator.Product) int) option {
	return func(serving *emulator.Config, _ *transport.Config) { serving.CodesPerProduct = n }
}

// wantAll checks that all codes of ours are claimed, and which products have none.
func (b *bench) wantAll(t *testing.T, outcome Outcome, missing ...string) {
	t.Helper()
	b.wantNothingLost(t, outcome, 1)
	made, ok := outcome.(Made)
	if !ok || !slices.Equal(IDs(made.Codes), b.ours()) {
		t.Fatalf("got %s", text(outcome))
	}
	wantIDs(t, "missing", made.Missing, missing)
}

func TestAllProductsOneCodeEach(t *testing.T) {
	forAllProducts(t, func(t *testing.T, b *bench, o Spec) {
		b.wantAll(t, b.generate(t, o))
		if call := b.vendor.CallsOf("generate_all")[0]; call.Params["count"] != "" || call.Params["product_id"] != "" {
			t.Errorf("sent %v", call.Params)
		}
	})
}

func TestAllProductsACodePerItem(t *testing.T) {
	forAllProducts(t, func(t *testing.T, b *bench, o Spec) {
		b.wantAll(t, b.generate(t, o))
	}, codesPerProduct(func(p emulator.Product) int { return p.CurrentInventory }))
}

// The server confirms, and some products in stock get no code: accepted in the end.
func TestAllProductsSomeWithout(t *testing.T) {
	forAllProducts(t, func(t *testing.T, b *bench, o Spec) {
		begin := b.clock.Now()
		b.wantAll(t, b.generate(t, o), cola, "1323444")
		if waited := b.clock.Now().Sub(begin); waited < settleTime {
			t.Errorf("accepted after %s", waited)
		}
	}, codesPerProduct(func(p emulator.Product) int {
		if p.ID == cola || p.ID == "1323444" {
			return 0
		}
		return 1
	}))
}

// Without a confirmation, what is there is claimed and the rest stays pending.
func TestAllProductsSomeWithoutAndUnknown(t *testing.T) {
	b := newBench(t, codesPerProduct(func(p emulator.Product) int {
		if p.ID == cola {
			return 0
		}
		return 1
	}))
	b.vendor.Fail("generate_all", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
	o := kinds["all products"](b)
	outcome := b.generate(t, o)
	b.wantNothingLost(t, outcome, 1)
	if u, ok := outcome.(Unsettled); !ok || u.Request.Confirmed || !slices.Equal(IDs(u.Codes), b.ours()) {
		t.Fatalf("got %s", text(outcome))
	}
	// A later run settles it once a look after settle_time finds no more.
	later := b.nextRun(t).Resume(t.Context(), holding(o, outcome))
	if texts(later) != "made" {
		t.Errorf("later: %s", texts(later))
	}
}

func TestAllProductsNoneInStock(t *testing.T) {
	b := newBench(t)
	for id := range stockOf(t, b) {
		b.vendor.SetInventory(machineNo, id, 0, 10)
	}
	wantOutcome(t, b.generate(t, kinds["all products"](b)), "made")
}

func stockOf(t *testing.T, b *bench) dingshang.Catalog {
	t.Helper()
	catalog, err := b.client.CatalogNow(t.Context(), machineNo)
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

// One product's list lags behind the others.
func TestAllProductsLag(t *testing.T) {
	for _, fault := range []emulator.Fault{{}, {Kind: emulator.Reset, Act: true}} {
		forAllProducts(t, func(t *testing.T, b *bench, o Spec) {
			lists := 0
			b.vendor.EditList("codes", func(call emulator.Call, elements []any) []any {
				if call.ProductID == cola {
					if lists++; lists <= 4 {
						return nil
					}
				}
				return elements
			})
			b.vendor.Fail("generate_all", 1, fault)
			b.wantAll(t, b.generate(t, o))
		})
	}
}

// A product without stock gets codes of its own, listed after the others: two looks must agree.
func TestAllProductsLagOfAProductWithoutStock(t *testing.T) {
	forAllProducts(t, func(t *testing.T, b *bench, o Spec) {
		lists := 0
		b.vendor.EditList("codes", func(call emulator.Call, elements []any) []any {
			if call.ProductID == soldOut {
				if lists++; lists <= 2 {
					return nil
				}
			}
			return elements
		})
		b.wantAll(t, b.generate(t, o))
	}, codesPerProduct(func(emulator.Product) int { return 1 }))
}

// The cabinets are asked for freshly, although a plan has just asked for them.
func TestAllProductsOfANewCabinet(t *testing.T) {
	const no = "20000001"
	shelf := func(id, cabinet string) emulator.Product {
		return emulator.Product{ID: id, Name: id, Channel: emulator.Channel{Name: cabinet + "1", CabinetName: cabinet}, CurrentInventory: 1, Inventory: 1}
	}
	machine := emulator.Machine{MachineNo: no, Name: "m", Online: true, InOperation: true, Model: &emulator.Model{CabinetNames: []string{"A"}}, Products: []emulator.Product{shelf("1", "A")}}
	b := newBench(t)
	b.vendor.AddMachine(machine)
	if _, err := b.client.Machine(t.Context(), no); err != nil {
		t.Fatal(err)
	}
	if _, err := b.client.Catalog(t.Context(), no); err != nil {
		t.Fatal(err)
	}
	machine.Model = &emulator.Model{CabinetNames: []string{"A", "B"}}
	machine.Products = append(machine.Products, shelf("2", "B"))
	b.vendor.AddMachine(machine)
	o := kinds["all products"](b)
	o.MachineNo = no
	if made, ok := b.generate(t, o).(Made); !ok || len(made.Codes) != 2 || len(b.vendor.Live(no)) != 2 {
		t.Errorf("claimed %v of %d", made.Codes, len(b.vendor.Live(no)))
	}
}

// A product that is taken out of the machine meanwhile hides no other's codes.
func TestAllProductsOneIsRemoved(t *testing.T) {
	forAllProducts(t, func(t *testing.T, b *bench, o Spec) {
		b.vendor.Before("generate_all", func(emulator.Call) { b.vendor.RemoveProduct(machineNo, "1323463") })
		outcome := b.generate(t, o)
		b.wantAll(t, outcome, "1323463")
	})
}

// A stranger's code for a product without stock, at the same moment.
func TestAllProductsAndAStranger(t *testing.T) {
	for kind, want := range map[string]string{"all products": "made", "all products, unmarked": "unsettled confirmed"} {
		b := newBench(t)
		o := kinds[kind](b)
		expires := ""
		if !o.ExpiresAt.IsZero() {
			expires = o.ExpiresAt.In(dingshang.China).Format(time.DateTime)
		}
		b.vendor.After("generate_all", func(emulator.Call) { b.vendor.Generate(machineNo, soldOut, 2, 6, expires) })
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 1)
		switch want {
		case "made":
			b.wantAll(t, outcome)
		default:
			if u, ok := outcome.(Unsettled); !ok || len(u.Unknown) != 18 {
				t.Errorf("got %s", text(outcome))
			}
		}
	}
}

// Codes of a product that is in the machine only since then are adopted by a later run.
func TestAllProductsListedOnlySince(t *testing.T) {
	b := newBench(t)
	o := kinds["all products"](b)
	b.vendor.Fail("generate_all", 1, emulator.Fault{Kind: emulator.Hangup, ActAfterLists: 1000})
	outcome := b.generate(t, o)
	wantOutcome(t, outcome, "unsettled")
	b.vendor.AddProduct(machineNo, emulator.Product{ID: "1400000", Name: "new", CurrentInventory: 1, Inventory: 5})
	b.vendor.ActLate()
	later := b.nextRun(t)
	refreshed := later.Refresh(t.Context(), holding(o, outcome))
	if len(refreshed.Adopted) != 17 || !slices.Equal(IDs(refreshed.Adopted), b.ours()) || len(StillPending(refreshed.Outcomes)) != 1 {
		t.Fatalf("adopted %v, %s", IDs(refreshed.Adopted), texts(refreshed.Outcomes))
	}
	// Once time has passed and no more are found, the request is settled.
	b.clock.Advance(time.Minute)
	h := holding(o, refreshed.Outcomes...)
	again := b.nextRun(t).Refresh(t.Context(), h)
	if texts(again.Outcomes) != "made" || len(again.Codes) != 17 {
		t.Errorf("then %s, %d codes", texts(again.Outcomes), len(again.Codes))
	}
}

// The server confirmed, and the codes were listed only in a later run, which cancels
// them: nothing more is waited for.
func TestAllProductsConfirmedListedLaterAndCancelled(t *testing.T) {
	forAllProducts(t, func(t *testing.T, b *bench, o Spec) {
		b.vendor.HideNewCodesFor(settleTime + 4*time.Second)
		h := holding(o, b.generate(t, o))
		if len(h.Pending) != 1 || !h.Pending[0].Confirmed {
			t.Fatalf("pending: %+v", h.Pending)
		}
		b.vendor.HideNewCodesFor(0)
		b.clock.Advance(settleTime)
		later := b.nextRun(t)
		r := later.Refresh(t.Context(), h)
		if len(r.Codes) != 16 {
			t.Fatalf("got %s", texts(r.Outcomes))
		}
		h.Codes, h.Pending = r.Codes, StillPending(r.Outcomes)
		wantDone(t, later.Cancel(t.Context(), h, h.Codes))
		h.Codes, h.Pending = nil, WithoutCodes(h.Pending, h.Codes)
		for _, outcome := range later.Resume(t.Context(), h) {
			if !hadNoEffect(outcome) {
				t.Errorf("got %s", text(outcome))
			}
		}
	})
}
