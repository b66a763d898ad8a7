package examples

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

var update = flag.Bool("update", false, "write gitops-review/plan.txt anew")

const checkedInPlan = "gitops-review/plan.txt"

// TestAccExampleGitOpsReview keeps plan.txt true: it is what the CLI prints for the pull request of
// the example.
func TestAccExampleGitOpsReview(t *testing.T) {
	w := newWorkspace(t, "gitops-review")
	w.run("init")

	// The main branch was applied, one resource after the other so that the ids are always the same ones.
	// Since then, two people with a flyer and a visitor at the front desk have used their codes.
	budget, proposed := w.Read("budget.tf"), w.Read("giveaways.tf")
	w.Write("budget.tf", "")
	w.Write("giveaways.tf", w.Read("before/giveaways.tf"))
	for _, name := range []string{"flyers", "service", "front_desk", "trade_fair"} {
		w.apply("-target=dingshang_pickup_codes." + name)
	}
	for _, used := range []emulator.Code{
		w.vendor.Codes(acctest.Machine, "1323444")[0],
		w.vendor.Codes(acctest.Machine, "1323444")[1],
		w.vendor.Codes(acctest.Machine, "1323443")[3],
	} {
		if err := w.vendor.Redeem(acctest.Machine, "", used.Code); err != nil {
			t.Fatal(err)
		}
	}
	w.wantNoChanges()

	w.Write("budget.tf", budget)
	w.Write("giveaways.tf", proposed)
	plan := w.run("plan", "-out=pull-request.tfplan")
	plan = tidy(plan[legend.FindStringIndex(plan)[0]:])
	for _, code := range w.vendor.Codes("", "") {
		if strings.Contains(plan, code.Code) {
			t.Error("the plan shows a code")
		}
	}
	if *update {
		if err := os.WriteFile(checkedInPlan, []byte(plan), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(checkedInPlan)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(actionsOf(string(want)), actionsOf(plan)); diff != "" {
		t.Errorf("%s is not what the CLI prints; `go test ./examples -run GitOps -update` writes it again:\n%s", checkedInPlan, diff)
	}

	t.Run("policy", func(t *testing.T) { checkPolicy(t, w.in(t)) })

	// The apply does what the plan says.
	w.run("apply", "pull-request.tfplan")
	for product, want := range map[string]int{"1323446": 5, "1323444": 5, "1323443": 6, "1323448": 0, acctest.Cola: 20} {
		live := 0
		for _, code := range w.vendor.Codes(acctest.Machine, product) {
			if code.Status == emulator.Unused {
				live++
			}
		}
		if live != want {
			t.Errorf("product %s has %d codes instead of %d", product, live, want)
		}
	}
}

// TestAccExampleGitOpsReview_budget raises what is given away above what was agreed.
func TestAccExampleGitOpsReview_budget(t *testing.T) {
	w := newWorkspace(t, "gitops-review")
	w.run("init")
	if out := acctest.OneLine(w.run("plan", "-var=budget=100")); !strings.Contains(out, "The giveaways are worth 145, and the budget is 100.") {
		t.Errorf("the check does not warn:\n%s", out)
	}
	w.edit("giveaways.tf", "code_count  = 20", "code_count  = 30")
	if plan := w.Try("plan"); plan.Code != 1 || !strings.Contains(plan.Said(), "The launch party may give away goods worth 100.00 at most.") {
		t.Errorf("exit code %d\n%s", plan.Code, plan.Stderr)
	}
}

// TestAccExampleGitOpsReview_renamed renames a product between the approval and the apply: what was
// approved is no longer true, so nothing is created until somebody approves again.
func TestAccExampleGitOpsReview_renamed(t *testing.T) {
	w := newWorkspace(t, "gitops-review")
	w.run("init")
	w.run("plan", "-out=pull-request.tfplan", "-target=dingshang_pickup_codes.launch_party")
	w.vendor.EditProduct(acctest.Machine, acctest.Cola, func(p *emulator.Product) { p.Name = "零度可乐" })
	apply := w.Try("apply", "pull-request.tfplan")
	want := `.product_name: was cty.StringVal("可乐"), but now cty.StringVal("零度可乐").`
	if apply.Code != 1 || !strings.Contains(apply.Said(), "Provider produced inconsistent final plan") || !strings.Contains(apply.Said(), want) {
		t.Errorf("exit code %d\n%s", apply.Code, apply.Stderr)
	}
	if calls := len(w.vendor.CallsOf("generate")); calls != 0 {
		t.Errorf("%d generating calls", calls)
	}
	w.apply("-target=dingshang_pickup_codes.launch_party")
}

// checkPolicy evaluates the policy over the saved plan: with the limit it has, and with a lower one.
func checkPolicy(t *testing.T, w *workspace) {
	t.Helper()
	policy, plan := filepath.Join(w.Dir, "policy"), filepath.Join(w.Dir, "plan.json")
	if out := opa(t, "test", policy); !strings.HasPrefix(out, "PASS: ") {
		t.Error(out)
	}
	w.Write("plan.json", w.run("show", "-json", "pull-request.tfplan"))
	denied := func() string {
		return opa(t, "eval", "--input="+plan, "--data="+policy, "--format=pretty", "data.main.deny")
	}
	if out := denied(); out != "[]" {
		t.Errorf("the policy refuses the plan: %s", out)
	}
	w.edit("policy/giveaways.rego", "limit := 100", "limit := 90")
	if out := denied(); !strings.Contains(out, "goods worth 97.6 more; the limit is 90") {
		t.Errorf("the policy says: %s", out)
	}
}

// opa runs Open Policy Agent, which Go builds the first time.
func opa(t *testing.T, args ...string) string {
	t.Helper()
	args = append([]string{"tool", "-modfile=../internal/tools/policy/go.mod", "opa"}, args...)
	out, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// legend is where a plan begins. The lines before it say what was refreshed, in no order.
var legend = regexp.MustCompile(`(?m)^\w+ used the selected providers`)

// tidy takes out what differs from run to run: the emulator's port, and the order of warnings.
func tidy(plan string) string {
	plan = regexp.MustCompile(`@127\.0\.0\.1:\d+"`).ReplaceAllString(plan, `@www.awish.vip"`)
	parts := strings.Split(strings.TrimSpace(plan), "\n\nWarning: ")
	slices.Sort(parts[1:])
	return strings.Join(parts, "\n\nWarning: ") + "\n"
}

// actionsOf is the part of a plan that the provider decides: what follows the CLI's legend.
func actionsOf(plan string) []string {
	_, actions, _ := strings.Cut(plan, " will perform the following actions:")
	return strings.Split(actions, "\n")
}

// TestReadmeShowsARealPlan keeps the README's plan the one of the example.
func TestReadmeShowsARealPlan(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := os.ReadFile(checkedInPlan)
	if err != nil {
		t.Fatal(err)
	}
	creation := regexp.MustCompile(`(?ms)^  # dingshang_pickup_codes\.launch_party will be created.*?^    }`).Find(plan)
	if creation == nil || !strings.Contains(string(readme), string(creation)) {
		t.Errorf("README.md does not contain this part of %s:\n%s", checkedInPlan, creation)
	}
}
