package machinepower

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/fleet"
	"terraform-provider-dingshang/internal/providerdata"
)

// Resource is dingshang_machine_power_schedule.
type Resource struct {
	schedules *Schedules
	data      *providerdata.Data
}

var (
	_ resource.ResourceWithConfigure      = &Resource{}
	_ resource.ResourceWithImportState    = &Resource{}
	_ resource.ResourceWithModifyPlan     = &Resource{}
	_ resource.ResourceWithValidateConfig = &Resource{}
)

// NewResource returns the resource. It shares schedules with the action that sends one.
func NewResource(schedules *Schedules) resource.Resource { return &Resource{schedules: schedules} }

// Metadata implements [resource.Resource].
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_power_schedule"
}

// Configure implements [resource.ResourceWithConfigure].
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig refuses a schedule that switches on and off at one time.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var on, off types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("power_on"), &on)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("power_off"), &off)...)
	if !resp.Diagnostics.HasError() && sameTime(on, off) {
		resp.Diagnostics.AddAttributeError(path.Root("power_off"), "Invalid power_off",
			fmt.Sprintf("power_on and power_off are both %s. Set different times.", off.ValueString()))
	}
}

// Create implements [resource.Resource].
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.send(ctx, &plan, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read implements [resource.Resource]: it checks that the machine is there, since the
// schedule cannot be read.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !resp.Diagnostics.HasError() {
		fleet.Refresh(ctx, r.data, state.MachineNo.ValueString(), &resp.Diagnostics)
	}
}

// Update implements [resource.Resource].
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.send(ctx, &plan, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete implements [resource.Resource]: it clears the schedule, unless another one of
// this process has taken its place.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	machineNo := state.MachineNo.ValueString()
	last, err := r.schedules.lock(ctx, machineNo)
	if err != nil {
		addInterrupted(machineNo, &resp.Diagnostics)
		return
	}
	defer last.unlock()
	if last.sentAt != "" && last.sentAt != state.SentAt.ValueString() {
		resp.Diagnostics.AddWarning("Power schedule of machine "+machineNo+" was not cleared",
			"Another schedule was sent to the machine in this run and replaced this one. Clearing now would remove the other schedule.")
		return
	}
	if !r.data.ConsoleKnown(&resp.Diagnostics) {
		return
	}
	m, ok := r.reachable(ctx, machineNo, "clear the schedule", wayOutOfDestroy, &resp.Diagnostics)
	if !ok {
		return
	}
	if err := r.data.Console.ClearPowerSchedule(ctx, m); err != nil {
		apidiag.AddConsoleFailure(&resp.Diagnostics, "Cannot clear the power schedule of machine "+machineNo, "clear the power schedule of machine "+machineNo, err)
	}
}

// ImportState implements [resource.ResourceWithImportState]: it says why there is none.
func (r *Resource) ImportState(_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.AddError("A power schedule cannot be imported",
		"The console does not return the schedule of a machine, so there is nothing to import.\n\n"+
			"Write a resource with the schedule that the machine should have, and apply: the new schedule replaces the one that the machine has.")
}

// sentAtFormat is RFC 3339 with milliseconds: two schedules that are sent within a second
// must differ.
const sentAtFormat = "2006-01-02T15:04:05.000Z07:00"

// send sends the plan's schedule and fills what is computed.
func (r *Resource) send(ctx context.Context, plan *model, diags *diag.Diagnostics) bool {
	if !r.data.ConsoleKnown(diags) {
		return false
	}
	machineNo := plan.MachineNo.ValueString()
	last, err := r.schedules.lock(ctx, machineNo)
	if err != nil {
		addInterrupted(machineNo, diags)
		return false
	}
	defer last.unlock()
	r.data.Claims.Release(claimOf(machineNo))
	m, ok := r.reachable(ctx, machineNo, "send the schedule", wayOutOfSend, diags)
	if !ok {
		return false
	}
	on, _ := timeOfDay(plan.PowerOn.ValueString())
	off, _ := timeOfDay(plan.PowerOff.ValueString())
	if err := r.data.Console.SetWeeklyPowerSchedule(ctx, m, on, off, plan.weekly()); err != nil {
		if console.OutcomeUnknown(err) {
			// It may have taken the place of another one.
			last.sentAt = "unknown, " + r.data.Clock.Now().UTC().Format(time.RFC3339Nano)
		}
		apidiag.AddConsoleFailure(diags, "Cannot send the power schedule to machine "+machineNo, "send a power schedule to machine "+machineNo, err)
		return false
	}
	plan.ID = plan.MachineNo
	plan.SentAt = types.StringValue(r.data.Clock.Now().UTC().Format(sentAtFormat))
	last.sentAt = plan.SentAt.ValueString()
	return true
}

const (
	wayOutOfSend    = "Bring the machine online and into operation, then apply again."
	wayOutOfDestroy = "Bring the machine online and into operation, then apply again. To remove the resource and leave the machine's schedule as it is, run\n\n" +
		"  terraform state rm ADDRESS\n\nwith the resource's address, or use a `removed` block with `destroy = false`."
)

// reachable returns the machine if it can take a schedule; else an error names the way out.
func (r *Resource) reachable(ctx context.Context, machineNo, doing, wayOut string, diags *diag.Diagnostics) (console.Machine, bool) {
	m, err := r.data.Console.Machine(ctx, machineNo)
	if err != nil {
		if console.IsKind(err, console.KindNotListed) {
			diags.AddError("Machine "+machineNo+" not found in the merchant console",
				apidiag.ConsoleFailure(doing+" of machine "+machineNo, err)+"\n\n"+wayOut)
			return m, false
		}
		apidiag.AddConsoleFailure(diags, "Cannot "+doing+" of machine "+machineNo, doing+" of machine "+machineNo, err)
		return m, false
	}
	if obstacle := obstacleOf(m); obstacle != "" {
		diags.AddError("Machine "+machineNo+" is "+obstacle, fmt.Sprintf(
			"The provider did not %s: machine %s is %s, and the console does not keep messages for later.\n\n%s", doing, machineNo, obstacle, wayOut))
		return m, false
	}
	return m, true
}

func addInterrupted(machineNo string, diags *diag.Diagnostics) {
	diags.AddError("Interrupted", "The operation was interrupted while another schedule was being sent to machine "+machineNo+". Nothing was sent for this resource.")
}

// obstacleOf says why a machine cannot take messages; empty where it can.
func obstacleOf(m console.Machine) string {
	switch {
	case !m.IsOnline:
		return "offline"
	case !m.InOperation():
		return "not in operation"
	}
	return ""
}
