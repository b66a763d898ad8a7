package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// redeem has customers use the first n codes of the resource.
func (w *workspace) redeem(n int) {
	w.t.Helper()
	for _, code := range w.only().Attributes.Codes[:n] {
		if err := w.vendor.Redeem(acctest.Machine, "", code.Code); err != nil {
			w.t.Fatal(err)
		}
	}
}

func party(n int, more ...string) string {
	return colaCodes("party", append([]string{fmt.Sprintf("code_count = %d", n)}, more...)...)
}

// Codes that customers used, and codes that somebody cancelled, are no drift.
func TestAccRedeemedCodesAreNoDrift(t *testing.T) {
	w := newWorkspace(t).config(party(4))
	w.apply()
	w.redeem(2)
	w.vendor.Cancel(acctest.Machine, w.only().ids()[2])
	w.empty()
	w.apply()
	made := w.only()
	if made.statuses() != "USED_OR_CANCELLED USED_OR_CANCELLED USED_OR_CANCELLED UNUSED" || made.Attributes.UnusedCount != 1 || made.Attributes.CodeCount != 4 {
		t.Errorf("%s, %+v", made.statuses(), made.Attributes)
	}
	if n := w.vendor.Count()["generate"]; n != 1 {
		t.Errorf("%d generating calls", n)
	}
	w.balanced()

	// Growing counts all codes, spent ones too.
	w.config(party(5)).apply()
	if n := len(w.vendor.Codes("", "")); n != 5 {
		t.Errorf("%d codes were made in all", n)
	}
	w.balanced()

	// Spent codes are dropped first, lowest id first, and cost no call.
	first := w.only().ids()
	w.vendor.ResetCalls()
	said := w.config(party(3)).apply()
	if strings.Contains(said, "Lowering code_count cancels") {
		t.Errorf("a warning although no unused code goes:\n%s", said)
	}
	if diff := cmp.Diff(first[2:], w.only().ids()); diff != "" || w.vendor.Count()["cancel"] != 0 {
		t.Errorf("calls %v, codes %s", w.vendor.Count(), diff)
	}
	w.balanced()

	// Then the newest unused ones are cancelled, of which the plan warns.
	w.expect(w.config(party(1)).apply(), `Lowering code_count cancels 1 unused code .*Of the 3 codes, 1 code is spent`)
	if diff := cmp.Diff(first[3:4], w.only().ids()); diff != "" {
		t.Errorf("left: %s", diff)
	}
	w.balanced()
	w.empty()
}

// A list that lags shows neither that codes are there nor that they are gone.
func TestAccLaggingLists(t *testing.T) {
	w := newWorkspace(t)
	w.vendor.HideNewCodes(2)
	w.config(party(3)).apply()
	w.balanced()
	w.vendor.KeepGoneCodes(2)
	w.redeem(1)
	w.empty()
	w.config(party(1)).apply()
	w.vendor.KeepGoneCodes(0)
	w.apply()
	w.apply("-refresh-only")
	w.balanced()
	// Codes that the list does not show yet are cancelled all the same.
	w.vendor.HideNewCodes(5)
	w.config(party(3)).failApply()
	w.vendor.HideNewCodes(0)
	w.apply()
	w.balanced()
	w.destroy()
	w.balanced()
}

func TestAccShrinkThatFailsHalfWay(t *testing.T) {
	w := newWorkspace(t).config(party(5))
	w.apply()
	made := w.only().ids()
	w.vendor.Inject(func(c emulator.Call) *emulator.Fault {
		if c.Name == "cancel" && c.Params["id"] == made[4] {
			return &emulator.Fault{Kind: emulator.Answer, Code: 30004, Message: "机器不在运营"}
		}
		return nil
	})
	w.expect(w.config(party(2)).failApply(), `cancel the codes? with the ids? `+made[4]+`\..*code 30004.*The state keeps exactly`)
	if diff := cmp.Diff([]string{made[0], made[1], made[4]}, w.only().ids()); diff != "" || w.only().Attributes.CodeCount != 3 {
		t.Errorf("code_count %d, the state holds %s", w.only().Attributes.CodeCount, diff)
	}
	w.balanced()
	w.expect(w.fail("apply", "-destroy", "-auto-approve", "-no-color"), `The state keeps exactly`)
	w.balanced()
	if diff := cmp.Diff(made[4:], w.only().ids()); diff != "" {
		t.Errorf("the state holds %s", diff)
	}
	w.vendor.Inject(nil)
	w.destroy()
	w.balanced()
}

// Somebody else cancelled, used or saw expire what the destroy wants to cancel, between
// its list and its call.
func TestAccGoneAlreadyIsDone(t *testing.T) {
	w := newWorkspace(t).config(party(3))
	w.apply()
	made := w.only()
	w.vendor.After("codes", func(emulator.Call) {
		w.vendor.Cancel(acctest.Machine, made.ids()[0])
		_ = w.vendor.Redeem(acctest.Machine, "", made.Attributes.Codes[1].Code)
	})
	w.apply("-destroy", "-refresh=false")
	w.balanced()
	if len(w.instances()) > 0 {
		t.Error("the state is not empty")
	}
}

func TestAccReplacement(t *testing.T) {
	w := newWorkspace(t).config(party(2))
	w.apply()
	for _, arguments := range []string{
		"code_length = 7",
		"code_length = 7\nkeepers = { event = \"a\" }",
		"code_length = 7\nkeepers = { event = \"b\" }",
		"code_length = 7\nquantity = 1",
		"expired_at = \"2099-01-01 00:00:00\"",
		"valid_for = \"72h\"",
	} {
		before := w.only().ids()
		said := w.config(party(2, arguments)).apply()
		w.expect(said, `Replacing cancels 2 unused codes .*可乐 on 鼎商测试1号`, `1 added, 0 changed, 1 destroyed`)
		if after := w.only().ids(); cmp.Equal(before, after) || len(after) != 2 {
			t.Errorf("with %s: before %v, after %v", arguments, before, after)
		}
		w.balanced()
	}
	w.config(strings.ReplaceAll(party(2), acctest.Cola, "1323443")).apply()
	if w.only().Attributes.ProductName != "雪碧" {
		t.Errorf("product_name is %s", w.only().Attributes.ProductName)
	}
	w.config(everyProduct(acctest.MachineSparse)).apply()
	w.balanced()
}

func TestAccCreateBeforeDestroy(t *testing.T) {
	body := func(length int) string {
		return party(2, fmt.Sprintf("code_length = %d", length), "lifecycle {\n create_before_destroy = true\n }")
	}
	w := newWorkspace(t).config(body(6))
	w.apply()
	old := w.only().ids()
	// Refused: the old codes live on as if nothing had happened.
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: 10023, Message: "未开启"})
	w.config(body(7)).failApply()
	if diff := cmp.Diff(old, w.only().ids()); diff != "" || w.only().Status == "tainted" {
		t.Errorf("status %q, %s", w.only().Status, diff)
	}
	w.balanced()
	w.apply()
	w.balanced()
	if len(w.only().ids()) != 2 || cmp.Equal(old, w.only().ids()) {
		t.Errorf("the state holds %v", w.only().ids())
	}
	w.empty()
}

func TestAccSkipDestroy(t *testing.T) {
	w := newWorkspace(t).config(party(3, "skip_destroy = true"))
	w.apply()
	made := w.only().ids()
	// Shrinking cancels all the same.
	w.config(party(2, "skip_destroy = true")).apply()
	w.balanced()
	// A replacement leaves them alive.
	said := w.config(party(2, "skip_destroy = true", "code_length = 7")).apply()
	w.expect(said, `Replacing leaves 2 unused codes alive`, `Left 2 unused codes alive.*ids are `+made[0]+", "+made[1])
	if n := len(w.vendor.Live("")); n != 4 {
		t.Errorf("%d codes are live", n)
	}
	second := w.only().ids()
	w.expect(w.destroy(), `Destroying leaves 2 unused codes alive`, `Left 2 unused codes alive.*ids are `+second[0]+", "+second[1])
	if diff := cmp.Diff(append(made[:2], second...), liveIDs(w.vendor)); diff != "" || w.vendor.Count()["cancel"] != 1 {
		t.Errorf("live %s", diff)
	}
	// It counts once it is in the state, not when it comes with the change.
	w = newSibling(t).config(party(1))
	w.apply()
	w.config(party(1, "skip_destroy = true", "code_length = 7")).apply()
	w.balanced()
}
