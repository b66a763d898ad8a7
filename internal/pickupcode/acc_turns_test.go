package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// Planning 60 resources on one machine asks for the machine once and for its products
// once, cabinet by cabinet; refreshing them lists each product once.
func TestAccRequestsAreShared(t *testing.T) {
	w := newWorkspace(t)
	var body strings.Builder
	for i := range 60 {
		product := emulator.SampleFleet().Machines[0].Products[i%3].ID
		body.WriteString(strings.ReplaceAll(colaCodes(fmt.Sprintf("r%d", i)), acctest.Cola, product))
	}
	w.config(body.String())
	w.do("plan", "-no-color")
	if diff := cmp.Diff(map[string]int{"machine": 1, "products": 2}, w.vendor.Count()); diff != "" {
		t.Errorf("calls of the plan: %s", diff)
	}
	w.apply("-parallelism=60")
	if n := w.vendor.Count(); n["generate"] != 60 || n["codes"] != 120 {
		t.Errorf("calls of the apply: %v", n)
	}
	w.balanced()
	w.vendor.ResetCalls()
	w.empty()
	if diff := cmp.Diff(map[string]int{"codes": 3}, w.vendor.Count()); diff != "" {
		t.Errorf("calls of the refresh: %s", diff)
	}
	w.destroy()
	w.balanced()
}

// Resources for one product, another one and every product of one machine, all at once,
// with lists that lag: no code is in two states.
func TestAccTurns(t *testing.T) {
	w := newWorkspace(t)
	w.vendor.HideNewCodes(1)
	w.config(colaCodes("a", "code_count = 3") + colaCodes("b", "code_count = 3") + colaCodes("c", "code_count = 2") +
		strings.ReplaceAll(colaCodes("d", "code_count = 2"), acctest.Cola, "1323443") + everyProduct(acctest.Machine))
	within := 0
	w.vendor.Before("", func(c emulator.Call) {
		if strings.HasPrefix(c.Name, "generate") {
			if within++; c.Name == "generate_all" && w.vendor.Count()["codes"] < 17 {
				t.Error("codes for every product were made without the lists from before")
			}
		}
	})
	w.apply()
	w.balanced()
	if len(w.instances()) != 5 || within != 5 || len(w.vendor.Live("")) != 26 {
		t.Errorf("%d resources, %d generating calls, %d codes", len(w.instances()), within, len(w.vendor.Live("")))
	}
	w.vendor.HideNewCodes(0)
	w.apply()
	w.empty()
	w.destroy()
	w.balanced()
}

// Two resources of one product are replaced at once.
func TestAccTurnsOfReplacements(t *testing.T) {
	body := func(length int) string {
		more := fmt.Sprintf("code_count = 3\n  code_length = %d\n  lifecycle {\n    create_before_destroy = true\n  }", length)
		return colaCodes("a", more) + colaCodes("b", more)
	}
	w := newWorkspace(t).config(body(6))
	w.apply()
	w.config(body(7)).apply()
	w.balanced()
	w.empty()
	if n := len(w.vendor.Live("")); n != 6 {
		t.Errorf("%d codes are live", n)
	}
}

// The ids of codes are not sensitive: for_each works over them, and outputs show them.
func TestAccForEachOverCodes(t *testing.T) {
	w := newWorkspace(t)
	body := party(3) + `
		data "dingshang_pickup_codes" "all" {
		  machine_no = "16327138"
		  product_id = "1323442"
		  depends_on = [dingshang_pickup_codes.party]
		}
		resource "terraform_data" "voucher" {
		  for_each = { for c in dingshang_pickup_codes.party.codes : c.id => c.expired_at }
		  input    = each.key
		}
		output "ids" { value = [for c in data.dingshang_pickup_codes.all.codes : c.id] }
		output "numbers" {
		  value     = data.dingshang_pickup_codes.all.codes[*].code
		  sensitive = true
		}
		resource "terraform_data" "follows" {
		  triggers_replace = dingshang_pickup_codes.party.id
		}
	`
	w.config(party(3)).apply()
	w.config(body).apply()
	w.vendor.Generate(acctest.Machine, acctest.Cola, 1, 8, "2099-01-01 00:00:00")
	w.apply()
	if got := w.do("output", "-json", "ids"); got != `["2111","2112","2113","2114"]` {
		t.Errorf("the data source lists %s", got)
	}
	var numbers []string
	for _, code := range w.vendor.Live("") {
		numbers = append(numbers, fmt.Sprintf("%q", code.Code))
	}
	if got := w.do("output", "-json", "numbers"); got != "["+strings.Join(numbers, ",")+"]" {
		t.Error("the data source has other numbers than the server")
	}
	w.redeem(1)
	w.apply()
	if got := w.do("output", "-json", "ids"); got != `["2112","2113","2114"]` {
		t.Errorf("the data source lists %s", got)
	}
	// Bare and missing products.
	w.config(`data "dingshang_pickup_codes" "none" {
		  machine_no = "16327138"
		  product_id = "1323443"
		}
		output "none" { value = length(data.dingshang_pickup_codes.none.codes) }`)
	w.apply()
	if got := w.do("output", "none"); got != "0" {
		t.Errorf("without codes the list has %s", got)
	}
	w.config(`data "dingshang_pickup_codes" "none" {
		  machine_no = "16327138"
		  product_id = "77"
		}`)
	w.expect(w.fail("plan", "-no-color"), `list the pickup codes of product 77 on machine 16327138.*code 80002`)
}
