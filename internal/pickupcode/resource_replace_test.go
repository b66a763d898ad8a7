package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func TestAccPickupCodesResource_replace(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(lasting(2))
	w.Apply()
	for _, arguments := range []string{
		"code_length = 7",
		"code_length = 7\nkeepers = { event = \"a\" }",
		"code_length = 7\nkeepers = { event = \"b\" }",
		"code_length = 7\nquantity = 1",
		expiry,
		"valid_for = \"72h\"",
	} {
		before := only(t, w).ids()
		w.Expect(w.Config(lasting(2, arguments)).Apply(), `Replacing cancels 2 unused codes: 可乐 on 鼎商测试1号`, `1 added, 0 changed, 1 destroyed`)
		if after := only(t, w).ids(); cmp.Equal(before, after) || len(after) != 2 {
			t.Errorf("with %s: before %v, after %v", arguments, before, after)
		}
		balanced(t, w)
	}
	w.Config(strings.ReplaceAll(lasting(2), acctest.Cola, "1323443")).Apply()
	same(t, "product_name", only(t, w).Attributes.ProductName, "雪碧")
	w.Config(everyProduct(acctest.MachineSparse, expiry)).Apply()
	balanced(t, w)
}

func TestAccPickupCodesResource_createBeforeDestroy(t *testing.T) {
	body := func(length int) string { return party(2, fmt.Sprintf("code_length = %d", length), createBeforeDestroy) }
	w := acctest.NewWorkspace(t).Config(body(6))
	w.Apply()
	old := only(t, w).ids()
	// Refused: the old codes live on as if nothing had happened.
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: 10023, Message: "未开启"})
	w.Config(body(7)).FailApply()
	same(t, "in state", only(t, w).ids(), old)
	if only(t, w).tainted() {
		t.Error("the old codes are tainted")
	}
	balanced(t, w)
	w.Apply()
	balanced(t, w)
	if after := only(t, w).ids(); len(after) != 2 || cmp.Equal(old, after) {
		t.Errorf("in state: %v", after)
	}
	w.Empty()
}

// Late codes of a creation that is being replaced come at the same moment as the new
// ones. (Without an expiry they could not be told apart.)
func TestAccPickupCodesResource_createBeforeDestroyOfUnsettled(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3, createBeforeDestroy))
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
	w.FailApply()
	w.Vendor.Before("generate", func(emulator.Call) { w.Vendor.ActLate(); w.Vendor.HideNewCodes(3) })
	patient(t, w)
	w.Apply()
	balanced(t, w)
	same(t, "codes", len(only(t, w).ids()), 3)
	w.Empty()
	generated(t, w, 2)
}

// A replacement that is asked for while a growth is pending.
func TestAccPickupCodesResource_replaceWithPendingGrowth(t *testing.T) {
	for name, more := range map[string]string{"destroy first": "", "create first": createBeforeDestroy} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(party(2, more))
			w.Apply()
			w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
			w.Config(party(5, more)).FailApply()
			actLate(t, w)
			w.Apply("-refresh=false", "-replace="+address)
			balanced(t, w)
			same(t, "codes", len(only(t, w).ids()), 5)
			w.Empty()
		})
	}
}

func TestAccPickupCodesResource_skipDestroy(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3, "skip_destroy = true"))
	w.Apply()
	created := only(t, w).ids()
	// Shrinking cancels all the same.
	w.Config(party(2, "skip_destroy = true")).Apply()
	balanced(t, w)
	// A replacement leaves them alive.
	said := w.Config(party(2, "skip_destroy = true", "code_length = 7")).Apply()
	w.Expect(said, `Replacing leaves 2 unused codes valid`, `2 unused codes not cancelled: .*ids `+created[0]+", "+created[1])
	same(t, "live codes", len(w.Vendor.Live("")), 4)
	second := only(t, w).ids()
	w.Expect(w.Destroy(), `Destroying leaves 2 unused codes valid`, `2 unused codes not cancelled: .*ids `+second[0]+", "+second[1])
	same(t, "live", liveIDs(w), append(created[:2], second...))
	same(t, "cancellations", w.Vendor.Count()["cancel"], 1)

	// It counts once it is in state, not when it comes with the change.
	w = acctest.NewSibling(t).Config(party(1))
	w.Apply()
	w.Config(party(1, "skip_destroy = true", "code_length = 7")).Apply()
	balanced(t, w)
}

// skip_destroy forgets nothing that is not known: a growth that is pending is an error of
// the destroy, or its codes are named.
func TestAccPickupCodesResource_skipDestroyWithPendingGrowth(t *testing.T) {
	for name, body := range map[string]func(int, ...string) string{"marked": party, "without expiry": lasting} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(body(2, "skip_destroy = true"))
			w.Apply()
			w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
			said := w.Config(body(5, "skip_destroy = true")).FailApply()
			w.Vendor.ActLate()
			w.Vendor.SetOnline(acctest.Machine, false)
			out, code := w.Run("apply", "-destroy", "-auto-approve")
			if code == 0 || len(instances(t, w)) != 1 {
				t.Errorf("exit code %d, %d resources in state", code, len(instances(t, w)))
			}
			w.Vendor.SetOnline(acctest.Machine, true)
			patient(t, w)
			nothingLost(t, w, said+out+w.Destroy())
			same(t, "cancellations", w.Vendor.Count()["cancel"], 0)
			same(t, "live codes", len(w.Vendor.Live("")), 5)
			same(t, "resources in state", len(instances(t, w)), 0)
		})
	}
}

// skip_destroy that was set after an unsettled creation counts too.
func TestAccPickupCodesResource_skipDestroyAfterUntaint(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3))
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
	w.FailApply()
	w.Do("untaint", address)
	w.Config(party(3, "skip_destroy = true"))
	actLate(t, w)
	w.Apply()
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
	w.Config(party(5, "skip_destroy = true")).FailApply()
	w.Destroy()
	same(t, "cancellations", w.Vendor.Count()["cancel"], 0)
	same(t, "live", liveIDs(w), []string{"2111", "2112", "2113"})
}
