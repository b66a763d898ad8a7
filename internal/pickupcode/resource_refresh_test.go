package pickupcode_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// Failures of the refresh that keep state, with a warning or an error.
func TestAccPickupCodesResource_refreshKeepsState(t *testing.T) {
	for name, tc := range map[string]struct {
		trouble func(w *acctest.Workspace)
		fails   bool
		want    string
	}{
		"offline":        {func(w *acctest.Workspace) { w.Vendor.SetOnline(acctest.Machine, false) }, false, `Not refreshed, machine offline: .*State was not changed`},
		"product gone":   {func(w *acctest.Workspace) { w.Vendor.RemoveProduct(acctest.Machine, acctest.Cola) }, false, `Not refreshed: .*code 80002.*State was not changed`},
		"product, newer": {answering(6045), false, `Not refreshed: .*code 6045.*Check product_id`},
		"record, newer":  {answering(4004), false, `Not refreshed: .*code 4004`},
		"not this API": {func(w *acctest.Workspace) {
			w.Vendor.Inject(func(emulator.Call) *emulator.Fault { return &emulator.Fault{Kind: emulator.HTML, Status: 404} })
		}, false, `Not refreshed: .*HTTP status 404.*Check url`},
		"machine not linked": {func(w *acctest.Workspace) { w.Vendor.UnlinkMachine(acctest.Machine) }, true, `Cannot refresh.*code 30001.*not linked.*State was not changed`},
		"credentials":        {answering(10013), true, `Cannot refresh.*code 10013.*Check app_secret.*State was not changed`},
		"gone, unconfirmed":  {answering(30003), false, `Not refreshed: .*code 30003`},
		"unreadable":         {func(w *acctest.Workspace) { w.Vendor.EditList("codes", unreadable) }, false, `Unreadable pickup codes: .*id 2999`},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(party(2))
			w.Apply()
			created := only(t, w)
			tc.trouble(w)
			said, code := w.Run("plan", "-detailed-exitcode")
			w.Expect(said, tc.want)
			if tc.fails != (code == 1) || !tc.fails && code != 0 {
				t.Errorf("exit code %d", code)
			}
			w.Run("apply", "-refresh-only", "-auto-approve")
			same(t, "in state", only(t, w), created)
		})
	}
}

// answering has every list of codes refused with the vendor's code.
func answering(code int) func(w *acctest.Workspace) {
	return func(w *acctest.Workspace) {
		w.Vendor.Fail("codes", 1000, emulator.Fault{Kind: emulator.Answer, Code: code, Message: "no"})
	}
}

// unreadable adds an element that cannot be read, and repeats the others.
func unreadable(_ emulator.Call, elements []any) []any {
	return append(append(elements, elements...), map[string]any{"id": "2999", "code": "123456", "expired_at": "some day"})
}

// A machine that no longer exists takes its codes out of state, after a second look, with
// a warning that names them; then everything can be destroyed.
func TestAccPickupCodesResource_machineRemoved(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(colaCodes("a", expiry) + colaCodes("b", expiry) + everyProduct(acctest.MachineSparse, expiry))
	w.Apply()
	ids := map[string]string{}
	for _, i := range instances(t, w) {
		ids[i.Name] = i.ids()[0]
	}
	w.Vendor.RemoveMachine(acctest.Machine)
	said, code := w.Run("plan", "-detailed-exitcode")
	// Each of the two names its own ids: Terraform merges warnings of one summary.
	w.Expect(said, `Machine does not exist: .*id `+ids["a"]+`\.`, `id `+ids["b"]+`\.`, `Machine 16327138 does not exist .*found that the machine does not exist`)
	if code != 2 {
		t.Errorf("exit code %d:\n%s", code, said)
	}
	w.Destroy()
	same(t, "resources in state", len(instances(t, w)), 0)
	same(t, "live elsewhere", len(w.Vendor.Live(acctest.MachineSparse)), 0)

	// Without a refresh the destroy itself finds out.
	w = acctest.NewSibling(t).Config(party(2))
	w.Apply()
	w.Vendor.RemoveMachine(acctest.Machine)
	w.Apply("-destroy", "-refresh=false")
	same(t, "resources in state", len(instances(t, w)), 0)
}

// While a request is pending, nothing takes the resource out of state.
func TestAccPickupCodesResource_machineRemovedWhilePending(t *testing.T) {
	for kind, codes := range bothKinds {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(2))
			w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset})
			w.FailApply()
			w.Vendor.RemoveMachine(acctest.Machine)
			w.Run("apply", "-refresh-only", "-auto-approve")
			only(t, w)
			w.Destroy()
			gone(t, w)
		})
	}
}

// With settings that only an apply will tell, the refresh keeps state and warns, and what
// has to ask the API says what to do.
func TestAccPickupCodesResource_unknownSettings(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2))
	w.Apply()
	created := only(t, w)
	secret := "resource \"terraform_data\" \"secret\" {\n  input = \"emulator-app-secret\"\n}\n"
	const settings = "app_secret = terraform_data.secret.output\nsettle_time = \"1s\""
	w.ConfigWith(settings, secret+party(2))
	w.Expect(w.Do("plan"), `Not refreshed: .*not known yet.*State was not changed`)
	w.ConfigWith(settings, secret+party(2)+colaCodes("more", expiry))
	w.Expect(w.Do("plan"), `machine_name += \(known after apply\)`, `account += \(known after apply\)`)
	w.Apply()
	balanced(t, w)
	for _, i := range instances(t, w) {
		if i.Name == "party" {
			same(t, "the codes that existed", i.Attributes.Codes, created.Attributes.Codes)
		}
		if i.Attributes.MachineName != "鼎商测试1号" || i.Attributes.ProductName != "可乐" || i.Attributes.Account != created.Attributes.Account {
			t.Errorf("%s: %+v", i.Name, i.Attributes)
		}
	}
	w.Empty()

	w = acctest.NewSibling(t)
	w.ConfigWith(settings, secret+"import {\n  to = dingshang_pickup_codes.party\n  id = \"16327138/1323442\"\n}\n"+party(2))
	if said, code := w.Run("plan"); code == 1 {
		w.Expect(said, `-target`)
	}
}

// That a product of many is gone is no second opinion about the machine.
func TestAccPickupCodesResource_productGoneIsNotTheMachine(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(everyProduct(acctest.Machine, expiry)).Apply()
	w.Vendor.SetInventory(acctest.Machine, acctest.GreenTea, 5, 20)
	w.Config(everyProduct(acctest.Machine, expiry) + strings.Replace(colaCodes("tea", expiry), acctest.Cola, acctest.GreenTea, 1)).Apply()
	w.Vendor.RemoveProduct(acctest.Machine, acctest.Cola)
	w.Vendor.Inject(func(call emulator.Call) *emulator.Fault {
		if call.Name == "codes" && call.ProductID == acctest.GreenTea {
			return &emulator.Fault{Kind: emulator.Answer, Code: 30003, Message: "machine does not exist", Delay: 500 * time.Millisecond}
		}
		return nil
	})
	w.Apply("-refresh-only")
	same(t, "resources in state", len(instances(t, w)), 2)
}

// A refresh that adopts the codes of one growth and cannot attribute those of another
// prints a command that keeps the adopted ones too.
func TestAccPickupCodesResource_refreshAdoptsAndContests(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2))
	w.Apply()
	w.Vendor.Fail("generate", 1, late)
	w.Config(party(4)).FailApply()
	stop := contested(w)
	w.FailApply()
	stop()
	w.Vendor.ActLate()
	command := importCommand.FindStringSubmatch(w.Apply("-refresh-only"))
	if command == nil {
		t.Fatal("no command")
	}
	kept := strings.Split(command[1], ",")
	for _, id := range only(t, w).ids()[1:] {
		if !slices.Contains(kept, id) {
			t.Errorf("the resource has %v, the command keeps %s", only(t, w).ids(), command[1])
		}
	}
}
