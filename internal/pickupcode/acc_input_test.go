package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func codesResource(arguments ...string) string {
	return "resource \"dingshang_pickup_codes\" \"party\" {\n  " + strings.Join(arguments, "\n  ") + "\n}\n"
}

// Every mistake is an error of the plan that names the attribute and the remedy, and
// nothing is made.
func TestAccBadInput(t *testing.T) {
	machine, product := `machine_no = "16327138"`, `product_id = "1323442"`
	for name, tc := range map[string]struct {
		arguments []string
		want      string
	}{
		"machine_no missing":         {[]string{product}, `"machine_no" is required`},
		"machine_no not digits":      {[]string{`machine_no = "1632713a"`, product}, `machine_no is "1632713a"\. It must be the machine's number.*8 or more`},
		"machine_no too short":       {[]string{`machine_no = "1632713"`, product}, `machine_no is "1632713"\. It must be the machine's number.*8 or more`},
		"product_id not digits":      {[]string{machine, `product_id = "cola"`}, `product_id is "cola"\. It must be an id.*digits`},
		"no product":                 {[]string{machine}, `Neither product_id nor all_products = true is set\. Set product_id`},
		"no product, all false":      {[]string{machine, `all_products = false`}, `Neither product_id nor all_products = true is set`},
		"both":                       {[]string{machine, product, `all_products = true`}, `all_products is true and product_id is set.*not both`},
		"code_count 0":               {[]string{machine, product, `code_count = 0`}, `code_count value must be at least 1, got: 0`},
		"code_count with all":        {[]string{machine, `all_products = true`, `code_count = 2`}, `code_count is set together with all_products = true.*remove code_count`},
		"code_length 5":              {[]string{machine, product, `code_length = 5`}, `code_length value must be between 6 and 10, got: 5`},
		"code_length 11":             {[]string{machine, product, `code_length = 11`}, `code_length value must be between 6 and 10, got: 11`},
		"quantity 0":                 {[]string{machine, product, `quantity = 0`}, `quantity value must be at least 1, got: 0`},
		"expired_at malformed":       {[]string{machine, product, `expired_at = "tomorrow"`}, `expired_at is "tomorrow"\. It must be a time.*"2026-12-31T23:59:59\+08:00".*GMT\+8`},
		"expired_at without zone":    {[]string{machine, product, `expired_at = "2099-12-31T23:59:59"`}, `expired_at is "2099-12-31T23:59:59"\. It must be a time`},
		"expired_at past":            {[]string{machine, product, `expired_at = "2020-01-01 00:00:00"`}, `expired_at is "2020-01-01 00:00:00", which is past.*Set a time in the future`},
		"two expiries":               {[]string{machine, product, `expired_at = "2099-01-01 00:00:00"`, `valid_for = "1h"`}, `expired_at and valid_for are both set\. Keep`},
		"valid_for malformed":        {[]string{machine, product, `valid_for = "3 days"`}, `valid_for = "3 days".*[Dd]uration`},
		"valid_for negative":         {[]string{machine, product, `valid_for = "-1h"`}, `valid_for is "-1h"\. It must be a duration of`},
		"recreate without valid_for": {[]string{machine, product, `recreate_if_expired = true`}, `recreate_if_expired is true without valid_for.*set valid_for`},
		"timeout malformed":          {[]string{machine, product, `timeouts = { create = "soon" }`}, `"soon" must be a string containing a sequence of decimal numbers`},
		"unknown machine":            {[]string{`machine_no = "99999999"`, product}, `Unknown machine 99999999.*code 30003.*Check machine_no: the data source dingshang_machines`},
		"machine of others":          {[]string{`machine_no = "16327163"`, `product_id = "1323521"`}, `Unknown machine 16327163.*code 30001.*not linked to this merchant`},
		"unknown product":            {[]string{machine, `product_id = "77"`}, `Unknown product 77.*no such product among its 17.* The data source dingshang_products`},
		"product of other machine":   {[]string{machine, `product_id = "1323501"`}, `Unknown product 1323501`},
		"above capacity":             {[]string{machine, product, `code_count = 51`}, `code_count asks for 51 new codes.*at most 50 at once for 可乐.*Ask for 50 or fewer`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t).config(codesResource(tc.arguments...))
			w.expect(w.fail("plan", "-no-color"), tc.want)
			if n := w.vendor.Count()["generate"]; n > 0 {
				t.Errorf("%d generating calls", n)
			}
		})
	}
}

// What the API does not tell while planning is an error of the apply with its remedy.
func TestAccErrorsOfTheApply(t *testing.T) {
	for name, tc := range map[string]struct {
		machine, product, extra string
		plan, want              string
	}{
		"offline":      {acctest.MachineOffline, "1323501", "", `Machine 鼎商离线2号 \(16327140\) is offline.*The apply fails if`, `code 30002.*The machine is offline\. Bring it online.*No request for codes was sent`},
		"switched off": {acctest.MachineCodesOff, "1323511", "", "", `code 10023.*switched off for this machine\. Switch them on in the vendor's console: machine, basic settings`},
		"wrong key":    {acctest.Machine, acctest.Cola, `app_key = "wrong"`, "", `code 4006.*Check app_key.*signature_encoding = "url"`},
		"wrong secret": {acctest.Machine, acctest.Cola, `app_secret = "wrong"`, "", `code 10013.*HTTP status 401.*Check app_secret`},
		"wrong id":     {acctest.Machine, acctest.Cola, `app_id = "ds00"`, "", `code 10014.*HTTP status 401.*Check app_id`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t)
			w.wholeConfig(w.fixture.ProviderConfig(tc.extra) + codesResource(fmt.Sprintf("machine_no = %q", tc.machine), fmt.Sprintf("product_id = %q", tc.product)))
			said := w.failApply()
			w.expect(said, tc.plan, tc.want)
			if len(w.instances()) > 0 || len(w.vendor.Live("")) > 0 {
				t.Errorf("something was made: %v", w.instances())
			}
		})
	}
}

func TestAccNewGenerationOfTheServer(t *testing.T) {
	newer := func(c *emulator.Config) { c.NewGeneration = true }
	w := newWorkspace(t, newer).config(colaCodes("party", "code_count = 2"))
	w.apply()
	w.balanced()
	w.empty()
	w.vendor.SetCodesEnabled(acctest.Machine, false)
	w.config(colaCodes("party", "code_count = 3"))
	w.expect(w.failApply(), `code 6031.*Switch them on in the vendor's console`)
	w.balanced()
	w.destroy()
	w.balanced()
}
