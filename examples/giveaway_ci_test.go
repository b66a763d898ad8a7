package examples

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

func TestAccExampleGiveawayCI_workflow(t *testing.T) {
	w := newWorkspace(t, "giveaway-ci")
	ci := newRunner(t, w)
	ci.step(t, "plan", "Init")
	ci.step(t, "plan", "Plan")
	if summary := ci.summary(t); !strings.Contains(summary, "Plan: 2 to add") {
		t.Errorf("the summary does not show the plan:\n%s", summary)
	}
	log := ci.step(t, "apply", "Apply") + ci.step(t, "apply", "Encrypt")

	live := w.vendor.Live("")
	if len(live) != 26 {
		t.Fatalf("%d codes instead of 26", len(live))
	}
	for _, code := range live {
		if strings.Contains(log, code.Code) {
			t.Error("the log of the pipeline shows a code")
		}
	}
	if !strings.Contains(log, `"launch-party" = "20 × 可乐, 鼎商测试1号, until 20`) {
		t.Errorf("no summary in the log of the pipeline:\n%s", log)
	}

	rows := readCSV(t, ci.decrypt(t, "codes.csv.gpg"))
	page := ci.decrypt(t, "vouchers.html.gpg")
	if len(rows) != 27 || strings.Count(page, "<section>") != 26 {
		t.Errorf("%d lines and %d vouchers for 26 codes", len(rows)-1, strings.Count(page, "<section>"))
	}
	numbers := map[string]bool{}
	for _, row := range rows[1:] {
		numbers[row[5]] = true
	}
	for _, code := range live {
		if !numbers[`="`+code.Code+`"`] {
			t.Errorf("code %s has no line", code.ID)
		}
		if !strings.Contains(page, "<span>"+code.Code[:4]+"</span><span>"+code.Code[4:]+"</span>") {
			t.Errorf("code %s has no voucher", code.ID)
		}
	}
	want := []string{"新品发布会", "鼎商测试1号", "可乐", `="16327138"`}
	if got := rows[1][:4]; strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("the first line is %q", got)
	}

	// The pipeline runs again after a guest was there: no codes are created, and the used one leaves the lists.
	used := w.vendor.Live(acctest.Machine)[0]
	if err := w.vendor.Redeem(acctest.Machine, acctest.Cola, used.Code); err != nil {
		t.Fatal(err)
	}
	if log := ci.step(t, "apply", "Apply"); !strings.Contains(log, "0 added, 0 changed, 0 destroyed") {
		t.Errorf("a used code changes something:\n%s", log)
	}
	if text := w.run("output", "-raw", "csv"); strings.Contains(text, used.Code) || len(readCSV(t, text)) != 26 {
		t.Error("a used code is still on the list")
	}

	// More guests come. Only the new vouchers are wanted, the others are printed.
	last := w.vendor.Live(acctest.Machine)[18].ID
	w.edit("events.auto.tfvars", "codes      = 20", "codes      = 25\n    printed_up_to = "+last)
	ci.step(t, "apply", "Apply")
	if rows := readCSV(t, w.run("output", "-raw", "csv")); len(rows) != 1+24+6 {
		t.Errorf("%d lines for 30 unused codes", len(rows)-1)
	}
	page = w.run("output", "-raw", "vouchers")
	if sheets := strings.Count(page, "<h1>新品发布会</h1>"); sheets != 5 {
		t.Errorf("%d vouchers instead of the 5 new ones", sheets)
	}

	// The party is given again.
	w.edit("events.auto.tfvars", "codes      = 25", "codes      = 25\n    edition = 2")
	if log := acctest.OneLine(ci.step(t, "apply", "Apply")); !strings.Contains(log, "24 unused codes") {
		t.Errorf("the log does not say what is cancelled:\n%s", log)
	}
	w.run("destroy", "-auto-approve")
	if live := w.vendor.Live(""); len(live) != 0 {
		t.Errorf("%d codes outlive the giveaway", len(live))
	}
}

// TestAccExampleGiveawayCI_offlineMachine has one machine offline at the first apply: the other
// event gets its codes all the same, and the run stays red.
func TestAccExampleGiveawayCI_offlineMachine(t *testing.T) {
	w := newWorkspace(t, "giveaway-ci")
	w.vendor.SetOnline(acctest.MachineOld, false)
	ci := newRunner(t, w)
	ci.step(t, "apply", "Init")
	ci.step(t, "plan", "Plan")
	if summary := ci.summary(t); !strings.Contains(summary, "offline") {
		t.Errorf("the summary does not warn about the machine that is offline:\n%s", summary)
	}
	if code, log := ci.try(t, "apply", "Apply"); code == 0 {
		t.Errorf("the apply does not fail:\n%s", log)
	}
	ci.step(t, "apply", "Save outputs")
	ci.step(t, "apply", "Encrypt")
	rows := readCSV(t, ci.decrypt(t, "codes.csv.gpg"))
	if len(rows) != 21 {
		t.Fatalf("%d codes are delivered instead of 20", len(rows)-1)
	}
	for _, row := range rows[1:] {
		if row[0] != "新品发布会" {
			t.Errorf("a line is for %q", row[0])
		}
	}

	// With the machine back, the same pipeline finishes.
	w.vendor.SetOnline(acctest.MachineOld, true)
	ci.step(t, "apply", "Apply")
	ci.step(t, "apply", "Encrypt")
	if rows := readCSV(t, ci.decrypt(t, "codes.csv.gpg")); len(rows) != 27 {
		t.Errorf("%d codes are delivered instead of 26", len(rows)-1)
	}
	if calls := len(w.vendor.CallsOf("generate")); calls != 2 {
		t.Errorf("%d generating calls instead of 2", calls)
	}
}

func TestAccExampleGiveawayCI_failedPlan(t *testing.T) {
	w := newWorkspace(t, "giveaway-ci")
	w.edit("events.auto.tfvars", acctest.Machine, acctest.MachineUnknown)
	ci := newRunner(t, w)
	ci.step(t, "plan", "Init")
	if code, log := ci.try(t, "plan", "Plan"); code != 1 {
		t.Errorf("exit code %d\n%s", code, log)
	}
	if summary := ci.summary(t); !strings.Contains(summary, "Error: ") || !strings.Contains(summary, acctest.MachineUnknown) {
		t.Errorf("the summary does not show why the plan failed:\n%s", summary)
	}
}

// TestAccExampleGiveawayCI_names has names with what CSV, spreadsheets and HTML take for their
// own, and a machine without an address.
func TestAccExampleGiveawayCI_names(t *testing.T) {
	w := newWorkspace(t, "giveaway-ci")
	title := `=Tom & "Jerry", <b>live</b>`
	w.Write("events.auto.tfvars", fmt.Sprintf("events = { x = { title = %q, machine_no = %q, product_id = \"1323531\", codes = 1 } }\n",
		title, acctest.MachineSparse))
	w.run("init")
	w.apply()
	if rows := readCSV(t, w.run("output", "-raw", "csv")); len(rows) != 2 || rows[1][0] != "'"+title {
		t.Errorf("the event is %q", rows[1][0])
	}
	page := w.run("output", "-raw", "vouchers")
	if !strings.Contains(page, `<h1>=Tom &amp; "Jerry", &lt;b&gt;live&lt;/b&gt;</h1>`) || !strings.Contains(page, "<b>鼎商简装5号</b>") {
		t.Errorf("the voucher is\n%s", page)
	}
}

func TestAccExampleGiveawayCI_refuses(t *testing.T) {
	w := newWorkspace(t, "giveaway-ci")
	w.run("init")
	written := w.Read("events.auto.tfvars")
	for _, mistake := range []struct{ old, replacement, want string }{
		{`"新品发布会"`, `" "`, "An event needs a title"},
		{"= 20", "= 2000", "An event has 1 to 200 codes"},
		{"= 20", "= 60", "capacity"},
		{"16327138", acctest.MachineUnknown, acctest.MachineUnknown},
		{"16327138", "1632 7138", "machine_no"},
		{"1323442", "1323", "product 1323"},
		{"168h", "3 days", "valid_for"},
	} {
		w.Write("events.auto.tfvars", strings.ReplaceAll(written, mistake.old, mistake.replacement))
		if plan := w.Try("plan"); plan.Code != 1 || !strings.Contains(plan.Said(), mistake.want) {
			t.Errorf("%s: exit code %d\n%s", mistake.replacement, plan.Code, plan.Stderr)
		}
	}
	if calls := len(w.vendor.CallsOf("generate")); calls != 0 {
		t.Errorf("%d generating calls", calls)
	}
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(text, "\ufeff")
	if !marked {
		t.Error("the CSV has no byte order mark")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
