package pickupcode

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"golang.org/x/sync/errgroup"
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

// ask looks the place up. Resources that are planned together share the calls.
func (r *Resource) ask(ctx context.Context, p place) facts {
	f := facts{gone: r.desk.isGone(p.machineNo)}
	var group errgroup.Group
	group.Go(func() error {
		f.machine, f.machineErr = r.session.Client.Machine(ctx, p.machineNo)
		return nil
	})
	if !p.all() {
		group.Go(func() error {
			f.catalog, f.catalogErr = r.session.Client.Catalog(ctx, p.machineNo)
			return nil
		})
	}
	_ = group.Wait()
	return f
}
