package pickupcode

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"terraform-provider-dingshang/internal/dingshang"
)

// Delete implements [resource.Resource]: it cancels what can still be redeemed. After a
// partial failure the state holds exactly the codes that are not cancelled.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m model
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Delete(ctx, defaultDeleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	codes := codesFromList(m.Codes)
	o, known := r.orderOf(ctx, m, req.Private, &resp.Diagnostics)
	open := r.session != nil && o.open(r.session.Clock.Now())
	if m.SkipDestroy.ValueBool() && !open {
		resp.Diagnostics.Append(warnLeftAlive(m, unused(codes))...)
		return
	}
	if resp.Diagnostics.HasError() || !r.session.Known(&resp.Diagnostics) {
		return
	}
	r.desk.own(m.MachineNo.ValueString(), idsOf(codes), m.ID.ValueString())
	if open {
		// Looking for codes must not meet another resource making some.
		done, err := r.desk.turn(ctx, m.place())
		if err != nil {
			resp.Diagnostics.Append(notStarted(m, err))
			return
		}
		defer done()
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if m.SkipDestroy.ValueBool() && !m.neverCompleted() {
		// A growth that did not settle: its codes live on too, and have to be named.
		found := r.issuer(m.ID.ValueString()).resolve(ctx, *o)
		if found.failure != nil {
			found.others = append(found.others, found.failure.seen...)
		}
		resp.Diagnostics.Append(warnLeftAlive(m, append(unused(codes), found.codes...))...)
		resp.Diagnostics.Append(warnOthers(m, found.others)...)
		return
	}

	left, problems := r.cancelAll(ctx, m, codes)
	resp.Diagnostics.Append(problems...)
	if !resp.Diagnostics.HasError() && open {
		found, problems := r.cancelOpen(ctx, m, o)
		left = append(left, found...)
		resp.Diagnostics.Append(problems...)
	}
	if !resp.Diagnostics.HasError() && !known && len(codes) == 0 {
		resp.Diagnostics.Append(r.checkUnknownOrder(ctx, m)...)
	}
	if resp.Diagnostics.HasError() {
		m.setCodes(left)
		setState(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
		if o != nil {
			// The replacement of a tainted resource came without its own notes.
			writePrivate(ctx, resp.Private, keyOrder, o, &resp.Diagnostics)
		}
	}
}

// orderOf finds the order that may still be open: in the resource's own private state,
// or, for a tainted resource that is replaced, where the plan left it. known is false
// where a creation did not complete and no refresh has looked at it since.
func (r *Resource) orderOf(ctx context.Context, m model, private privateReader, diags *diag.Diagnostics) (o *order, known bool) {
	if o = readPrivate[*order](ctx, private, keyOrder, diags); o != nil {
		return o, true
	}
	if o, ok := readPrivate[map[string]order](ctx, private, keyOrders, diags)[m.ID.ValueString()]; ok {
		return &o, true
	}
	return nil, !m.neverCompleted()
}

// cancelAll cancels the codes in state and returns those that are left.
func (r *Resource) cancelAll(ctx context.Context, m model, codes []dingshang.PickupCode) ([]dingshang.PickupCode, diag.Diagnostics) {
	if len(codes) == 0 {
		return nil, nil
	}
	no := m.MachineNo.ValueString()
	l, gone, err := listForCancelling(ctx, r.session.Client, no, codes)
	switch {
	case gone:
		return nil, nil
	case err != nil:
		return codes, diag.Diagnostics{notListed(m, err)}
	}
	live, _ := partition(codes, l, r.session.Clock.Now())
	return r.cancelLive(ctx, m, live)
}

func (r *Resource) cancelLive(ctx context.Context, m model, live []dingshang.PickupCode) ([]dingshang.PickupCode, diag.Diagnostics) {
	no := m.MachineNo.ValueString()
	done, failed := cancelCodes(ctx, r.session.Client, no, live)
	if failed == nil || machineGone(ctx, r.session.Client, no, failed.cause) {
		return nil, nil
	}
	return without(live, done), diag.Diagnostics{notCancelled(m, failed)}
}

// cancelOpen waits out an order that did not settle, and cancels what is certainly its.
// It returns the codes found and not cancelled; they are the resource's from then on.
func (r *Resource) cancelOpen(ctx context.Context, m model, o *order) ([]dingshang.PickupCode, diag.Diagnostics) {
	found := r.issuer(m.ID.ValueString()).resolve(ctx, *o)
	switch failure := found.failure; {
	case failure != nil && machineGone(ctx, r.session.Client, m.MachineNo.ValueString(), failure.cause):
		return nil, nil
	case failure != nil:
		return nil, diag.Diagnostics{notResolved(m, o, failure)}
	}
	o.Settled = true
	left, diags := r.cancelLive(ctx, m, found.codes)
	diags.Append(warnOthers(m, found.others)...)
	if found.nothing && o.Confirmed {
		diags.Append(warnNeverAppeared(m, o))
	}
	return left, diags
}

// checkUnknownOrder keeps a creation that did not complete from being forgotten by a
// run without a refresh, which has no notes on it: if there are codes that could be
// its, the run has to be made with a refresh.
func (r *Resource) checkUnknownOrder(ctx context.Context, m model) diag.Diagnostics {
	o := m.request(0)
	o.Before = map[string][]string{o.ProductID: nil}
	candidates, err := r.issuer(m.ID.ValueString()).look(ctx, o)
	switch {
	case m.place().all(), err == nil && len(candidates) > 0:
		return diag.Diagnostics{needsRefresh(m, idsOf(candidates))}
	case err != nil && !machineGone(ctx, r.session.Client, m.MachineNo.ValueString(), err):
		return diag.Diagnostics{notListed(m, err)}
	}
	return nil
}
