package bench

import (
	"fmt"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/acctest/core"
)

// latency is how long the vendor takes to answer.
const latency = 20 * time.Millisecond

// How much more than resources that ask nobody for anything ours may take: of time, with
// ideal requests added to theirs, and of the provider's processor time.
const (
	goalWall      = 1.3
	goalProcessor = 1.5
)

// subject is a directory whose runs are measured, and the provider that they use.
type subject struct {
	*acctest.Directory
	name, program string
}

// measure returns the wall time of a run, and the processor time of its provider.
func (s subject) measure(args []string) cost {
	var stop func() use
	s.Started = func(pid int) { stop = watchChildren(pid, s.program) }
	return cost{s.Do(args...).Took, stop().cpu}
}

// wall compares whole runs of the CLI with runs of resources that ask nobody.
func wall(t *testing.T, r *report, b *toolbox, n int) {
	t.Helper()
	v := startVendor(t, fleet(1, n), latency)
	ours := subject{b.directory(t, ourConfig(v, n, n, 1)), "", b.ours}
	theirs := b.yardsticks(t, n)
	what := func(doing string) string { return fmt.Sprintf("%s %d resources", doing, n) }
	compare(r, v, what("create"), 1, applying, ours, theirs)
	compare(r, v, what("refresh and plan"), 3, planning, ours, theirs)
	compare(r, v, what("destroy"), 1, destroying, ours, theirs)

	v = startVendor(t, fleet(n, 1), latency)
	ours = subject{b.directory(t, fleetConfig(v, n)), "", b.ours}
	theirs = b.yardsticks(t, 2*n)
	what = func(doing string) string { return fmt.Sprintf("%s %d machines and %d configs", doing, n, n) }
	compare(r, v, what("adopt"), 1, applying, ours, theirs)
	compare(r, v, what("refresh and plan"), 3, planning, ours, theirs)
}

func (b *toolbox) yardsticks(t *testing.T, n int) []subject {
	t.Helper()
	var subjects []subject
	for _, y := range b.theirs {
		subjects = append(subjects, subject{b.directory(t, y.resources(n)), y.name, y.program})
	}
	return subjects
}

// compare runs the same with our resources and with theirs, and takes the least of some
// rounds. All take turns, so that other work on the machine meets all of them.
func compare(r *report, v vendor, what string, rounds int, args []string, ours subject, theirs []subject) {
	var (
		mine     cost
		requests int
		idle     = make([]cost, len(theirs))
	)
	for round := range rounds {
		v.ResetCalls()
		took := ours.measure(args)
		requests = v.total()
		if round == 0 {
			mine = took
		}
		mine = lower(mine, took)
		for i, other := range theirs {
			took := other.measure(args)
			if round == 0 {
				idle[i] = took
			}
			idle[i] = lower(idle[i], took)
		}
	}
	perfect := ideal(requests, latency)
	for i, other := range theirs {
		ratio := float64(mine.wall) / float64(idle[i].wall+perfect)
		r.add(row{
			group: "Whole runs, " + latency.String() + " latency", what: what + ", hashicorp/" + other.name + ": wall",
			measured: fmt.Sprintf("%s = %.2f × (%s + %s for %d requests)", seconds(mine.wall), ratio, seconds(idle[i].wall), seconds(perfect), requests),
			goal:     fmt.Sprintf("≤ %.1f ×", goalWall), ok: ratio <= goalWall,
		})
		ratio = float64(mine.cpu) / float64(idle[i].cpu)
		r.add(row{
			group: "Whole runs, " + latency.String() + " latency", what: "  provider's processor time",
			measured: fmt.Sprintf("%s = %.2f × %s", seconds(mine.cpu), ratio, seconds(idle[i].cpu)),
			goal:     fmt.Sprintf("≤ %.1f ×", goalProcessor), ok: ratio <= goalProcessor,
		})
	}
}

// samePlace creates many resources for one product at once. Their requests carry marks,
// so they do not wait for each other.
func samePlace(t *testing.T, r *report, resources int) {
	t.Helper()
	const latency = 100 * time.Millisecond
	v := startVendor(t, fleet(1, 1), latency)
	set := settings{"machine_no": machineNo(0), "product_id": productID(0), "expired_at": expiry}
	create := func(n int) time.Duration {
		run := newRun(t, v)
		start := time.Now()
		each(n, func(int) { run.apply(t.Context(), core.Object{}, set) })
		return time.Since(start)
	}
	one, many := create(1), create(resources)
	ratio := float64(many) / float64(one)
	r.add(row{
		group: "One product", what: fmt.Sprintf("create %d resources, %s latency", resources, latency),
		measured: fmt.Sprintf("%s = %.2f × %s for one", seconds(many), ratio, seconds(one)), goal: "< 2 ×", ok: ratio < 2,
	})
}
