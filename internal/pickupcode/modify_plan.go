package pickupcode

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan] around [propose].
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var prior *model
	if !req.State.Raw.IsNull() {
		prior = &model{}
		resp.Diagnostics.Append(req.State.Get(ctx, prior)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if req.Plan.Raw.IsNull() {
		if prior != nil {
			p := proposal{}
			p.reviewLoss(*prior, "Destroying")
			resp.Diagnostics.Append(p.diags...)
		}
		return
	}

	s := situation{prior: prior}
	resp.Diagnostics.Append(req.Config.Get(ctx, &s.config)...)
	s.imported = readPrivate[bool](ctx, req.Private, keyImported, &resp.Diagnostics)
	s.expired = readPrivate[bool](ctx, req.Private, keyExpired, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || r.session == nil {
		return
	}
	s.now = r.session.Clock.Now()
	if r.session.Client != nil {
		s.ask = func(p place) facts { return r.ask(ctx, p) }
	}

	p := propose(s)
	if r.mayBeOnItsWayOut(s, p, readPrivate[*order](ctx, req.Private, keyOrder, &resp.Diagnostics)) {
		p.diags = asWarnings(p.diags)
	}
	resp.Diagnostics.Append(p.diags...)
	resp.RequiresReplace = append(resp.RequiresReplace, p.replace...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, p.model)...)
	if prior == nil {
		// A tainted resource is planned like a new one, but its destroy comes first and
		// sees only the private state of this plan.
		if orders := r.desk.remembered(); len(orders) > 0 {
			writePrivate(ctx, resp.Private, keyOrders, orders, &resp.Diagnostics)
		}
	}
}

// mayBeOnItsWayOut tells whether the plan may be for a resource whose request did not
// settle. Terraform plans such a resource before it destroys it, so an error about making
// codes would keep it from ever being destroyed.
func (r *Resource) mayBeOnItsWayOut(s situation, p proposal, o *order) bool {
	return o.open(s.now) || s.prior == nil && r.desk.remembersOrderAt(p.place())
}

func asWarnings(diags diag.Diagnostics) diag.Diagnostics {
	var warnings diag.Diagnostics
	for _, d := range diags {
		located, ok := d.(diag.DiagnosticWithPath)
		switch {
		case d.Severity() == diag.SeverityWarning:
			warnings.Append(d)
		case ok:
			warnings.AddAttributeWarning(located.Path(), d.Summary(), d.Detail())
		default:
			warnings.AddWarning(d.Summary(), d.Detail())
		}
	}
	return warnings
}

// ask looks the place up. Resources that are planned together share the calls.
func (r *Resource) ask(ctx context.Context, p place) facts {
	f := facts{gone: r.desk.isGone(p.machineNo) || r.desk.isGone(p.String())}
	var group sync.WaitGroup
	group.Go(func() { f.machine, f.machineErr = r.session.Client.Machine(ctx, p.machineNo) })
	if !p.all() {
		group.Go(func() { f.catalog, f.catalogErr = r.session.Client.Catalog(ctx, p.machineNo) })
	}
	group.Wait()
	return f
}
