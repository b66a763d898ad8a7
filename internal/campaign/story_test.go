package campaign

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// story tells a round that failed, run by run, so that it can be understood without
// playing it again.
func (r *round) story() string {
	var b strings.Builder
	for _, run := range r.runs {
		fmt.Fprintf(&b, "  run %d", run.number)
		if run.clean {
			b.WriteString(", clean")
		}
		if run.target != "" {
			fmt.Fprintf(&b, ", target %s", run.target)
		}
		if run.stopped() {
			b.WriteString(", interrupted")
		}
		for _, name := range slices.Sorted(maps.Keys(run.changes)) {
			fmt.Fprintf(&b, ", %s: %s", name, run.changes[name])
		}
		b.WriteString("\n")
		for _, d := range run.diagnostics {
			level := "warning"
			if d.isError {
				level = "error"
			}
			fmt.Fprintf(&b, "    %s %s: %s: %s\n", d.resource, level, d.summary, strings.ReplaceAll(d.detail, "\n", " "))
		}
		for _, call := range r.emulator.Calls() {
			if call.Name == "products" || call.Name == "machine" || call.Time.Before(run.began) || call.Time.After(run.ended) {
				continue
			}
			fmt.Fprintf(&b, "    %s %s/%s%s: %s", call.Time.Format("05.000"), call.Name, call.ProductID, call.Params["id"], call.Did)
			if mark := call.Params["quantity"]; mark != "" {
				fmt.Fprintf(&b, " for %s (%s of %s)", nameOfMark(mark), call.Params["count"], call.Params["code_length"])
			}
			fmt.Fprintf(&b, " → %d code %d %q\n", call.Status, call.Code, call.Message)
		}
	}
	for _, code := range r.emulator.Codes("", "") {
		fmt.Fprintf(&b, "  code %s of %s/%s: %s, made by call %d, %d digits, expires %q, held by %q\n",
			code.ID, code.MachineNo, code.ProductID, code.Status, code.Call, len(code.Code), code.ExpiredAt, r.audit.held[code.ID])
	}
	return b.String()
}
