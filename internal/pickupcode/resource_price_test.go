package pickupcode_test

import (
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func TestAccPickupCodesResource_price(t *testing.T) {
	w := acctest.NewWorkspace(t)
	price := func(s string) {
		w.Vendor.EditProduct(acctest.Machine, acctest.Cola, func(p *emulator.Product) { p.Price = s })
	}
	value := func() []any {
		state := partyState(t, w)
		return []any{state["product_price"], state["currency"], state["retail_value"]}
	}
	w.Config(colaCodes("party", "code_count = 2")).Apply()
	same(t, "price", value(), []any{"3.50", "CNY", "7.00"})
	// The price of the last creation or growth.
	price("4.25")
	w.Empty()
	w.Config(colaCodes("party", "code_count = 1")).Apply()
	same(t, "price after a shrink", value(), []any{"3.50", "CNY", "3.50"})
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: 30004, Message: "no"})
	w.Config(colaCodes("party", "code_count = 3")).FailApply()
	same(t, "price after a growth that failed", value(), []any{"3.50", "CNY", "3.50"})
	w.Apply()
	same(t, "price after a growth", value(), []any{"4.25", "CNY", "12.75"})
	price("on request")
	w.Expect(w.Config(colaCodes("party", "code_count = 4")).Apply(), `No retail value.*reports the price "on request"`)
	same(t, "price that is not a number", value(), []any{"on request", "CNY", nil})
	price("")
	w.Config(colaCodes("party", "code_count = 5")).Apply()
	same(t, "no price", value(), []any{nil, nil, nil})
	w.Empty()

	// A price that changes between a saved plan and its apply ends the apply.
	price("1.00")
	w.Config(colaCodes("party", "code_count = 6"))
	savePlan(t, w)
	price("2.00")
	w.Expect(w.Fail("apply", "plan"), `Provider produced inconsistent final plan`, `product_price`)
	same(t, "codes", len(liveIDs(w)), 5)
}
