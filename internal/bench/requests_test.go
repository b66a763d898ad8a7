package bench

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/acctest/core"
)

// counts is a number of calls by kind.
type counts map[string]int

func (c counts) String() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(c)) {
		parts = append(parts, fmt.Sprintf("%d %s", c[name], name))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// callsOf measures the calls of fn and holds them against what is promised.
func callsOf(t *testing.T, r *report, v vendor, what string, want counts, fn func()) {
	t.Helper()
	v.ResetCalls()
	fn()
	got, peak := counts(v.Count()), v.PeakConcurrency()
	row := row{group: "Requests", what: what, measured: got.String(), goal: "these", ok: cmp.Equal(got, want)}
	if !row.ok {
		row.goal = want.String()
		t.Errorf("%s: %s, want %s", what, got, want)
	}
	if peak > limit {
		t.Errorf("%s: %d requests at once, want %d at most", what, peak, limit)
	}
	row.measured += fmt.Sprintf("; %d at once", peak)
	r.add(row)
}

// TestRequests holds the provider to the number of requests that each operation costs.
func TestRequests(t *testing.T) {
	requests(t, &report{}, requestSizes{resources: 40, machines: 4, onePlace: 60, products: 30}, 2*time.Millisecond)
}

type requestSizes struct {
	resources, machines int // resources spread over machines
	onePlace            int // resources planned on one machine
	products            int // of the machine that gets codes for all of them
}

// requests goes through a resource's life and counts. Each run stands for one of the CLI.
func requests(t *testing.T, r *report, n requestSizes, latency time.Duration) {
	t.Helper()
	ctx := t.Context()
	perMachine := n.resources / n.machines
	v := startVendor(t, fleet(n.machines, perMachine), latency)
	set := func(i, count int) settings {
		return settings{"machine_no": machineNo(i / perMachine), "product_id": productID(i), "code_count": count, "expired_at": expiry}
	}
	objects := make([]core.Object, n.resources)
	plans := counts{"machine": n.machines, "products": n.machines * pages(perMachine)}
	with := func(more counts) counts {
		all := maps.Clone(plans)
		maps.Copy(all, more)
		return all
	}
	on := func(what string) string {
		return fmt.Sprintf("%s %d resources on %d machines", what, n.resources, n.machines)
	}

	run := newRun(t, v)
	callsOf(t, r, v, on("create"), with(counts{"codes": 2 * n.resources, "generate": n.resources}), func() {
		each(n.resources, func(i int) { objects[i] = run.apply(ctx, core.Object{}, set(i, 2)) })
	})
	run = newRun(t, v)
	callsOf(t, r, v, on("refresh and plan"), counts{"codes": n.resources}, func() {
		each(n.resources, func(i int) {
			objects[i] = run.refresh(ctx, objects[i])
			run.plan(ctx, objects[i], set(i, 2))
		})
	})
	run = newRun(t, v)
	callsOf(t, r, v, on("refresh, three resources a product,"), counts{"codes": n.resources}, func() {
		each(3*n.resources, func(i int) { run.refresh(ctx, objects[i%n.resources]) })
	})
	run = newRun(t, v)
	callsOf(t, r, v, on("grow, 1 code each,"), with(counts{"codes": 2 * n.resources, "generate": n.resources}), func() {
		each(n.resources, func(i int) { objects[i] = run.apply(ctx, objects[i], set(i, 3)) })
	})
	run = newRun(t, v)
	callsOf(t, r, v, on("destroy, 3 codes each,"), counts{"codes": n.resources, "cancel": 3 * n.resources}, func() {
		each(n.resources, func(i int) { run.apply(ctx, objects[i], nil) })
	})

	neverExpiring(t, r, latency)
	onePlace(t, r, n.onePlace, latency)
	allProducts(t, r, n.products, latency)
	consoleFleet(t, r, n.resources, latency)
}

// neverExpiring: such codes carry no mark, so two looks have to agree.
func neverExpiring(t *testing.T, r *report, latency time.Duration) {
	t.Helper()
	v := startVendor(t, fleet(1, 1), latency)
	run := newRun(t, v)
	want := counts{"machine": 1, "products": 1, "codes": 3, "generate": 1}
	callsOf(t, r, v, "create codes that never expire", want, func() {
		run.apply(t.Context(), core.Object{}, settings{"machine_no": machineNo(0), "product_id": productID(0)})
	})
}

func onePlace(t *testing.T, r *report, resources int, latency time.Duration) {
	t.Helper()
	v := startVendor(t, fleet(1, resources), latency)
	run := newRun(t, v)
	want := counts{"machine": 1, "products": pages(resources)}
	callsOf(t, r, v, fmt.Sprintf("plan %d new resources on 1 machine", resources), want, func() {
		each(resources, func(i int) {
			run.plan(t.Context(), core.Object{}, settings{"machine_no": machineNo(0), "product_id": productID(i)})
		})
	})
}

// consoleFleet: machines and their configs are read off the pages of the fleet.
func consoleFleet(t *testing.T, r *report, machines int, latency time.Duration) {
	t.Helper()
	v := startVendor(t, fleet(machines, 1), latency)
	set := func(i int) settings { return settings{"machine_no": machineNo(i)} }
	want := counts{"console.signin": 1, "console.machines": machines / machinesPerPage}
	what := func(doing string) string {
		return fmt.Sprintf("%s %d machines and %d configs", doing, machines, machines)
	}
	objects, configs := make([]core.Object, machines), make([]core.Object, machines)
	run := newRun(t, v)
	machine, config := run.of("dingshang_machine"), run.of("dingshang_machine_config")
	callsOf(t, r, v, what("adopt"), want, func() {
		each(machines, func(i int) {
			objects[i] = machine.apply(t.Context(), core.Object{}, set(i))
			configs[i] = config.apply(t.Context(), core.Object{}, set(i))
		})
	})
	run = newRun(t, v)
	machine, config = run.of("dingshang_machine"), run.of("dingshang_machine_config")
	callsOf(t, r, v, what("refresh and plan"), want, func() {
		each(machines, func(i int) {
			machine.plan(t.Context(), machine.refresh(t.Context(), objects[i]), set(i))
			config.plan(t.Context(), config.refresh(t.Context(), configs[i]), set(i))
		})
	})
}

// allProducts: two looks that agree end a creation, so each product is listed three times.
// Products and cabinets are asked for anew just before the request.
func allProducts(t *testing.T, r *report, products int, latency time.Duration) {
	t.Helper()
	v := startVendor(t, fleet(1, products), latency)
	run := newRun(t, v)
	set := settings{"machine_no": machineNo(0), "all_products": true}
	var o core.Object
	want := counts{"machine": 3, "products": 3 * pages(products), "codes": 3 * products, "generate_all": 1}
	callsOf(t, r, v, fmt.Sprintf("create, all_products, %d products", products), want, func() { o = run.apply(t.Context(), core.Object{}, set) })
	if got := codesOf(o); got != products {
		t.Errorf("all_products made %d codes, want %d", got, products)
	}
	run = newRun(t, v)
	callsOf(t, r, v, fmt.Sprintf("refresh, all_products, %d products", products), counts{"codes": products}, func() { run.refresh(t.Context(), o) })
}

// pages is how many pages a machine's products fill.
func pages(products int) int { return (products + 99) / 100 }
