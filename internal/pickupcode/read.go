package pickupcode

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"terraform-provider-dingshang/internal/dingshang"
)

// Read implements [resource.Resource]: it refreshes the statuses, and adopts the codes
// of an order that had not settled as soon as they are certain.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	setIdentity(ctx, m, resp.Identity, &resp.Diagnostics)
	o := readPrivate[*order](ctx, req.Private, keyOrder, &resp.Diagnostics)
	if o != nil {
		r.desk.remember(m.ID.ValueString(), *o)
	}
	if r.session == nil || r.session.Client == nil {
		resp.Diagnostics.Append(warnNotRefreshed(m))
		return
	}
	machineNo, id := m.MachineNo.ValueString(), m.ID.ValueString()
	codes := codesFromList(m.Codes)
	if contested := r.desk.own(machineNo, idsOf(codes), id); len(contested) > 0 {
		resp.Diagnostics.Append(warnTwice(m, contested))
	}
	open := o.open(r.session.Clock.Now())
	products := productIDs(codes)
	if open {
		products = slices.Compact(slices.Sorted(slices.Values(append(products, o.products()...))))
	} else if !m.place().all() {
		products = []string{m.ProductID.ValueString()}
	}
	l, failed := lists(ctx, r.session.Client.PickupCodes, machineNo, products)
	if len(failed) > 0 && r.readFailed(ctx, m, open, failed, resp) {
		return
	}

	now := r.session.Clock.Now() // after the lists, so that what expired meanwhile is expired
	codes = refreshed(codes, l, now)
	if open && len(failed) == 0 {
		codes = r.adopt(ctx, m, o, codes, l, &resp.Diagnostics)
	}
	if o != nil {
		if !o.open(now) {
			o = &order{Settled: true}
		}
		writePrivate(ctx, resp.Private, keyOrder, o, &resp.Diagnostics)
		r.desk.remember(id, *o)
	}
	if past(m.ExpiredAt.Time(), now) {
		writePrivate(ctx, resp.Private, keyExpired, true, &resp.Diagnostics)
	}
	m.setCodes(codes)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// readFailed says what the failed lists mean. It is true where the state is final: kept
// as it is, or removed because the machine does not exist.
func (r *Resource) readFailed(ctx context.Context, m model, open bool, failed map[string]error, resp *resource.ReadResponse) bool {
	machineNo := m.MachineNo.ValueString()
	first := failed[slices.MinFunc(slices.Collect(maps.Keys(failed)), compareIDs)]
	if err := ctx.Err(); err != nil {
		first = err
	}
	switch {
	case ctx.Err() != nil, dingshang.IsMachineNotLinked(first), dingshang.IsKind(first, dingshang.KindCredentials):
		resp.Diagnostics.Append(notRefreshed(m, first))
		return true
	// The machine is marked as gone while unsettled too: the plan of a destroy warns then.
	case r.gone(ctx, machineNo, first) && !open:
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(warnRemoved(m))
		return true
	}
	if dingshang.IsRecordGone(first) {
		r.desk.markGone(m.place().String())
	}
	resp.Diagnostics.Append(warnKept(m, first))
	// With codes of many products, those that could be listed are refreshed.
	return !m.place().all()
}

// gone confirms that the machine does not exist, and notes it for its other resources.
func (r *Resource) gone(ctx context.Context, machineNo string, err error) bool {
	if !dingshang.IsMachineGone(err) {
		return false
	}
	if !r.desk.isGone(machineNo) && machineGone(ctx, r.session.Client, machineNo, err) {
		r.desk.markGone(machineNo)
	}
	return r.desk.isGone(machineNo)
}

// adopt adds the order's codes where they are certain, and settles it then.
func (r *Resource) adopt(ctx context.Context, m model, o *order, codes []dingshang.PickupCode, l listing, diags *diag.Diagnostics) []dingshang.PickupCode {
	done, err := r.desk.turn(ctx, m.place())
	if err != nil {
		return codes
	}
	defer done()
	id := m.ID.ValueString()
	candidates, others := o.sameMoment(o.candidates(l, r.desk.owned(m.MachineNo.ValueString())), r.session.SettleTime)
	found, v := o.claim(candidates)
	overdue := !r.session.Clock.Now().Before(o.SentAt.Add(r.session.SettleTime))
	switch {
	case v == certain || v == probable:
	case v == waiting && overdue && len(found) > 0 && o.takesPart(found, candidates):
		diags.Append(warnMissing(m, o.missing(found))...)
	default:
		diags.Append(warnUnsettled(m, o, idsOf(candidates), idsOf(others)))
		return codes
	}
	r.desk.own(m.MachineNo.ValueString(), idsOf(found), id)
	o.Settled = true
	diags.Append(warnAdopted(m, found))
	return slices.SortedFunc(slices.Values(append(codes, found...)), byAscendingID)
}
