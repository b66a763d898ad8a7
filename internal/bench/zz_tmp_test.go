package bench

import "testing"

func BenchmarkTmpPlan(b *testing.B) {
	t := &testing.T{}
	_ = t
}

func TestTmpPlan(t *testing.T) {
	ctx := t.Context()
	v := startVendor(t, fleet(1, 1), 0)
	run := newCore(t, v)
	set := settings{"machine_no": text(machineNo(0)), "product_id": text(productID(0)), "code_count": number(1000)}
	o := run.apply(ctx, object{}, set)
	for range 10 {
		run.plan(ctx, o, set)
	}
	t.Log(run.last)
}
