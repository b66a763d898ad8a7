package bench

import (
	"fmt"
	"testing"
	"time"
)

// latency is how long the vendor takes to answer.
const latency = 20 * time.Millisecond

// goalRatio is how much longer than idle resources and ideal requests a run may take.
const goalRatio = 1.3

// wall compares whole runs of the CLI with runs of resources that do nothing.
func wall(t *testing.T, r *report, b *toolbox, n int) {
	t.Helper()
	v := startVendor(t, fleet(1, n), latency)
	ours := b.workspace(t, ourConfig(v, n, n, 1))
	idle := b.workspace(t, idleConfig(n))
	builtin := b.workspace(t, builtinConfig(n))
	what := func(doing string) string { return fmt.Sprintf("%s %d resources, %s latency", doing, n, latency) }

	applied, requests := requestsOf(v, ours.apply)
	compare(r, what("create"), applied, idle.apply(), builtin.apply(), requests)

	mine, requests := requestsOf(v, ours.plan)
	still, native := idle.plan(), builtin.plan()
	for range 2 {
		// Taken in turn, so that other work on the machine meets all three.
		mine, still, native = lower(mine, ours.plan()), lower(still, idle.plan()), lower(native, builtin.plan())
	}
	compare(r, what("refresh and plan"), mine, still, native, requests)

	destroyed, requests := requestsOf(v, ours.destroy)
	compare(r, what("destroy"), destroyed, idle.destroy(), builtin.destroy(), requests)
}

func requestsOf(v vendor, run func() cost) (cost, int) {
	v.ResetCalls()
	took := run()
	return took, v.total()
}

// compare holds a time against idle resources of an official provider plus ideal
// requests, and tells the same of the CLI's builtin resource.
func compare(r *report, what string, ours, idle, builtin cost, requests int) {
	perfect := ideal(requests, latency)
	ratio := float64(ours.wall) / float64(idle.wall+perfect)
	r.add(row{
		group: "Wall time", what: what,
		measured: fmt.Sprintf("%s = %.2f × (%s idle + %s for %d requests)", seconds(ours.wall), ratio, seconds(idle.wall), seconds(perfect), requests),
		goal:     fmt.Sprintf("≤ %.1f ×", goalRatio), ok: ratio <= goalRatio,
	})
	r.tell("Wall time", "  the same with the CLI's own terraform_data", "%.2f × (%s + %s)",
		float64(ours.wall)/float64(builtin.wall+perfect), seconds(builtin.wall), seconds(perfect))
}

// curve plans more and more resources, five a machine. It judges the provider's own
// processor time: the CLI's grows by itself, and wall time depends on the machine.
func curve(t *testing.T, r *report, b *toolbox, sizes []int) {
	t.Helper()
	const perMachine = 5
	var first time.Duration
	for i, n := range sizes {
		v := startVendor(t, fleet(n/perMachine, perMachine), latency)
		ours, idle := b.ourMany(t, v, n, perMachine, 1), b.idleMany(t, n)
		var stop func() use
		took, requests := requestsOf(v, func() cost {
			return ours.run(func(pid int) { stop = watchChildren(pid, b.ours) }, "plan", "-input=false", "-no-color", "-detailed-exitcode")
		})
		own := stop().cpu
		still := idle.plan()
		each := own / time.Duration(n)
		if i == 0 {
			first = each
		}
		perfect := ideal(requests, latency)
		r.add(row{
			group: "Curve", what: fmt.Sprintf("plan %d resources on %d machines", n, n/perMachine),
			measured: fmt.Sprintf("%s = %.2f × (%s idle + %s for %d requests); processor each: provider %s, CLI %s",
				seconds(took.wall), float64(took.wall)/float64(still.wall+perfect), seconds(still.wall), seconds(perfect), requests,
				ms(each), ms((took.cpu-own)/time.Duration(n))),
			goal: "provider does not grow", ok: float64(each) <= goalRatio*float64(first),
		})
	}
}
