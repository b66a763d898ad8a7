package pickupcode

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"terraform-provider-dingshang/internal/issuance"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan] around [plan]. It is not called
// where [Unchanged] is true.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.data == nil {
		return
	}
	in := planInput{now: r.data.Clock.Now()}
	if r.data.Client != nil {
		in.account = r.data.Account
		in.ask = func(target issuance.Target) facts { return r.lookUp(ctx, target) }
	}
	if !req.State.Raw.IsNull() {
		in.prior = &model{}
		resp.Diagnostics.Append(in.prior.read(ctx, req.State)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if req.Plan.Raw.IsNull() {
		if in.prior != nil {
			resp.Diagnostics.Append(planDestroy(in)...)
		}
		return
	}
	resp.Diagnostics.Append(in.config.read(ctx, req.Config)...)
	in.imported = readPrivate[bool](ctx, req.Private, keyImported, &resp.Diagnostics)
	in.refreshedAt = readPrivate[time.Time](ctx, req.Private, keyRefreshedAt, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	p := plan(in)
	if r.pendingAt(in, p.target()) {
		p.diags = asWarnings(p.diags)
	}
	resp.Diagnostics.Append(p.diags...)
	resp.RequiresReplace = append(resp.RequiresReplace, p.replace...)
	// Where nothing changes, the proposed plan is the prior state already.
	if in.prior == nil || p.changes(*in.prior) || p.respelled(in.config) {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, p.model)...)
	}
}

// pendingAt reports whether the plan may be for a resource with a pending request.
// Terraform plans such a resource before it destroys it, so that an error about
// generating codes would keep it from ever being destroyed.
func (r *Resource) pendingAt(in planInput, target issuance.Target) bool {
	if in.prior == nil {
		// A tainted resource is planned without its state.
		return r.engine != nil && r.engine.PendingAt(target)
	}
	return slices.ContainsFunc(in.prior.pending(), func(request issuance.Request) bool { return !request.PastAt(in.now) })
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
