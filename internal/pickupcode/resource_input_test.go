package pickupcode_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// Every mistake is an error of the plan that names the attribute and the remedy, and
// nothing is created.
func TestAccPickupCodesResource_badInput(t *testing.T) {
	machine, product := `machine_no = "16327138"`, `product_id = "1323442"`
	for name, tc := range map[string]struct {
		arguments []string
		want      string
	}{
		"machine_no missing":         {[]string{product}, `"machine_no" is required`},
		"machine_no not digits":      {[]string{`machine_no = "1632713a"`, product}, `machine_no is "1632713a"\. It must be a machine number.*8 or more`},
		"machine_no too short":       {[]string{`machine_no = "1632713"`, product}, `machine_no is "1632713"\. It must be a machine number.*8 or more`},
		"product_id not digits":      {[]string{machine, `product_id = "cola"`}, `product_id is "cola"\. It must be a numeric id`},
		"no product":                 {[]string{machine}, `Neither product_id nor all_products = true is set\. Set product_id`},
		"no product, all false":      {[]string{machine, `all_products = false`}, `Neither product_id nor all_products = true is set`},
		"both":                       {[]string{machine, product, `all_products = true`}, `all_products is true and product_id is set.*not both`},
		"code_count 0":               {[]string{machine, product, `code_count = 0`}, `code_count value must be at least 1, got: 0`},
		"code_count fraction":        {[]string{machine, product, `code_count = 1.5`}, `code_count is 1\.5\. It must be a whole number`},
		"code_count with all":        {[]string{machine, `all_products = true`, `code_count = 2`}, `code_count is set together with all_products = true.*remove code_count`},
		"code_length 5":              {[]string{machine, product, `code_length = 5`}, `code_length value must be between 6 and 10, got: 5`},
		"code_length 11":             {[]string{machine, product, `code_length = 11`}, `code_length value must be between 6 and 10, got: 11`},
		"code_length fraction":       {[]string{machine, product, `code_length = 6.5`}, `code_length is 6\.5\. It must be a whole number`},
		"quantity 0":                 {[]string{machine, product, `quantity = 0`}, `quantity value must be at least 1, got: 0`},
		"expired_at malformed":       {[]string{machine, product, `expired_at = "tomorrow"`}, `expired_at is "tomorrow"\. It must be an RFC 3339 time.*"2030-12-31T23:59:59\+08:00".*GMT\+8`},
		"expired_at without zone":    {[]string{machine, product, `expired_at = "2099-12-31T23:59:59"`}, `expired_at is "2099-12-31T23:59:59"\. It must be an RFC 3339 time`},
		"expired_at past":            {[]string{machine, product, `expired_at = "2020-01-01 00:00:00"`}, `expired_at is "2020-01-01 00:00:00", which is in the past.*Set a time in the future`},
		"expired_at too late":        {[]string{machine, product, `expired_at = "9999-12-31T16:00:00Z"`}, `beyond the year 9999 in GMT\+8`},
		"two expiries":               {[]string{machine, product, `expired_at = "2099-01-01 00:00:00"`, `valid_for = "1h"`}, `expired_at and valid_for are both set\. Keep`},
		"valid_for malformed":        {[]string{machine, product, `valid_for = "soon"`}, `valid_for is "soon"\. It must be a duration`},
		"valid_for in days":          {[]string{machine, product, `valid_for = "3d"`}, `valid_for is "3d"\. It must be a duration.*3 days is "72h"`},
		"valid_for negative":         {[]string{machine, product, `valid_for = "-1h"`}, `valid_for is "-1h"\. It must be a duration of`},
		"recreate without valid_for": {[]string{machine, product, `recreate_if_expired = true`}, `recreate_if_expired is true without valid_for.*set valid_for`},
		"renewal without recreation": {[]string{machine, product, `valid_for = "72h"`, `renew_before = "1h"`}, `renew_before is set without recreate_if_expired = true`},
		"renewal too early":          {[]string{machine, product, `valid_for = "72h"`, `recreate_if_expired = true`, `renew_before = "72h"`}, `renew_before must be less than valid_for`},
		"timeout malformed":          {[]string{machine, product, `timeouts = { create = "soon" }`}, `timeouts\.create is "soon"\. It must be a duration`},
		"timeout in days":            {[]string{machine, product, `timeouts = { delete = "3d" }`}, `timeouts\.delete is "3d".*3 days is "72h"`},
		"unknown machine":            {[]string{`machine_no = "99999999"`, product}, `Unknown machine 99999999.*code 30003.*Check machine_no: the data source dingshang_machines`},
		"machine of others":          {[]string{`machine_no = "16327163"`, `product_id = "1323521"`}, `Unknown machine 16327163.*code 30001.*not linked to this merchant`},
		"unknown product":            {[]string{machine, `product_id = "77"`}, `Unknown product 77.*no such product among its 17 products\. The data source dingshang_products`},
		"product of other machine":   {[]string{machine, `product_id = "1323501"`}, `Unknown product 1323501`},
		"above capacity":             {[]string{machine, product, `code_count = 51`}, `code_count asks for 51 new codes.*at most 50 at once for 可乐.*Request 50 or fewer`},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config("resource \"dingshang_pickup_codes\" \"party\" {\n  " + strings.Join(tc.arguments, "\n  ") + "\n}\n")
			said := w.Fail("plan")
			w.Expect(said, tc.want)
			if strings.Contains(said, "always an error in the provider") {
				t.Errorf("the user is told to report a mistake of his own:\n%s", said)
			}
			if n := w.Vendor.Count()["generate"]; n > 0 {
				t.Errorf("%d generating calls", n)
			}
		})
	}
}

// What may be true by the apply is a warning of the plan.
func TestAccPickupCodesResource_planWarnings(t *testing.T) {
	for name, tc := range map[string]struct{ config, want string }{
		"offline":      {`machine_no = "16327140"` + "\n" + `product_id = "1323501"`, `Machine 鼎商离线2号 \(16327140\) is offline.*The apply fails if`},
		"sold out":     {`machine_no = "16327138"` + "\n" + `product_id = "1323445"`, `1 unused code for 0 items in stock: .* on 鼎商测试1号 \(16327138/1323445\)`},
		"all products": {`machine_no = "16327138"` + "\n" + `all_products = true`, `Codes for 17 products, [0-9]+ items in stock: all products on 鼎商测试1号 \(16327138/all\)`},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config("resource \"dingshang_pickup_codes\" \"party\" {\n" + tc.config + "\n}\n")
			w.Expect(w.Do("plan"), "Warning: "+tc.want)
		})
	}
}

// Only the console knows whether pickup codes are switched on; without it the apply tells.
func TestAccPickupCodesResource_codesSwitchedOff(t *testing.T) {
	acctest.FindCLI(t)
	w := acctest.NewWorkspace(t)
	codes := func(machineNo string) string {
		return fmt.Sprintf("resource \"dingshang_pickup_codes\" \"party\" {\n  machine_no = %s\n  product_id = \"1323511\"\n}\n", machineNo)
	}
	const warning = "Pickup codes are switched off on machine"
	w.Config(codes(strconv.Quote(acctest.MachineCodesOff)))
	if said := w.Do("plan"); strings.Contains(said, warning) || len(w.Vendor.CallsOf("console.signin")) > 0 {
		t.Errorf("the console was read for the plan:\n%s", said)
	}
	w.Config(fmt.Sprintf("data \"dingshang_machine_config\" \"one\" {\n  machine_no = %q\n}\n", acctest.MachineCodesOff) +
		codes("data.dingshang_machine_config.one.machine_no"))
	w.Expect(w.Do("plan"), warning+` .* \(16327151\).*pickup_code_enabled = true`)
	w.Vendor.SetCodesEnabled(acctest.MachineCodesOff, true)
	if said := w.Apply(); strings.Contains(said, warning) {
		t.Errorf("the plan warns although codes are switched on:\n%s", said)
	}
}
