package machinepower

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/fleet"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan].
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state *model
	if !req.State.Raw.IsNull() {
		state = &model{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if req.Plan.Raw.IsNull() {
		if state != nil {
			r.warnNotClearable(ctx, state.MachineNo.ValueString(), &resp.Diagnostics)
		}
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	replacing := state != nil && !plan.MachineNo.Equal(state.MachineNo)
	plan.ID = plan.MachineNo
	changes := state == nil || replacing || plan.keepSpelling(*state)
	if !changes {
		plan.SentAt = state.SentAt
	} else {
		plan.SentAt = types.StringUnknown()
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	machineNo := plan.MachineNo
	if machineNo.IsUnknown() || r.data == nil {
		return
	}
	if r.data.Claims.Claim(claimOf(machineNo.ValueString()), state == nil, replacing) {
		resp.Diagnostics.AddAttributeWarning(path.Root("machine_no"), "Two resources for the power schedule of machine "+machineNo.ValueString(), fmt.Sprintf(
			"More than one resource of this configuration sends a power schedule to machine %s. A machine has one schedule: the last one that is sent stays. Keep one of the resources.", machineNo.ValueString()))
	}
	if replacing {
		r.warnNotClearable(ctx, state.MachineNo.ValueString(), &resp.Diagnostics)
	}
	if changes {
		r.reviewSending(ctx, machineNo.ValueString(), &resp.Diagnostics)
	}
}

// claimOf names the schedule of a machine among all that resources manage.
func claimOf(machineNo string) string { return "power schedule of machine " + machineNo }

// keepSpelling gives times that are as before the spelling that they had, and reports
// whether anything is different.
func (m *model) keepSpelling(state model) bool {
	different := !m.Days.Equal(state.Days)
	for planned, before := range map[*types.String]types.String{&m.PowerOn: state.PowerOn, &m.PowerOff: state.PowerOff} {
		if sameTime(*planned, before) {
			*planned = before
		} else {
			different = true
		}
	}
	return different
}

// reviewSending says what the apply would run into as things are: an error where the
// machine does not exist, a warning where it may be reachable by then.
func (r *Resource) reviewSending(ctx context.Context, machineNo string, diags *diag.Diagnostics) {
	if r.data.Console == nil {
		return
	}
	if m, ok := fleet.Find(ctx, r.data, machineNo, diags); ok {
		warnUnreachable(m, "Sending", diags)
	}
}

// warnNotClearable is [Resource.reviewSending] for a destroy, which may go another way.
func (r *Resource) warnNotClearable(ctx context.Context, machineNo string, diags *diag.Diagnostics) {
	if r.data == nil || r.data.Console == nil {
		return
	}
	if m, err := r.data.Console.Machine(ctx, machineNo); err == nil {
		warnUnreachable(m, "Clearing", diags)
	}
}

func warnUnreachable(m console.Machine, doing string, diags *diag.Diagnostics) {
	if obstacle := obstacleOf(m); obstacle != "" {
		diags.AddWarning("Machine "+m.MachineNo+" is "+obstacle, fmt.Sprintf(
			"%s a power schedule needs a machine that is online and in operation. If machine %s is still %s, the apply fails.", doing, m.MachineNo, obstacle))
	}
}
