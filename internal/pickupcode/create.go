package pickupcode

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
)

// Create implements [resource.Resource]. State stays empty as long as no request can
// have left; with one whose outcome is unknown it is saved with the error.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m model
	resp.Diagnostics.Append(m.read(ctx, req.Plan)...)
	timeout, diags := m.Timeouts.Create(ctx, defaultCreateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.data.Known(&resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(r.completePlan(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := newID(m.target())
	switch outcome := r.engine.Generate(ctx, id, m.spec(m.CodeCount.ValueInt64()), timeout).(type) {
	case issuance.Failed:
		resp.Diagnostics.Append(failed(m, outcome))
		return
	case issuance.Made:
		id = idFor(m.target(), outcome.Codes)
		r.engine.Rename(m.MachineNo.ValueString(), outcome.Codes, id)
		m.setCodes(outcome.Codes)
		m.setPending(nil)
		resp.Diagnostics.Append(warnMissing(m, outcome)...)
		resp.Diagnostics.Append(warnQuantity(m, outcome.Codes)...)
		tflog.Info(ctx, "pickup codes created", map[string]any{"target": m.target().String(), "codes": len(outcome.Codes)})
	case issuance.Unsettled:
		m.savePending(outcome.Request, outcome.Codes)
		resp.Diagnostics.Append(unsettled(m, outcome, creating))
	case issuance.Contested:
		m.savePending(outcome.Request, nil)
		resp.Diagnostics.Append(contested(m, outcome, creating))
	}
	m.ID = types.StringValue(id)
	setState(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
}

// savePending records a creation whose outcome is unknown. What it leaves behind must
// not outlive the resource, so skip_destroy does not cover it.
func (m *model) savePending(request issuance.Request, codes []issuance.Code) {
	m.SkipDestroy = types.BoolValue(false)
	m.setCodes(codes)
	m.setPending([]issuance.Request{request})
}

// completePlan fills in what was unknown while planning, because the machine, the
// product or the credentials were.
func (r *Resource) completePlan(ctx context.Context, m *model) diag.Diagnostics {
	m.Account = types.StringValue(r.data.Account)
	if validity := m.validity(); validity > 0 {
		m.ExpiredAt = customtypes.InstantOf(r.data.Clock.Now().Add(validity).Truncate(time.Second))
	}
	if !m.MachineName.IsUnknown() && !m.ProductName.IsUnknown() && !m.ProductPrice.IsUnknown() {
		return nil
	}
	f := r.lookUp(ctx, m.target())
	for _, err := range []error{f.machineErr, f.catalogErr} {
		if err != nil {
			return diag.Diagnostics{notLookedUp(*m, err)}
		}
	}
	m.setNames(f)
	m.setPrice(f)
	return nil
}
