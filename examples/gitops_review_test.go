package examples

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest"
)

var update = flag.Bool("update", false, "write gitops-review/plan.txt anew")

const (
	checkedInPlan = "gitops-review/plan.txt"
	writtenExpiry = "2027-12-31"
)

// TestAccGitOpsReview keeps plan.txt true: it is what the CLI prints for the pull request of
// the example. Only times are another day's: the example's expiry has to be in the future
// whenever this runs, and the codes there are were made just now.
func TestAccGitOpsReview(t *testing.T) {
	t.Parallel()
	vendor := acctest.Start(t)
	w := newWorkspace(t, "gitops-review", vendor.URL)
	expiry := time.Now().AddDate(1, 0, 0).Format("2006") + "-12-31"
	w.edit(t, "giveaways.tf", writtenExpiry, expiry)
	w.edit(t, "before/giveaways.tf", writtenExpiry, expiry)
	w.run(t, "init")

	// The main branch was applied, and two people with a flyer have been there.
	proposed := w.read(t, "giveaways.tf")
	w.write(t, "giveaways.tf", w.read(t, "before/giveaways.tf"))
	w.apply(t, "-target=dingshang_pickup_codes.flyers") // so that it has the lower ids
	w.apply(t)
	for _, code := range vendor.Emulator.Codes(acctest.Machine, "1323444")[:2] {
		if err := vendor.Emulator.Redeem(acctest.Machine, "1323444", code.Code); err != nil {
			t.Fatal(err)
		}
	}
	w.wantNoChanges(t)

	w.write(t, "giveaways.tf", proposed)
	plan := w.run(t, "plan", "-out=pull-request.tfplan")
	plan = strings.ReplaceAll(plan[legend.FindStringIndex(plan)[0]:], expiry, writtenExpiry)
	for _, code := range vendor.Emulator.Codes("", "") {
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
	if diff := cmp.Diff(linesOf(string(want)), linesOf(plan)); diff != "" {
		t.Errorf("%s is not what the CLI prints; `go test ./examples -run GitOps -update` writes it anew:\n%s", checkedInPlan, diff)
	}

	// It does what it says.
	w.run(t, "apply", "pull-request.tfplan")
	if live := len(vendor.Emulator.Live(acctest.Machine)); live != 5+5+20 {
		t.Errorf("%d codes instead of 30", live)
	}
}

// legend is where a plan begins. The lines before it say what was refreshed, in no order.
var legend = regexp.MustCompile(`(?m)^\w+ used the selected providers`)

// linesOf is what of a plan is the provider's: what comes after the CLI's words on its signs,
// without the times at which codes were made.
func linesOf(plan string) []string {
	_, actions, _ := strings.Cut(plan, " will perform the following actions:")
	return strings.Split(regexp.MustCompile(`(created_at +=) "[^"]*"`).ReplaceAllString(actions, "$1 …"), "\n")
}
