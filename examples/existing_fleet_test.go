package examples

import (
	"regexp"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// TestAccGuideExistingFleet_query types what the guide says, from an empty directory to a clean plan.
func TestAccGuideExistingFleet_query(t *testing.T) {
	acctest.SkipWithout(t, acctest.ListResources)
	g := readGuide(t, "existing-fleet.md")
	w := newWorkspace(t, "provider")
	p := newTypist(t, w)
	w.Write("provider.tf", g.blocks(t, "## 1. Configure", "terraform")[0])
	p.types(t, g.blocks(t, "## 1. Configure", "shell")[0])
	w.Write("fleet.tfquery.hcl", g.blocks(t, "## 2. List", "terraform")[0])
	if listed := p.types(t, g.blocks(t, "## 2. List", "shell")[0]); !strings.Contains(listed, "鼎商测试1号") {
		t.Errorf("the machine is not listed:\n%s", listed)
	}
	p.types(t, g.blocks(t, "## 3. Generate", "shell")[0])
	imports := g.blocks(t, "## 4. Import", "shell")
	planned := p.types(t, imports[0])
	counts := regexp.MustCompile(`Plan: (\d+) to import, 0 to add, 0 to change, 0 to destroy`).FindStringSubmatch(planned)
	if counts == nil {
		t.Fatalf("the plan does more than import:\n%s", planned)
	}
	if done := p.types(t, imports[1]); !strings.Contains(done, counts[1]+" imported, 0 added, 0 changed, 0 destroyed") || !strings.Contains(done, "No changes.") {
		t.Errorf("the import is not clean:\n%s", done)
	}
	for name, calls := range w.vendor.Count() {
		if strings.HasPrefix(name, "update") || strings.HasPrefix(name, "set") {
			t.Errorf("%d calls of %s", calls, name)
		}
	}

	// A name that means something.
	moved := g.blocks(t, "## 5. Manage less", "terraform")[0]
	generated := w.Read("fleet.tf")
	if !strings.Contains(generated, `resource "dingshang_machine" "all_0" {`) {
		t.Fatalf("the generated names are others:\n%s", generated)
	}
	generated = regexp.MustCompile(`(?ms)^import \{.*?^\}\n`).ReplaceAllString(generated, "")
	w.Write("fleet.tf", strings.Replace(generated, `"dingshang_machine" "all_0"`, `"dingshang_machine" "lobby"`, 1)+moved)
	w.apply()
	w.wantNoChanges()
}

// TestAccGuideExistingFleet_import types what the guide says for CLIs that cannot query.
func TestAccGuideExistingFleet_import(t *testing.T) {
	g := readGuide(t, "existing-fleet.md")
	w := newWorkspace(t, "provider")
	w.Write("fleet.tf", g.blocks(t, "## OpenTofu and", "terraform")[0])
	w.run("init")
	if out := w.apply(); !strings.Contains(out, " imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the apply does more than import:\n%s", out)
	}
	w.wantNoChanges()
}
