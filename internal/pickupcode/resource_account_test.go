package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// elsewhere is the provider's settings for another vendor, which has the same machine
// and products, and none of the codes.
func elsewhere(t *testing.T) (settings string, other *acctest.Fixture) {
	t.Helper()
	other = acctest.Start(t)
	return fmt.Sprintf("url = %q\nsettle_time = \"1s\"", other.URL), other
}

// anotherAppID is the same host under another AppId.
const anotherAppID = "app_id = \"ds00\"\nsettle_time = \"1s\""

// Another host empties no state, adds nothing and cancels nothing.
func TestAccPickupCodesResource_anotherHost(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3))
	w.Apply()
	created := only(t, w)
	settings, other := elsewhere(t)
	other.Emulator.RemoveProduct(acctest.Machine, acctest.Cola)

	w.ConfigWith(settings, party(3))
	w.Expect(w.Empty(), `codes are in another account: 可乐 on 鼎商测试1号`, `in account `+created.Attributes.Account, `configured for ds0123456789abcdef@`+strings.TrimPrefix(other.URL, "http://"))
	w.Apply("-refresh-only")
	same(t, "in state", only(t, w), created)
	for name, run := range map[string]func() string{
		"adding":    func() string { return w.ConfigWith(settings, party(5)).FailApply() },
		"shrinking": func() string { return w.ConfigWith(settings, party(1)).FailApply() },
		"replacing": func() string { return w.ConfigWith(settings, party(3, "code_length = 8")).FailApply() },
		"destroying": func() string {
			return w.ConfigWith(settings, party(3)).FailApply("-destroy")
		},
		"destroying without a refresh": func() string { return w.FailApply("-destroy", "-refresh=false") },
	} {
		w.Expect(run(), `Codes are in another account`, `Configure the provider with the url and app_id of `+created.Attributes.Account)
		if n := other.Emulator.Count(); n["generate"]+n["cancel"] > 0 {
			t.Errorf("%s: calls %v", name, n)
		}
		same(t, name+": in state", only(t, w).ids(), created.ids())
	}
	// A machine that does not exist there says nothing about the one here.
	other.Emulator.RemoveMachine(acctest.Machine)
	w.ConfigWith(settings, party(3)).Apply("-refresh-only")
	same(t, "in state", only(t, w), created)

	w.Config(party(3)).Empty()
	w.Destroy()
	gone(t, w)
}

// Settings only: nothing about the codes has to be asked.
func TestAccPickupCodesResource_anotherAppID(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2))
	w.Apply()
	created := only(t, w)
	w.ConfigWith(anotherAppID, party(2))
	w.Expect(w.Empty(), `codes are in another account`, `ds00@`)
	w.ConfigWith(anotherAppID, party(2, "skip_destroy = true")).Apply()
	same(t, "in state", only(t, w).ids(), created.ids())
	same(t, "account", only(t, w).Attributes.Account, created.Attributes.Account)
	// skip_destroy needs no account.
	w.Expect(w.Destroy(), `2 unused codes not cancelled: .*ids 2111, 2112`)
	same(t, "resources in state", len(instances(t, w)), 0)
	same(t, "live codes", len(w.Vendor.Live("")), 2)
}

// A pending request of another account is neither settled nor forgotten.
func TestAccPickupCodesResource_anotherAccountWhilePending(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2))
	w.Apply()
	w.Vendor.Fail("generate", 1, late)
	w.Config(party(5)).FailApply()
	pending := only(t, w)
	settings, other := elsewhere(t)
	w.ConfigWith(settings, party(2)).Apply()
	w.ConfigWith(settings, party(2, `timeouts = { create = "1m" }`)).Apply()
	same(t, "pending", only(t, w).Attributes.PendingRequests, pending.Attributes.PendingRequests)
	w.Expect(w.FailApply("-destroy"), `another account`)
	w.ConfigWith(settings, party(2, "skip_destroy = true")).Apply()
	w.Expect(w.FailApply("-destroy"), `another account`)
	same(t, "calls of the other vendor", other.Emulator.Count()["generate"], 0)
	w.Config(party(5))
	actLate(t, w)
	w.Apply()
	balanced(t, w)
	same(t, "codes", len(only(t, w).ids()), 5)
}

// The same data under another address is taken over, with what was pending.
func TestAccPickupCodesResource_movedHost(t *testing.T) {
	for name, more := range map[string]string{"numbers in state": "", "no numbers in state": "store_codes = false"} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(party(2, more))
			w.Apply()
			w.Vendor.Fail("generate", 1, late)
			w.Config(party(5, more)).FailApply()
			moved := strings.Replace(w.Fixture.URL, "127.0.0.1", "localhost", 1)
			w.ConfigWith(fmt.Sprintf("url = %q", moved), party(5, more))
			actLate(t, w)
			w.Expect(w.Apply(), `Account changed: 可乐 on 鼎商测试1号`, `Added 3 codes of an earlier request`)
			same(t, "account", only(t, w).Attributes.Account, "ds0123456789abcdef@"+strings.TrimPrefix(moved, "http://"))
			same(t, "codes", len(only(t, w).ids()), 5)
			generated(t, w, 2)
			w.Empty()
			w.Destroy()
			gone(t, w)
		})
	}
}

// A code of somebody else under the same id is no sign of a move.
func TestAccPickupCodesResource_movedHostWithOtherCodes(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2))
	w.Apply()
	created := only(t, w)
	settings, other := elsewhere(t)
	for _, code := range created.Attributes.Codes {
		made := other.Emulator.Generate(acctest.Machine, acctest.Cola, 1, 6, strings.NewReplacer("T", " ", "+08:00", "").Replace(code.ExpiredAt))
		same(t, "id there", made[0].ID, code.ID)
	}
	w.ConfigWith(settings, party(2))
	w.Expect(w.Empty(), `codes are in another account`)
	w.Apply("-refresh-only")
	same(t, "in state", only(t, w), created)
	w.FailApply("-destroy")
	same(t, "cancellations there", other.Emulator.Count()["cancel"], 0)
}

// Codes that are all past their expiry can be destroyed from any account.
func TestAccPickupCodesResource_anotherAccountAllExpired(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(lasting(2, `valid_for = "2s"`))
	w.Apply()
	for deadline := time.Now().Add(20 * time.Second); len(w.Vendor.Live("")) > 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the codes do not expire")
		}
	}
	w.Vendor.Inject(func(emulator.Call) *emulator.Fault { return &emulator.Fault{Kind: emulator.HTML} })
	w.ConfigWith(anotherAppID+"\nmax_retries = 0", lasting(2, `valid_for = "2s"`)).Destroy()
	same(t, "resources in state", len(instances(t, w)), 0)
}

// Codes of another account are neither extended nor cancelled.
func TestAccPickupCodesResource_planOfAnotherAccount(t *testing.T) {
	fixture := acctest.Start(t)
	w := acctest.NewWorkspaceAt(t, fixture)
	acctest.FindCLI(t)
	elsewhere := strings.Replace(fixture.URL, "127.0.0.1", "localhost", 1)
	if elsewhere == fixture.URL {
		t.Fatal("the emulator has another address than expected")
	}
	w.Config(colaCodes("party", "code_count = 2")).Apply()
	move := func(arguments ...string) {
		w.WholeConfig(fixture.ProviderConfig(fmt.Sprintf("url = %q", elsewhere)) + colaCodes("party", arguments...))
	}
	for _, count := range []string{"code_count = 3", "code_count = 1"} {
		move(count)
		w.Expect(w.Fail("plan", "-refresh=false"), `another account.*ds0123456789abcdef@127.0.0.1.*ds0123456789abcdef@localhost`)
	}
	w.Expect(w.Fail("plan", "-refresh=false", "-destroy"), `another account`)
	// A refresh finds the codes there and goes on.
	w.Apply()
	same(t, "account", partyState(t, w)["account"], any(strings.Replace(elsewhere, "http://", "ds0123456789abcdef@", 1)))
	same(t, "live on the server", liveIDs(w), []string{"2111"})
}
