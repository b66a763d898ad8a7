package pickupcode

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"terraform-provider-dingshang/internal/dingshang"
)

// Update implements [resource.Resource]: it scales in place. What is saved is always
// what there is, so that a growth that failed is finished by the next plan.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, prior model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	timeout, diags := m.Timeouts.Update(ctx, defaultUpdateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	scale := &scaling{Resource: r, m: m, id: prior.ID.ValueString(), codes: codesFromList(prior.Codes)}
	wanted := int(m.CodeCount.ValueInt64())
	if !m.place().all() && wanted != len(scale.codes) {
		scale.order = readPrivate[*order](ctx, req.Private, keyOrder, &resp.Diagnostics)
		if resp.Diagnostics.HasError() || !r.session.Known(&resp.Diagnostics) {
			return
		}
		// This process plans nothing for the codes there are, so it may not know them yet.
		r.desk.own(m.MachineNo.ValueString(), idsOf(scale.codes), scale.id)
		done, err := r.desk.turn(ctx, m.place())
		if err != nil {
			resp.Diagnostics.Append(notStarted(m, err))
			return
		}
		defer done()
		ctx, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		resp.Diagnostics.Append(scale.to(ctx, wanted)...)
		if scale.order != nil {
			writePrivate(ctx, resp.Private, keyOrder, scale.order, &resp.Diagnostics)
		}
		m.setCodes(scale.codes)
	}
	setState(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
}

// scaling is one update of the number of codes, under way.
type scaling struct {
	*Resource
	m     model
	id    string
	codes []dingshang.PickupCode
	order *order // as an earlier run left it, or as this one does
}

// to makes or gives up codes until there are as many as wanted.
func (s *scaling) to(ctx context.Context, wanted int) diag.Diagnostics {
	var diags diag.Diagnostics
	if wanted > len(s.codes) && s.order.open(s.session.Clock.Now()) {
		if diags = s.resolve(ctx); diags.HasError() {
			return diags
		}
	}
	switch {
	case wanted > len(s.codes):
		diags.Append(s.grow(ctx, int64(wanted-len(s.codes)))...)
	case wanted < len(s.codes):
		diags.Append(s.shrink(ctx, wanted)...)
	}
	return diags
}

// resolve finds out about an earlier growth before another request is sent.
func (s *scaling) resolve(ctx context.Context) diag.Diagnostics {
	found := s.issuer(s.id).resolve(ctx, *s.order)
	switch {
	case found.failure != nil:
		return diag.Diagnostics{notResolved(s.m, s.order, found.failure)}
	case found.nothing && s.order.Confirmed:
		// The server said that it made them: sending again would make them twice.
		return diag.Diagnostics{notResolved(s.m, s.order, &issueError{stage: stageUnsettled, seen: found.others})}
	}
	s.add(found.codes)
	s.order = &order{Settled: true}
	return warnOthers(s.m, found.others)
}

func (s *scaling) grow(ctx context.Context, count int64) diag.Diagnostics {
	made := s.issuer(s.id).issue(ctx, s.m.request(count), s.m.Quantity.ValueInt64())
	if made.open != nil {
		s.order = made.open
	}
	s.add(made.codes)
	if made.err != nil {
		return diag.Diagnostics{notMade(s.m, made, false)}
	}
	return warnQuantity(s.m, made.codes)
}

func (s *scaling) add(codes []dingshang.PickupCode) {
	s.codes = slices.SortedFunc(slices.Values(append(slices.Clone(s.codes), codes...)), byAscendingID)
}

func (s *scaling) shrink(ctx context.Context, wanted int) diag.Diagnostics {
	no := s.m.MachineNo.ValueString()
	l, gone, err := listForCancelling(ctx, s.session.Client, no, s.codes)
	if err != nil || gone {
		return diag.Diagnostics{notListed(s.m, err)}
	}
	live, spent := partition(s.codes, l, s.session.Clock.Now())
	drop, cancel := shrink(live, spent, wanted)
	done, failed := cancelCodes(ctx, s.session.Client, no, cancel)
	s.codes = without(s.codes, append(slices.Clone(drop), done...))
	if failed != nil {
		return diag.Diagnostics{notCancelled(s.m, failed)}
	}
	return nil
}
