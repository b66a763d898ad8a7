package examples

import (
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

const partyVars = "-var-file=launch-party.tfvars"

func TestAccGiveawayCI(t *testing.T) {
	t.Parallel()
	vendor := acctest.Start(t)
	w := newWorkspace(t, "giveaway-ci", vendor.URL)
	w.run(t, "init")
	w.run(t, "plan", partyVars, "-out=giveaway.tfplan")
	log := w.run(t, "apply", "giveaway.tfplan")
	live := vendor.Emulator.Live(acctest.Machine)
	if len(live) != 20 {
		t.Fatalf("%d codes instead of 20", len(live))
	}
	for _, code := range live {
		if strings.Contains(log, code.Code) {
			t.Error("the log of the pipeline shows a code")
		}
	}
	if !strings.Contains(log, ` = "20 × 可乐, 鼎商测试1号, until 20`) {
		t.Errorf("no summary in the log of the pipeline:\n%s", log)
	}

	rows := readCSV(t, w.run(t, "output", "-raw", "csv"))
	page := w.run(t, "output", "-raw", "vouchers")
	shown := regexp.MustCompile(`</?span>`).ReplaceAllString(page, "")
	if len(rows) != 21 || strings.Count(page, "<section>") != 20 {
		t.Errorf("%d lines and %d vouchers for 20 codes", len(rows), strings.Count(page, "<section>"))
	}
	for i, code := range live {
		if row := rows[i+1]; row[0] != "新品发布会" || row[1] != "鼎商测试1号" || row[2] != "可乐" || row[3] != code.ID || row[4] != code.Code {
			t.Errorf("line %d is not that of code %s", i+1, code.ID)
		}
		if !strings.Contains(shown, `<p class="code">`+code.Code+"</p>") {
			t.Errorf("code %s has no voucher", code.ID)
		}
	}

	// The pipeline runs again after a guest was there: nothing happens, no output changes.
	if err := vendor.Emulator.Redeem(acctest.Machine, acctest.Cola, live[0].Code); err != nil {
		t.Fatal(err)
	}
	w.wantNoChanges(t, partyVars)

	// More guests come.
	w.apply(t, partyVars, "-var=codes=25")
	after := readCSV(t, w.run(t, "output", "-raw", "csv"))
	if len(after) != 26 {
		t.Fatalf("%d lines for 25 codes", len(after))
	}
	for i := range rows {
		if strings.Join(rows[i], " ") != strings.Join(after[i], " ") {
			t.Errorf("line %d is another one now", i)
		}
	}

	// The party is given again.
	if log := oneLine(w.apply(t, partyVars, "-var=codes=25", "-var=edition=2")); !strings.Contains(log, "Replacing cancels 24 unused codes") {
		t.Errorf("nothing is said of the codes that go:\n%s", log)
	}
	if live := vendor.Emulator.Live(acctest.Machine); len(live) != 25 || live[0].ID <= after[25][3] {
		t.Errorf("%d codes instead of 25 new ones", len(live))
	}
	w.run(t, "destroy", "-auto-approve", partyVars)
	if live := vendor.Emulator.Live(""); len(live) != 0 {
		t.Errorf("%d codes outlive the giveaway", len(live))
	}
}

// TestAccGiveawayCINames has names with what CSV and HTML take for their own, and a machine
// without an address.
func TestAccGiveawayCINames(t *testing.T) {
	t.Parallel()
	vendor := acctest.Start(t)
	w := newWorkspace(t, "giveaway-ci", vendor.URL)
	event := `Tom & "Jerry", <b>live</b>`
	vars := fmt.Sprintf("event = %q\nmachine_no = %q\nproduct_id = %q\ncodes = 1\n", event, acctest.MachineSparse, "1323531")
	w.write(t, "launch-party.tfvars", vars)
	w.run(t, "init")
	w.apply(t, partyVars)
	if rows := readCSV(t, w.run(t, "output", "-raw", "csv")); len(rows) != 2 || rows[1][0] != event {
		t.Errorf("the event is %q", rows[1][0])
	}
	page := w.run(t, "output", "-raw", "vouchers")
	if !strings.Contains(page, `<h1>Tom &amp; "Jerry", &lt;b&gt;live&lt;/b&gt;</h1>`) || !strings.Contains(page, "<p>鼎商简装5号<br>") {
		t.Errorf("the voucher is\n%s", page)
	}
}

func TestAccGiveawayCIRefuses(t *testing.T) {
	t.Parallel()
	vendor := acctest.Start(t)
	w := newWorkspace(t, "giveaway-ci", vendor.URL)
	w.run(t, "init")
	for setting, want := range map[string]string{
		"event= ":              "The event needs a name",
		"codes=2000":           "A giveaway has 1 to 200 codes",
		"codes=60":             "More codes than the product's capacity",
		"machine_no=99999999":  "Unknown machine 99999999",
		"machine_no=1632 7138": "machine_no",
		"product_id=1323":      "Unknown product 1323",
		"valid_for=3 days":     "valid_for",
	} {
		code, _, stderr := w.try(t, "plan", partyVars, "-var", setting)
		if code != 1 || !strings.Contains(oneLine(stderr), want) {
			t.Errorf("%s: exit code %d\n%s", setting, code, stderr)
		}
	}
	if calls := len(vendor.Emulator.CallsOf("generate")); calls != 0 {
		t.Errorf("%d generating calls", calls)
	}
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
