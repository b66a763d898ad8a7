package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// Creating costs three calls, adding three, destroying one list and one call for each
// code that can still be redeemed.
func TestAccPickupCodesResource_calls(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3))
	count := func(want map[string]int) {
		t.Helper()
		got := w.Vendor.Count()
		// The plan's look-ups, which another test counts.
		for _, name := range []string{"machine", "products"} {
			delete(got, name)
		}
		same(t, "calls", got, want)
		w.Vendor.ResetCalls()
	}
	w.Apply()
	count(map[string]int{"codes": 2, "generate": 1})
	balanced(t, w)
	created := only(t, w).Attributes
	if created.UnusedCount != 3 || created.CodeCount != 3 || created.ID == "" || created.MachineName != "鼎商测试1号" || created.ProductName != "可乐" {
		t.Errorf("%+v", created)
	}
	w.Empty()
	count(map[string]int{"codes": 1})

	w.Config(party(5)).Apply("-refresh=false")
	count(map[string]int{"codes": 2, "generate": 1})
	balanced(t, w)
	same(t, "the codes that existed", only(t, w).Attributes.Codes[:3], created.Codes)

	redeem(t, w, created.CodeIDs[0])
	w.Empty()
	w.Apply("-refresh-only")
	w.Vendor.ResetCalls()
	w.Expect(w.Apply("-destroy", "-refresh=false"), `Destroying cancels 4 unused codes`)
	// A list may lag, so the code that is not listed gets a call too.
	count(map[string]int{"codes": 1, "cancel": 5})
	gone(t, w)
}

// The instant reaches the API as GMT+8 whatever its spelling, up to a minute early, and
// another spelling of it is no change.
func TestAccPickupCodesResource_spellingsOfAnInstant(t *testing.T) {
	w := acctest.NewWorkspace(t)
	config := func(spelling string) {
		w.Config(colaCodes("party", fmt.Sprintf("expired_at = %q", spelling), "code_length = 8"))
	}
	config("2099-12-31T10:29:59-05:30")
	w.Apply()
	sent := w.Vendor.CallsOf("generate")[0].Params
	mark, err := time.Parse(time.DateTime, sent["expired_at"])
	if early := time.Date(2099, 12, 31, 23, 59, 59, 0, time.UTC).Sub(mark); err != nil || early < time.Second || early > 59*time.Second {
		t.Errorf("sent expired_at %q", sent["expired_at"])
	}
	if sent["code_length"] != "8" || sent["count"] != "1" {
		t.Errorf("sent %v", sent)
	}
	if _, ok := sent["quantity"]; ok {
		t.Error("quantity is sent although it is not set")
	}
	code := w.Vendor.Live("")[0]
	if len(code.Code) != 8 || code.ExpiredAt != sent["expired_at"] {
		t.Errorf("a code of %d digits, expiring %s", len(code.Code), code.ExpiredAt)
	}
	same(t, "the code's own expiry", only(t, w).Attributes.Codes[0].ExpiredAt, strings.Replace(sent["expired_at"], " ", "T", 1)+"+08:00")
	for _, spelling := range []string{"2099-12-31T15:59:59Z", "2099-12-31 23:59:59", "2099-12-31T23:59:59+08:00"} {
		config(spelling)
		w.Expect(w.Empty(), "No changes")
	}
	same(t, "the spelling in state", only(t, w).Attributes.ExpiredAt, "2099-12-31T10:29:59-05:30")
	config("2099-12-31T15:59:58Z")
	w.Expect(w.Do("plan"), `expired_at += .* # forces replacement`)
}

func TestAccPickupCodesResource_neverExpire(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(lasting(2))
	w.Apply()
	if sent, ok := w.Vendor.CallsOf("generate")[0].Params["expired_at"]; ok {
		t.Errorf("expired_at = %q was sent", sent)
	}
	balanced(t, w)
	w.Empty()
	w.Config(lasting(4)).Apply()
	balanced(t, w)
	w.Config(lasting(1)).Apply()
	balanced(t, w)
	w.Expect(w.Config(party(1)).Do("plan"), `expired_at += .* # forces replacement`)
	w.Config(lasting(1)).Destroy()
	gone(t, w)
}

func TestAccPickupCodesResource_quantity(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(1, "quantity = 2"))
	w.Expect(w.Apply(), `Warning: quantity = 2 ignored: 可乐 on 鼎商测试1号.*each code dispenses 1 item`)
	same(t, "quantity sent", w.Vendor.CallsOf("generate")[0].Params["quantity"], "2")
	w.Empty()

	w = acctest.NewSibling(t, func(c *emulator.Config) { c.KeepQuantity = true }).Config(party(1, "quantity = 2"))
	if said := w.Apply(); strings.Contains(said, "ignored") {
		t.Errorf("a warning without cause:\n%s", said)
	}
	w.Empty()
}

// The names are of the time of creation; a machine or product that is renamed is no drift.
func TestAccPickupCodesResource_namesStay(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(1))
	w.Apply()
	w.Vendor.EditProduct(acctest.Machine, acctest.Cola, func(p *emulator.Product) { p.Name = "可乐（新）" })
	w.Empty()
	w.Config(party(2)).Apply()
	same(t, "product_name", only(t, w).Attributes.ProductName, "可乐")
	balanced(t, w)
}

// Names with control characters, not in Unicode's normal form, and long ones.
func TestAccPickupCodesResource_oddNames(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.EditProduct(acctest.Machine, acctest.Cola, func(p *emulator.Product) {
		p.Name = "Cafe\u0301 \u0000\u200b${x} %{y} \x1b[31m" + strings.Repeat("長", 300)
	})
	w.Config(party(2)).Apply()
	w.Empty()
	w.Config(party(3)).Apply()
	w.Empty()
	w.Destroy()
	gone(t, w)
}

func TestAccPickupCodesResource_timeouts(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(1, `timeouts = { create = "20s", update = "20s", delete = "20s" }`))
	w.Apply()
	created := only(t, w).ids()
	w.Config(party(1, `timeouts = { create = "30s" }`)).Apply()
	w.Config(party(1)).Apply()
	same(t, "codes", only(t, w).ids(), created)

	// A server that only ever asks to wait runs into the time of the creation.
	w = acctest.NewSibling(t).Config(party(1, `timeouts = { create = "2s" }`))
	w.Vendor.Fail("generate", 1000, emulator.Fault{Kind: emulator.Status, Status: 429})
	w.Expect(w.FailApply(), `HTTP status 429.*did not reach the application, so no code was generated`)
	gone(t, w)
}

// What the API does not report while planning is an error of the apply that says what to do.
func TestAccPickupCodesResource_errorsOfTheApply(t *testing.T) {
	for name, tc := range map[string]struct {
		machine, product, extra string
		want                    string
	}{
		"offline":      {acctest.MachineOffline, "1323501", "", `Machine 鼎商离线2号 \(16327140\) is offline.*The apply fails if.*code 30002.*The machine is offline\. Bring it online`},
		"switched off": {acctest.MachineCodesOff, "1323511", "", `code 10023.*pickup_code_enabled = true`},
		"wrong key":    {acctest.Machine, acctest.Cola, `app_key = "wrong"`, `code 4006.*Check app_key`},
		"wrong secret": {acctest.Machine, acctest.Cola, `app_secret = "wrong"`, `code 10013.*HTTP status 401.*Check app_secret`},
		"wrong id":     {acctest.Machine, acctest.Cola, `app_id = "ds00"`, `code 10014.*HTTP status 401.*Check app_id`},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t)
			body := fmt.Sprintf("resource \"dingshang_pickup_codes\" \"party\" {\n  machine_no = %q\n  product_id = %q\n}\n", tc.machine, tc.product)
			w.Expect(w.ConfigWith(tc.extra, body).FailApply(), tc.want)
			gone(t, w)
		})
	}
}

func TestAccPickupCodesResource_newGenerationOfTheServer(t *testing.T) {
	w := acctest.NewWorkspace(t, func(c *emulator.Config) { c.NewGeneration = true }).Config(party(2))
	w.Apply()
	balanced(t, w)
	w.Empty()
	w.Vendor.SetCodesEnabled(acctest.Machine, false)
	w.Expect(w.Config(party(3)).FailApply(), `code 6031.*pickup_code_enabled = true`)
	balanced(t, w)
	w.Destroy()
	gone(t, w)
}
