package examples

import (
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

const leakedResource = `
resource "dingshang_pickup_codes" "launch_party" {
  machine_no = "16327138"
  product_id = "1323442"
  code_count = 3
  expired_at = "2035-12-31T23:59:59+08:00"
}
`

// TestAccGuideWhenCodesLeak_replace types what the guide says for the codes of one resource.
func TestAccGuideWhenCodesLeak_replace(t *testing.T) {
	g := readGuide(t, "when-codes-leak.md")
	w := newWorkspace(t, "provider")
	w.Write("main.tf", leakedResource)
	w.run("init")
	w.apply()
	leaked := w.vendor.Live(acctest.Machine)
	if err := w.vendor.Redeem(acctest.Machine, acctest.Cola, leaked[0].Code); err != nil {
		t.Fatal(err)
	}
	p := newTypist(t, w)
	if found := p.types(t, g.blocks(t, "## 1. Find them", "shell")[0]); !strings.Contains(found, "unused_count") || !strings.Contains(found, leaked[0].ID) {
		t.Errorf("the used code is not found:\n%s", found)
	}
	if log := acctest.OneLine(p.types(t, g.blocks(t, "**The codes of one resource.**", "shell")[0])); !strings.Contains(log, "unused_count = 2 -> 3") {
		t.Errorf("the plan does not show how many codes are unused:\n%s", log)
	}
	live := w.vendor.Live(acctest.Machine)
	if len(live) != 3 || live[0].ID <= leaked[2].ID {
		t.Errorf("%d codes instead of three new ones", len(live))
	}
	if checked := p.types(t, g.blocks(t, "## 3. Check", "shell")[0]); strings.Contains(checked, leaked[2].ID) {
		t.Errorf("state still has the leaked codes:\n%s", checked)
	}
}

// TestAccGuideWhenCodesLeak_action types what the guide says for all codes of a product.
func TestAccGuideWhenCodesLeak_action(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	g := readGuide(t, "when-codes-leak.md")
	w := newWorkspace(t, "provider")
	w.Write("main.tf", leakedResource+g.blocks(t, "**All codes of a product", "terraform")[0])
	w.run("init")
	w.apply()
	w.vendor.Generate(acctest.Machine, acctest.Cola, 4, 6, "") // somebody's, in the console
	p := newTypist(t, w)
	p.types(t, g.blocks(t, "**All codes of a product", "shell")[0])
	if live := w.vendor.Live(acctest.Machine); len(live) != 0 {
		t.Errorf("%d codes are still valid", len(live))
	}
	if checked := p.types(t, g.blocks(t, "## 3. Check", "shell")[0]); !strings.Contains(checked, "USED_OR_CANCELLED") && !strings.Contains(checked, "spent_code_ids") {
		t.Errorf("state does not show that the codes are spent:\n%s", checked)
	}
	w.wantNoChanges()
	p.types(t, g.blocks(t, "**The codes of one resource.**", "shell")[0])
	if live := w.vendor.Live(acctest.Machine); len(live) != 3 {
		t.Errorf("%d codes instead of three new ones", len(live))
	}
}

// TestAccGuideWhenCodesLeak_import types what the guide says for CLIs that have no actions.
func TestAccGuideWhenCodesLeak_import(t *testing.T) {
	g := readGuide(t, "when-codes-leak.md")
	w := newWorkspace(t, "provider")
	w.vendor.Generate(acctest.Machine, acctest.Cola, 4, 6, "")
	w.Write("provider.tf", g.blocks(t, "**With OpenTofu**", "terraform")[0])
	newTypist(t, w).types(t, g.blocks(t, "**With OpenTofu**", "shell")[0])
	if live := w.vendor.Live(acctest.Machine); len(live) != 0 {
		t.Errorf("%d codes are still valid", len(live))
	}
}
