package bench

import (
	"fmt"
	"testing"
)

// memory measures the provider's process in runs of the CLI over a large fleet.
func memory(t *testing.T, r *report, b *toolbox, resources int) {
	t.Helper()
	const perMachine, codes = 5, 4
	v := startVendor(t, fleet(resources/perMachine, perMachine), 0)
	peakOf := func(w *workspace, doing string, n int, args ...string) {
		var stop func() use
		w.run(func(pid int) { stop = watchChildren(pid, b.ours) }, append(args, "-input=false", "-no-color")...)
		peak := stop().peak
		r.add(row{
			group: "Memory", what: fmt.Sprintf("%s %d resources with %d codes, resident peak", doing, n, n*codes),
			measured: size(peak), goal: "< 160 MiB", ok: peak < 160*mib && peak > 0,
		})
	}
	peakOf(b.ourMany(t, v, resources, perMachine, codes), "refresh and plan", resources, "plan", "-detailed-exitcode")
	// Fewer, for the sake of the CLI: see state_test.go.
	few := resources / 10
	peakOf(b.workspace(t, ourConfig(v, few, perMachine, codes)), "create", few, "apply", "-auto-approve")
}
