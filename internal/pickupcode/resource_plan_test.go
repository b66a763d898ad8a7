package pickupcode_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest"
)

// launchParty is the resource whose plans are measured.
func launchParty(count int, event string) string {
	return colaCodes("party", fmt.Sprintf("code_count = %d", count), "code_length = 8",
		`expired_at = "2099-12-31T23:59:59+08:00"`, fmt.Sprintf("keepers = { event = %q }", event))
}

// planText is what a plan prints, line by line.
func planText(t *testing.T, w *acctest.Workspace, args ...string) []string {
	t.Helper()
	return strings.Split(w.Directory.Do(append([]string{"plan"}, args...)...).Stdout, "\n")
}

var (
	resourceStart = regexp.MustCompile(`^ +# dingshang_pickup_codes\.`)
	resourceEnd   = regexp.MustCompile(`^    }`)
	warningsEnd   = regexp.MustCompile(`^[─ ]+$`)
	idLine        = regexp.MustCompile(`^ +[-+] ("[0-9]+"|\(known after apply\)),$`)
)

// read returns what a reviewer of a plan reads: the resource, from its # to its closing
// brace, and the warnings. Lines for one id each are counted apart.
func read(lines []string) (text []string, ids int) {
	keep := func(lines []string) {
		for _, line := range lines {
			if idLine.MatchString(line) {
				ids++
			}
			text = append(text, line)
		}
	}
	start := slices.IndexFunc(lines, resourceStart.MatchString)
	if start < 0 {
		return nil, 0
	}
	end := start + slices.IndexFunc(lines[start:], resourceEnd.MatchString) + 1
	keep(lines[start:end])
	rest := lines[end:]
	if start = slices.IndexFunc(rest, func(line string) bool { return strings.Contains(line, "Warning: ") }); start >= 0 {
		rest = rest[start:]
		if end = slices.IndexFunc(rest, warningsEnd.MatchString); end >= 0 {
			rest = rest[:end]
		}
		keep(strings.Split(strings.TrimSpace(strings.Join(rest, "\n")), "\n"))
	}
	return text, ids
}

// A plan fits in a pull request.
func TestAccPickupCodesResource_planLines(t *testing.T) {
	w := acctest.NewWorkspace(t)
	measure := func(what string, most, wantIDs int, args ...string) string {
		t.Helper()
		text, ids := read(planText(t, w, args...))
		t.Logf("%s: %d lines and %d for one id each, at most %d", what, len(text)-ids, ids, most)
		if len(text) == 0 || len(text)-ids > most || ids != wantIDs {
			t.Errorf("%s: %d lines instead of at most %d, %d ids instead of %d:\n%s", what, len(text)-ids, most, ids, wantIDs, strings.Join(text, "\n"))
		}
		return strings.Join(text, "\n")
	}
	expect := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%q is missing in:\n%s", part, text)
			}
		}
	}
	const name = `name                = "可乐 @ 鼎商测试1号"`
	w.Config(launchParty(20, "a"))
	expect(measure("creation", 32, 0), name, `+ product_price       = "3.50"`, `+ currency            = "CNY"`, `+ retail_value        = "70.00"`, `+ codes               = (sensitive value)`)
	w.Apply()
	w.Config(launchParty(25, "a"))
	expect(measure("growth", 20, 5), name, `~ retail_value        = "70.00" -> "87.50"`, `~ unused_count        = 20 -> 25`, `"2130",`)
	w.Config(launchParty(12, "a"))
	expect(measure("shrink", 30, 8), name, `~ unused_count        = 20 -> 12`, `- "2123",`, `Lowering code_count cancels 8 unused codes: 可乐 on 鼎商测试1号`, "2130")
	w.Config(launchParty(20, "b"))
	expect(measure("replacement", 36, 20), name, `# forces replacement`, `Replacing cancels 20 unused codes: 可乐 on 鼎商测试1号`)
	expect(measure("destroy", 42, 20, "-destroy"), name, `Destroying cancels 20 unused codes: 可乐 on 鼎商测试1号`)

	// A redeemed code is no change of a resource; Terraform shows it where an output reads it.
	w.Config(launchParty(20, "a") + "output \"spent\" {\n  value = dingshang_pickup_codes.party.spent_code_ids\n}\n")
	w.Apply()
	redeem(t, w, "2111")
	expect(measure("redeemed code", 14, 1), name, `+ "2111",`)
}

// redeem uses the code with the id up, as a customer does.
func redeem(t *testing.T, w *acctest.Workspace, id string) {
	t.Helper()
	for _, code := range w.Vendor.Live("") {
		if code.ID == id {
			if err := w.Vendor.Redeem(acctest.Machine, code.ProductID, code.Code); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("no live code has the id %s", id)
}

// plannedChange is one resource's change in a saved plan.
type plannedChange struct {
	Address string
	Change  struct {
		Actions       []string
		Before, After map[string]any
		Unknown       map[string]any `json:"after_unknown"`
	}
}

// savePlan writes a plan to a file and reads it.
func savePlan(t *testing.T, w *acctest.Workspace) plannedChange {
	t.Helper()
	w.Do("plan", "-out=plan")
	out := w.Directory.Do("show", "-json", "plan").Stdout
	var plan struct {
		ResourceChanges []plannedChange `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(out), &plan); err != nil || len(plan.ResourceChanges) != 1 {
		t.Fatalf("%d changes, %v", len(plan.ResourceChanges), err)
	}
	return plan.ResourceChanges[0]
}

// partyState reads the attributes of the resource out of the state file.
func partyState(t *testing.T, w *acctest.Workspace) map[string]any {
	t.Helper()
	var state struct {
		Resources []struct {
			Name      string
			Instances []struct{ Attributes map[string]any }
		}
	}
	if err := json.Unmarshal([]byte(w.Read("terraform.tfstate")), &state); err != nil {
		t.Fatal(err)
	}
	for _, r := range state.Resources {
		if r.Name == "party" && len(r.Instances) == 1 {
			return r.Instances[0].Attributes
		}
	}
	t.Fatal("the resource is not in state")
	return nil
}

func texts(list any) []string {
	elements, _ := list.([]any)
	all := []string{}
	for _, element := range elements {
		all = append(all, fmt.Sprint(element))
	}
	return all
}

func numbers(attributes map[string]any) []string {
	codes, _ := attributes["codes"].([]any)
	all := []string{}
	for _, code := range codes {
		attributes, _ := code.(map[string]any) // nil while it is unknown
		all = append(all, fmt.Sprint(attributes["code"]))
	}
	return all
}

func liveIDs(w *acctest.Workspace) []string {
	ids := []string{}
	for _, code := range w.Vendor.Live("") {
		ids = append(ids, code.ID)
	}
	return ids
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: wanted (-), got (+)\n%s", what, diff)
	}
}

// What a saved plan says is what the apply does, whatever customers did meanwhile.
func TestAccPickupCodesResource_planIsExact(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(launchParty(6, "a"))
	w.Apply()

	w.Config(launchParty(8, "a"))
	change := savePlan(t, w).Change
	same(t, "planned ids", texts(change.After["code_ids"]), []string{"2111", "2112", "2113", "2114", "2115", "2116", "<nil>", "<nil>"})
	same(t, "planned numbers", numbers(change.After)[:6], numbers(change.Before))
	same(t, "planned counts", []any{change.After["unused_count"], change.After["code_count"], change.After["retail_value"]}, []any{8.0, 8.0, "28.00"})
	redeem(t, w, "2112")
	w.Apply("plan")
	grown := partyState(t, w)
	same(t, "ids", texts(grown["code_ids"]), []string{"2111", "2112", "2113", "2114", "2115", "2116", "2117", "2118"})
	same(t, "what exists is returned as planned", texts(grown["spent_code_ids"]), []string{})
	w.Empty()

	w.Apply() // the refresh notes the redeemed code
	same(t, "spent after the refresh", texts(partyState(t, w)["spent_code_ids"]), []string{"2112"})
	w.Config(launchParty(4, "a"))
	change = savePlan(t, w).Change
	// The spent code goes first, then the newest three.
	same(t, "planned ids", texts(change.After["code_ids"]), []string{"2111", "2113", "2114", "2115"})
	if len(change.Unknown) > 0 && (change.Unknown["codes"] != nil || change.Unknown["code_ids"] != nil) {
		t.Errorf("a shrink leaves open %v", change.Unknown)
	}
	redeem(t, w, "2113") // stays
	redeem(t, w, "2117") // goes
	w.Vendor.ResetCalls()
	w.Apply("plan")
	same(t, "ids", texts(partyState(t, w)["code_ids"]), []string{"2111", "2113", "2114", "2115"})
	same(t, "live on the server", liveIDs(w), []string{"2111", "2114", "2115"})
	same(t, "unused as planned", partyState(t, w)["unused_count"], any(4.0))
	w.Empty()
	w.Apply()
	same(t, "unused after the refresh", partyState(t, w)["unused_count"], any(3.0))
	w.Destroy()
	same(t, "live on the server", liveIDs(w), []string{})
}
