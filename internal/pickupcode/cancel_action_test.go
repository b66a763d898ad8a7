package pickupcode_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// leak is an action of the given arguments, and a change that triggers it.
func leak(arguments string) string {
	return fmt.Sprintf(`
action "dingshang_cancel_pickup_codes" "leak" {
  config {
    machine_no = "16327138"
    %s
  }
}

resource "terraform_data" "leak" {
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.dingshang_cancel_pickup_codes.leak]
    }
  }
}
`, arguments)
}

// What a newer CLI shows of the action, without it.
func TestCancelPickupCodesAction(t *testing.T) {
	const kind = "dingshang_cancel_pickup_codes"
	fixture := acctest.Start(t)
	vendor, p := fixture.Emulator, fixture.Process(t)
	vendor.Generate(acctest.Machine, acctest.Cola, 3, 8, "")
	vendor.Generate(acctest.Machine, acctest.GreenTea, 2, 6, "2099-12-31 23:59:59")
	progress, diagnostics := p.Invoke(t.Context(), kind, map[string]any{"machine_no": acctest.Machine, "product_id": acctest.Cola})
	if len(diagnostics) > 0 || !slices.Contains(progress, "Cancelled 3 of 3 codes") || len(vendor.Live("")) != 2 {
		t.Errorf("one product: %v, %v, %d codes are live", progress, diagnostics, len(vendor.Live("")))
	}

	// The answer of the one call is lost, and it had no effect: the lists show it.
	vendor.ResetCalls()
	vendor.Fail("cancel_all", 5, emulator.Fault{Kind: emulator.Reset})
	progress, diagnostics = p.Invoke(t.Context(), kind, map[string]any{"machine_no": acctest.Machine, "all_products": true})
	if len(diagnostics) > 0 || !slices.Contains(progress, "Cancelled 2 of 2 codes") || len(vendor.Live("")) != 0 || len(vendor.CallsOf("cancel")) != 2 {
		t.Errorf("all products: %v, %v, %d codes are live", progress, diagnostics, len(vendor.Live("")))
	}

	vendor.Generate(acctest.Machine, acctest.Cola, 1, 8, "")
	vendor.SetOnline(acctest.Machine, false)
	if _, diagnostics = p.Invoke(t.Context(), kind, map[string]any{"machine_no": acctest.Machine, "product_id": acctest.Cola}); len(diagnostics) != 1 || diagnostics[0].Summary != "Pickup codes not cancelled: 16327138/1323442" {
		t.Errorf("offline: %v", diagnostics)
	}
}

func TestAccCancelPickupCodesAction_product(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	w := acctest.NewWorkspace(t)
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 5, 8, "")
	w.Vendor.Generate(acctest.Machine, acctest.GreenTea, 2, 8, "")
	said := w.Config(leak(`product_id = "1323442"`)).Apply()
	w.Expect(said, `Cancelled 5 of 5 codes`, `No unused pickup code is left on 16327138/1323442`)
	if live := w.Vendor.Live(""); len(live) != 2 || live[0].ProductID != acctest.GreenTea {
		t.Errorf("%d codes are live", len(live))
	}
}

// A list may lag, and the one call for the machine may leave codes.
func TestAccCancelPickupCodesAction_machine(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	w := acctest.NewWorkspace(t)
	w.Config(colaCodes("party", "code_count = 3")).Apply()
	w.Vendor.After("cancel_all", func(emulator.Call) {
		if len(w.Vendor.Live("")) == 0 {
			w.Vendor.Generate(acctest.Machine, acctest.GreenTea, 2, 8, "")
		}
	})
	w.Config(colaCodes("party", "code_count = 3") + leak("all_products = true"))
	said := w.Do("apply", "-auto-approve", "-invoke=action.dingshang_cancel_pickup_codes.leak")
	w.Expect(said, `Cancelled 2 of 2 codes`, `No unused pickup code is left on 16327138/all`)
	if live := w.Vendor.Live(""); len(live) != 0 {
		t.Errorf("%d codes are live", len(live))
	}
	w.Config(colaCodes("party", "code_count = 3"))
	w.Expect(w.Empty(), "No changes") // codes that are spent are no drift
}

// What the server refuses is named, and what is left can be cancelled later.
func TestAccCancelPickupCodesAction_failures(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	w := acctest.NewWorkspace(t)
	made := w.Vendor.Generate(acctest.Machine, acctest.Cola, 3, 8, "")
	w.Vendor.Inject(func(c emulator.Call) *emulator.Fault {
		if c.Name == "cancel" && c.Params["id"] == made[1].ID {
			return &emulator.Fault{Kind: emulator.Answer, Code: 6002, Message: "not permitted"}
		}
		return nil
	})
	said := w.Config(leak(`product_id = "1323442"`)).FailApply()
	w.Expect(said, `Pickup codes not cancelled: 16327138/1323442`, `2 codes were cancelled\. These can still be redeemed: the code with id `+made[1].ID+`\.`)
	w.Vendor.Inject(nil)
	w.Do("apply", "-auto-approve", "-invoke=action.dingshang_cancel_pickup_codes.leak")
	if live := w.Vendor.Live(""); len(live) != 0 {
		t.Errorf("%d codes are live", len(live))
	}
}

func TestAccCancelPickupCodesAction_badInput(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	w := acctest.NewWorkspace(t)
	for arguments, want := range map[string]string{
		"": `Neither product_id nor all_products = true is set`,
		"all_products = true\n    product_id = \"1\"": `all_products conflicts with product_id`,
		`product_id = "cola"`:                         `Invalid product_id`,
	} {
		w.Expect(w.Config(leak(arguments)).Fail("validate"), want)
	}
	if calls := w.Vendor.Calls(); len(calls) > 0 {
		t.Errorf("%d calls were sent", len(calls))
	}
	w.Config(leak(`product_id = "999"`))
	if said := w.FailApply(); !strings.Contains(said, "product") {
		t.Error(said)
	}
}

// A product that turns out not to be set, once it is known, is not the whole machine.
func TestAccCancelPickupCodesAction_productKnownLate(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	w := acctest.NewWorkspace(t)
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 5, 8, "")
	for _, late := range []string{"null", `""`, `"cola"`} {
		w.Config(`
resource "terraform_data" "late" {}

locals {
  product = terraform_data.late.id == "" ? "1323442" : ` + late + `
}
` + strings.Replace(leak(`product_id = local.product`), `resource "terraform_data" "leak" {`, `resource "terraform_data" "leak" {
  triggers_replace = local.product`, 1))
		w.Expect(w.FailApply(), `product_id`)
		if live := w.Vendor.Live(""); len(live) != 5 {
			t.Errorf("%s: %d codes are live", late, len(live))
		}
		w.Config("").Apply()
	}
}
