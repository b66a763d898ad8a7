package pickupcode_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// Failures of the refresh that keep the state, with a warning or an error.
func TestAccRefreshKeepsTheState(t *testing.T) {
	for name, tc := range map[string]struct {
		trouble func(w *workspace)
		fails   bool
		want    string
	}{
		"offline":        {func(w *workspace) { w.vendor.SetOnline(acctest.Machine, false) }, false, `Not refreshed, machine offline: .*The state is kept`},
		"product gone":   {func(w *workspace) { w.vendor.RemoveProduct(acctest.Machine, acctest.Cola) }, false, `Not refreshed: .*code 80002.*The state is kept`},
		"product, newer": {answering(6045), false, `Not refreshed: .*code 6045.*Check product_id`},
		"record, newer":  {answering(4004), false, `Not refreshed: .*code 4004`},
		"not this API": {func(w *workspace) {
			w.vendor.Inject(func(emulator.Call) *emulator.Fault { return &emulator.Fault{Kind: emulator.HTML, Status: 404} })
		}, false, `Not refreshed: .*HTTP status 404.*Check url`},
		"machine not linked": {func(w *workspace) { w.vendor.UnlinkMachine(acctest.Machine) }, true, `Cannot refresh.*code 30001.*not linked.*The state is kept`},
		"credentials":        {answering(10013), true, `Cannot refresh.*code 10013.*Check app_secret.*The state is kept`},
		"gone, unconfirmed":  {answering(30003), false, `Not refreshed: .*code 30003`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t).config(party(2))
			w.apply()
			made := w.only()
			tc.trouble(w)
			said, code := w.run("plan", "-no-color", "-detailed-exitcode")
			w.expect(said, tc.want)
			if tc.fails != (code == 1) || !tc.fails && code != 0 {
				t.Errorf("exit code %d", code)
			}
			w.run("apply", "-refresh-only", "-auto-approve", "-no-color")
			if diff := cmp.Diff(made, w.only()); diff != "" {
				t.Errorf("the state changed: %s", diff)
			}
		})
	}
}

// answering has every list of codes refused with the vendor's code.
func answering(code int) func(w *workspace) {
	return func(w *workspace) {
		w.vendor.Fail("codes", 1000, emulator.Fault{Kind: emulator.Answer, Code: code, Message: "no"})
	}
}

// A machine that does not exist any more takes its codes out of the state, after a
// second look, with a warning that names them; then everything can be destroyed.
func TestAccMachineRemoved(t *testing.T) {
	w := newWorkspace(t).config(colaCodes("a") + colaCodes("b") + everyProduct(acctest.MachineSparse))
	w.apply()
	w.vendor.RemoveMachine(acctest.Machine)
	w.vendor.ResetCalls()
	said, code := w.run("plan", "-no-color", "-detailed-exitcode")
	// Each of the two says its own ids: Terraform merges warnings of one summary.
	w.expect(said, `Machine is gone: .*ids? `+w.instances()[0].ids()[0]+`\.`, `ids? `+w.instances()[1].ids()[0]+`\.`, `Machine 16327138 does not exist.*took its codes out of the state`)
	if code != 2 {
		t.Errorf("exit code %d:\n%s", code, said)
	}
	w.destroy()
	if len(w.instances()) > 0 || len(w.vendor.Live(acctest.MachineSparse)) > 0 {
		t.Errorf("left: %v", w.instances())
	}

	// Without a refresh the destroy itself finds out.
	w = newSibling(t).config(party(2))
	w.apply()
	w.vendor.RemoveMachine(acctest.Machine)
	w.apply("-destroy", "-refresh=false")
	if len(w.instances()) > 0 {
		t.Errorf("left: %v", w.instances())
	}
}

// While a creation is unsettled, nothing takes it out of the state.
func TestAccMachineRemovedWhileUnsettled(t *testing.T) {
	w := newWorkspace(t).config(party(2))
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset})
	w.failApply()
	w.vendor.RemoveMachine(acctest.Machine)
	w.run("apply", "-refresh-only", "-auto-approve", "-no-color")
	w.only()
	w.destroy()
}

// With settings that only an apply will tell, the refresh keeps the state and warns, and
// what has to ask the API says what to do.
func TestAccUnknownSettings(t *testing.T) {
	w := newWorkspace(t).config(party(2))
	w.apply()
	made := w.only()
	unknown := "resource \"terraform_data\" \"secret\" {\n  input = \"emulator-app-secret\"\n}\n" +
		w.fixture.ProviderConfig("app_secret = terraform_data.secret.output\nsettle_time = \"1s\"")
	w.wholeConfig(unknown + party(2))
	w.expect(w.do("plan", "-no-color"), `Not refreshed: .*not known yet.*The state is kept`)
	w.wholeConfig(unknown + party(2) + colaCodes("more"))
	w.expect(w.do("plan", "-no-color"), `machine_name += \(known after apply\)`)
	w.apply()
	w.balanced()
	if diff := cmp.Diff(made.ids(), w.instances()[1].ids()); diff != "" && cmp.Diff(made.ids(), w.instances()[0].ids()) != "" {
		t.Errorf("the codes there were changed: %s", diff)
	}
	for _, i := range w.instances() {
		if i.Attributes.MachineName != "鼎商测试1号" || i.Attributes.ProductName != "可乐" {
			t.Errorf("names of %s: %+v", i.Address, i.Attributes)
		}
	}
	w.empty()

	w = newSibling(t)
	w.wholeConfig(unknown + "data \"dingshang_pickup_codes\" \"x\" {\n  machine_no = \"16327138\"\n  product_id = \"1323442\"\n}\n")
	if said, code := w.run("plan", "-no-color"); code == 1 {
		w.expect(said, `-target`)
	}
}

// past waits until the vendor sees no live code any more.
func (w *workspace) past() {
	w.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); len(w.vendor.Live("")) > 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			w.t.Fatal("the codes do not expire")
		}
	}
}

// Codes that expired are no drift, unless new ones are asked for, in the same apply too.
func TestAccExpiry(t *testing.T) {
	w := newWorkspace(t).config(party(2, `valid_for = "3s"`))
	w.apply()
	made := w.only()
	w.past()
	w.empty()
	w.apply()
	if got := w.only(); got.statuses() != "EXPIRED EXPIRED" || got.Attributes.UnusedCount != 0 || !cmp.Equal(got.ids(), made.ids()) {
		t.Errorf("%s, %v", got.statuses(), got.ids())
	}
	w.expect(w.config(party(3, `valid_for = "3s"`)).failApply(), `Expiry in the past.*recreate_if_expired = true`)
	w.config(party(1, `valid_for = "3s"`)).apply()
	// Pinned to the very instant, which is past: nothing to do but to note it.
	w.config(party(1, `expired_at = "`+made.Attributes.ExpiredAt+`"`)).apply()
	w.empty()
	w.config(party(1, `valid_for = "1h"`)).apply()
	if got := w.only(); got.statuses() != "UNUSED" {
		t.Error(got.statuses())
	}
	w.balanced()
}

func TestAccRecreateIfExpired(t *testing.T) {
	follower := "resource \"terraform_data\" \"follower\" {\n  lifecycle {\n    replace_triggered_by = [dingshang_pickup_codes.party]\n  }\n}\n"
	w := newWorkspace(t).config(party(2, `valid_for = "2s"`) + follower)
	w.apply()
	made := w.only().ids()
	w.past()
	w.vendor.ResetCalls()
	said := w.config(party(2, `valid_for = "2s"`, "recreate_if_expired = true") + follower).apply()
	w.expect(said, `2 added, 0 changed, 2 destroyed`)
	if strings.Contains(said, "cancels") || w.vendor.Count()["cancel"] > 0 {
		t.Errorf("expired codes are cancelled:\n%s", said)
	}
	if cmp.Equal(made, w.only().ids()) {
		t.Error("the codes are the old ones")
	}
	w.past()
	w.apply()
	w.destroy()
	w.balanced()
}
