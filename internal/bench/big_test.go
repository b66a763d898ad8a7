package bench

import (
	"fmt"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest/core"
)

// big measures the provider's own time with many codes in one resource. The server
// answers at once, from the same process: its work is part of the time.
func big(t *testing.T, r *report, sizes []int) {
	t.Helper()
	steps := []string{"create", "refresh", "plan without a change", "update, codes kept", "plan of one code more", "update, one code more", "destroy"}
	for _, codes := range sizes {
		costs := lifeOf(t, codes)
		for i, step := range steps {
			// A second is asked for at a thousand; from there on, in proportion. Processor
			// time bounds what an idle machine would take, wall time what a busy one does.
			took := min(costs[i].wall, costs[i].cpu)
			limit := time.Duration(max(codes, 1000)) * time.Millisecond
			r.add(row{
				group: "Big states", what: fmt.Sprintf("%s, %d codes", step, codes),
				measured: fmt.Sprintf("%s; processor %s, %.0f µs a code", ms(costs[i].wall), ms(costs[i].cpu), costs[i].cpu.Seconds()*1e6/float64(codes)),
				goal:     "< " + limit.String(), ok: took < limit,
			})
		}
	}
}

// lifeOf returns the costs of the steps that big names.
func lifeOf(t *testing.T, codes int) []cost {
	t.Helper()
	ctx := t.Context()
	v := startVendor(t, fleet(1, 1), 0)
	run := newRun(t, v)
	set := settings{"machine_no": machineNo(0), "product_id": productID(0), "code_count": codes, "expired_at": expiry}
	var costs []cost
	step := func(o core.Object) core.Object {
		costs = append(costs, run.last)
		return o
	}
	o := step(run.apply(ctx, core.Object{}, set))
	// A run of its own, or nobody would be asked.
	run = newRun(t, v)
	o = step(run.refresh(ctx, o))
	run.plan(ctx, o, set)
	o = step(o)
	set["skip_destroy"] = true
	o = step(run.apply(ctx, o, set))
	set["skip_destroy"] = false
	o = run.apply(ctx, o, set)
	set["code_count"] = codes + 1
	run.plan(ctx, o, set)
	step(o)
	o = step(run.apply(ctx, o, set))
	if got := codesOf(o); got != codes+1 {
		t.Errorf("%d codes after growing, want %d", got, codes+1)
	}
	step(run.apply(ctx, o, nil))
	if left := len(v.Live("")); left != 0 {
		t.Errorf("%d codes left after destroying", left)
	}
	return costs
}
