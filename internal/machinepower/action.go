package machinepower

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/fleet"
	"terraform-provider-dingshang/internal/providerdata"
)

// Action sends one message to a machine's device, once.
type Action struct {
	name        string // after the provider's
	description string
	doing       string // completes "The provider tried to … machine 16327138"
	done        string // completes "Machine 16327138 …"
	send        func(ctx context.Context, client *console.Client, m console.Machine) error
	warn        func(machineNo string, diags *diag.Diagnostics) // while planning; may be nil

	data *providerdata.Data
}

var (
	_ action.ActionWithConfigure  = &Action{}
	_ action.ActionWithModifyPlan = &Action{}
)

// NewRebootAction returns the action dingshang_reboot_machine.
func NewRebootAction() action.Action {
	return &Action{
		name:        "reboot_machine",
		description: "Restarts the device of a machine, once nobody has touched the screen for a minute.",
		doing:       "reboot", done: "was told to reboot",
		send: func(ctx context.Context, client *console.Client, m console.Machine) error {
			return client.Reboot(ctx, m)
		},
	}
}

// NewShutdownAction returns the action dingshang_shutdown_machine.
func NewShutdownAction() action.Action {
	return &Action{
		name: "shutdown_machine",
		description: "Switches the device of a machine off, once nobody has touched the screen for a minute. " +
			"It cannot be switched on remotely: without a power schedule, somebody must do that on site.",
		doing: "shut down", done: "was told to shut down",
		send: func(ctx context.Context, client *console.Client, m console.Machine) error {
			return client.Shutdown(ctx, m)
		},
		warn: func(machineNo string, diags *diag.Diagnostics) {
			diags.AddWarning("Machine "+machineNo+" cannot be switched on remotely",
				"After a shutdown, somebody must switch the machine on at the site, unless a power schedule does. "+
					"To switch it off and on again, use the action dingshang_reboot_machine or dingshang_schedule_machine_power_once.")
		},
	}
}

// NewClearMalfunctionAction returns the action dingshang_clear_machine_malfunction.
func NewClearMalfunctionAction() action.Action {
	return &Action{
		name:        "clear_machine_malfunction",
		description: "Clears the faults of all channels of a machine, after somebody has repaired it.",
		doing:       "clear the malfunctions of", done: "was told to clear its malfunctions",
		send: func(ctx context.Context, client *console.Client, m console.Machine) error {
			return client.ClearMalfunction(ctx, m)
		},
	}
}

// Metadata implements [action.Action].
func (a *Action) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.name
}

// Configure implements [action.ActionWithConfigure].
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// Schema implements [action.Action].
func (a *Action) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: a.description + actionNeeds,
		Attributes:          map[string]schema.Attribute{"machine_no": machineNoAttribute()},
	}
}

// actionNeeds ends the description of every action.
const actionNeeds = " The machine must be online and in operation. The request is sent once, and not retried if its response is lost. " +
	"Needs Terraform 1.14, and `console_url`, `console_email` and `console_password` in the provider configuration; OpenTofu has no actions."

func machineNoAttribute() schema.Attribute {
	return schema.StringAttribute{
		Required:            true,
		Validators:          []validator.String{customtypes.MachineNo()},
		MarkdownDescription: "Number of the machine: 8 or more digits.",
	}
}

// ModifyPlan implements [action.ActionWithModifyPlan].
func (a *Action) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var machineNo types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("machine_no"), &machineNo)...)
	if resp.Diagnostics.HasError() || machineNo.IsUnknown() {
		return
	}
	if a.warn != nil {
		a.warn(machineNo.ValueString(), &resp.Diagnostics)
	}
	reviewAction(ctx, a.data, machineNo.ValueString(), &resp.Diagnostics)
}

// Invoke implements [action.Action].
func (a *Action) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var machineNo types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("machine_no"), &machineNo)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m, ok := machineNow(ctx, a.data, machineNo.ValueString(), a.doing, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Sending the request to machine %s (%s)", m.MachineNo, m.Name)})
	if err := a.send(ctx, a.data.Console, m); err != nil {
		addNotSent(&resp.Diagnostics, m.MachineNo, a.doing, err)
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Machine %s (%s) %s", m.MachineNo, m.Name, a.done)})
}

// reviewAction says while planning what the action would run into as things are.
func reviewAction(ctx context.Context, data *providerdata.Data, machineNo string, diags *diag.Diagnostics) {
	if data == nil || data.Console == nil {
		return
	}
	if m, ok := fleet.Find(ctx, data, machineNo, diags); ok {
		if obstacle := obstacleOf(m); obstacle != "" {
			diags.AddWarning("Machine "+machineNo+" is "+obstacle, fmt.Sprintf(
				"The action needs a machine that is online and in operation. If machine %s is still %s, the action fails and sends nothing.", machineNo, obstacle))
		}
	}
}

// machineNow returns the machine as it is now, if it can take a message.
func machineNow(ctx context.Context, data *providerdata.Data, machineNo, doing string, diags *diag.Diagnostics) (console.Machine, bool) {
	if !data.ConsoleKnown(diags) {
		return console.Machine{}, false
	}
	m, ok := fleet.Find(ctx, data, machineNo, diags)
	if !ok {
		return m, false
	}
	m, err := data.Console.MachineNow(ctx, m)
	if err != nil {
		apidiag.AddConsoleFailure(diags, "Cannot read machine "+machineNo+" from the merchant console", "read machine "+machineNo, err)
		return m, false
	}
	if obstacle := obstacleOf(m); obstacle != "" {
		diags.AddError("Machine "+machineNo+" is "+obstacle, fmt.Sprintf(
			"The provider did not %s machine %s: it is %s, and the console does not keep messages for later.\n\n%s",
			doing, machineNo, obstacle, "Bring the machine online and into operation, then run the action again."))
		return m, false
	}
	return m, true
}

// addNotSent says what is known of a message whose sending failed.
func addNotSent(diags *diag.Diagnostics, machineNo, doing string, err error) {
	if console.OutcomeUnknown(err) {
		diags.AddError("Outcome unknown: message to machine "+machineNo, apidiag.ConsoleFailure(doing+" machine "+machineNo, err)+
			"\n\nThe message may have been sent. It was not sent again: check the machine before you run the action again.")
		return
	}
	diags.AddError("Nothing was sent to machine "+machineNo, apidiag.ConsoleFailure(doing+" machine "+machineNo, err))
}
