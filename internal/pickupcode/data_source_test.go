package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func dataCodes(product string) string {
	return fmt.Sprintf("data \"dingshang_pickup_codes\" \"all\" {\n  machine_no = %q\n  product_id = %q\n}\n", acctest.Machine, product)
}

// Only the numbers are sensitive: for_each works over the ids, and outputs show them.
func TestAccPickupCodesDataSource(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 3, 8, "2099-01-01 00:00:00")
	w.Config(dataCodes(acctest.Cola) + `
		resource "terraform_data" "voucher" {
		  for_each = { for c in data.dingshang_pickup_codes.all.codes : c.id => c.expired_at }
		  input    = each.value
		}
		output "codes" { value = [for c in data.dingshang_pickup_codes.all.codes : "${c.id} ${c.status} ${c.product_id} ${c.quantity} ${c.expired_at}"] }
		output "numbers" {
		  value     = data.dingshang_pickup_codes.all.codes[*].code
		  sensitive = true
		}
	`)
	w.Apply()
	shown := `["2111 UNUSED 1323442 1 2099-01-01T00:00:00+08:00","2112 UNUSED 1323442 1 2099-01-01T00:00:00+08:00","2113 UNUSED 1323442 1 2099-01-01T00:00:00+08:00"]`
	same(t, "codes", w.Do("output", "-json", "codes"), shown)
	var numbers []string
	for _, code := range w.Vendor.Live("") {
		numbers = append(numbers, fmt.Sprintf("%q", code.Code))
	}
	if w.Do("output", "-json", "numbers") != "["+strings.Join(numbers, ",")+"]" {
		t.Error("the data source has other numbers than the server")
	}
	redeem(t, w, "2111")
	w.Apply()
	if got := w.Do("output", "-json", "codes"); strings.Contains(got, "2111") || !strings.Contains(got, "2113") {
		t.Errorf("the data source lists %s", got)
	}
}

func TestAccPickupCodesDataSource_empty(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(dataCodes("1323443") + "output \"none\" {\n  value = length(data.dingshang_pickup_codes.all.codes)\n}\n").Apply()
	same(t, "codes", w.Do("output", "none"), "0")
	w.Config(dataCodes("77"))
	w.Expect(w.Fail("plan"), `list the pickup codes of product 77 on machine 16327138.*code 80002`)
}

// One element that cannot be read is named, and does not hide the others.
func TestAccPickupCodesDataSource_unreadable(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 2, 8, "2099-01-01 00:00:00")
	w.Vendor.EditList("codes", func(_ emulator.Call, elements []any) []any {
		return append(elements, map[string]any{"id": "2999", "code": "123456", "expired_at": "some day"})
	})
	w.Config(dataCodes(acctest.Cola) + "output \"ids\" {\n  value = data.dingshang_pickup_codes.all.codes[*].id\n}\n")
	w.Expect(w.Apply(), `Warning: Unreadable pickup codes: 16327138/1323442.*id 2999`)
	same(t, "ids", w.Do("output", "-json", "ids"), `["2111","2112"]`)
}
