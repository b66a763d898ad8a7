package campaign

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// story tells a round that failed, run by run, so that it can be understood without
// playing it again.
func (r *round) story() string {
	var b strings.Builder
	for _, w := range r.workspaces {
		for _, c := range w.configs {
			fmt.Fprintf(&b, "  %s: %+v\n", w.key(c.name), c)
		}
	}
	calls := r.vendor.past()
	for _, run := range r.runs {
		fmt.Fprintf(&b, "  run %d of %s, %s", run.number, run.workspace.name, run.began.Format("02 15:04:05"))
		for _, flag := range []struct {
			set  bool
			name string
		}{
			{run.clean, "clean"},
			{run.destroy, "destroy"},
			{run.planOnly, "plan"},
			{run.noRefresh, "-refresh=false"},
			{run.target != "", "-target " + run.target},
			{run.replace != "", "-replace " + run.replace},
			{run.stopped(), "interrupted"},
		} {
			if flag.set {
				b.WriteString(", " + flag.name)
			}
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
		for _, c := range calls {
			if c.sent.Before(run.began) || c.sent.After(run.ended) || c.fault == "" && (c.name == "products" || c.name == "machine") {
				continue
			}
			fmt.Fprintf(&b, "    %s %s%s", c.sent.Format("15:04:05.00"), c.at, c.params["id"])
			if c.generates() {
				fmt.Fprintf(&b, " for %s (%s of %s until %q)", r.audit.keys[c.number("quantity")], c.params["count"], c.params["code_length"], c.params["expired_at"])
			}
			fmt.Fprintf(&b, " → %s", cmp.Or(c.fault, "ok"))
			switch {
			case c.acted.Load() && c.fault != "":
				fmt.Fprintf(&b, ", acted at %s", c.acts.Format("15:04:05.00"))
			case c.message != "" && c.message != "0 ok":
				fmt.Fprintf(&b, ", %s", c.message)
			}
			b.WriteString("\n")
		}
	}
	for _, code := range r.vendor.emulator.Codes("", "") {
		fmt.Fprintf(&b, "  code %s of %s/%s: %s, made at %s for %q, %d digits, expires %q, held by %q\n",
			code.ID, code.MachineNo, code.ProductID, code.Status, code.CreatedAt, r.audit.maker(code), len(code.Code), code.ExpiredAt, r.audit.held[code.ID])
	}
	return b.String()
}
