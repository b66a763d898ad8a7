package bench

import (
	"fmt"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// memory measures the provider's process in runs of the CLI over a large fleet.
func memory(t *testing.T, r *report, b *toolbox, resources int) {
	t.Helper()
	const perMachine, codes = 5, 4
	v := startVendor(t, fleet(resources/perMachine, perMachine), 0)
	peakOf := func(d *acctest.Directory, doing string, n int, args []string) {
		var stop func() use
		d.Started = func(pid int) { stop = watchChildren(pid, b.ours) }
		d.Do(args...)
		peak := stop().peak
		r.add(row{
			group: "Memory", what: fmt.Sprintf("%s %d resources with %d codes, resident peak", doing, n, n*codes),
			measured: size(peak), goal: "< 160 MiB", ok: peak < 160*mib && peak > 0,
		})
	}
	peakOf(b.ourMany(t, v, resources, perMachine, codes), "refresh and plan", resources, planning)
	// Fewer, for the sake of the CLI: see state_test.go.
	few := resources / 10
	peakOf(b.directory(t, ourConfig(v, few, perMachine, codes)), "create", few, applying)
}
