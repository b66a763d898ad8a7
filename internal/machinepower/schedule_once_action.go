package machinepower

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/providerdata"
)

// ScheduleOnceAction is the action dingshang_schedule_machine_power_once.
type ScheduleOnceAction struct {
	schedules *Schedules
	data      *providerdata.Data
}

var (
	_ action.ActionWithConfigure      = &ScheduleOnceAction{}
	_ action.ActionWithModifyPlan     = &ScheduleOnceAction{}
	_ action.ActionWithValidateConfig = &ScheduleOnceAction{}
)

// NewScheduleOnceAction returns the action. It shares schedules with the resource.
func NewScheduleOnceAction(schedules *Schedules) action.Action {
	return &ScheduleOnceAction{schedules: schedules}
}

// onceModel is the action's configuration.
type onceModel struct {
	MachineNo types.String `tfsdk:"machine_no"`
	PowerOff  types.String `tfsdk:"power_off"`
	PowerOn   types.String `tfsdk:"power_on"`
}

// Metadata implements [action.Action].
func (a *ScheduleOnceAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_schedule_machine_power_once"
}

// Configure implements [action.ActionWithConfigure].
func (a *ScheduleOnceAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// Schema implements [action.Action].
func (a *ScheduleOnceAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Schedules a machine to switch off and on again once, at given times. The schedule replaces a weekly one, which must be sent again afterwards." + actionNeeds,
		Attributes: map[string]schema.Attribute{
			"machine_no": machineNoAttribute(),
			"power_off": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{momentText{}},
				MarkdownDescription: "When the machine switches off, `YYYY-MM-DD HH:MM` or `YYYY-MM-DD HH:MM:SS`, by the device's own clock.",
			},
			"power_on": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{momentText{}},
				MarkdownDescription: "When the machine switches on again, in the same form. Not before `power_off`.",
			},
		},
	}
}

// ValidateConfig implements [action.ActionWithValidateConfig].
func (a *ScheduleOnceAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var config onceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.validate(&resp.Diagnostics)
}

// validate refuses to switch on before switching off.
func (m onceModel) validate(diags *diag.Diagnostics) {
	off, okOff := moment(m.PowerOff.ValueString())
	on, okOn := moment(m.PowerOn.ValueString())
	// Written so, times are in the order of their text.
	if okOff && okOn && on < off {
		diags.AddAttributeError(path.Root("power_on"), "Invalid power_on",
			fmt.Sprintf("power_on is %s and power_off is %s. The machine would switch on before it switches off: power_on must not be before power_off.", on, off))
	}
}

// ModifyPlan implements [action.ActionWithModifyPlan].
func (a *ScheduleOnceAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config onceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || config.MachineNo.IsUnknown() {
		return
	}
	machineNo := config.MachineNo.ValueString()
	resp.Diagnostics.AddWarning("Weekly power schedule of machine "+machineNo+" will be replaced",
		"A machine has one schedule: this one replaces a weekly schedule, which is not restored afterwards. "+
			"To send the weekly schedule again, replace its dingshang_machine_power_schedule resource: terraform apply -replace=ADDRESS")
	reviewAction(ctx, a.data, machineNo, &resp.Diagnostics)
}

// Invoke implements [action.Action].
func (a *ScheduleOnceAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config onceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// What was unknown until now has not been validated.
	checkMoment(path.Root("power_off"), config.PowerOff, &resp.Diagnostics)
	checkMoment(path.Root("power_on"), config.PowerOn, &resp.Diagnostics)
	if config.validate(&resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	const doing = "send a power schedule to"
	machineNo := config.MachineNo.ValueString()
	last, err := a.schedules.lock(ctx, machineNo)
	if err != nil {
		addInterrupted(machineNo, &resp.Diagnostics)
		return
	}
	defer last.unlock()
	m, ok := machineNow(ctx, a.data, machineNo, doing, &resp.Diagnostics)
	if !ok {
		return
	}
	off, _ := moment(config.PowerOff.ValueString())
	on, _ := moment(config.PowerOn.ValueString())
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Sending a power schedule to machine %s (%s): off %s, on %s", m.MachineNo, m.Name, off, on)})
	err = a.data.Console.SchedulePowerOnce(ctx, m, on, off)
	if err == nil || console.OutcomeUnknown(err) {
		last.sentAt = "once, " + a.data.Clock.Now().UTC().Format(time.RFC3339Nano)
	}
	if err != nil {
		addNotSent(&resp.Diagnostics, machineNo, doing, err)
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Machine %s (%s) has the schedule, which replaced any weekly one", m.MachineNo, m.Name)})
}

// moment returns a date and time as the console writes it, YYYY-MM-DD HH:MM:SS, and whether
// the text is one: seconds may be left out.
func moment(text string) (string, bool) {
	for _, layout := range []string{time.DateTime, "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, text); err == nil && len(text) == len(layout) {
			return t.Format(time.DateTime), true
		}
	}
	return "", false
}

// momentText accepts dates with times.
type momentText struct{}

func (momentText) Description(context.Context) string {
	return "must be a date and time, YYYY-MM-DD HH:MM or YYYY-MM-DD HH:MM:SS"
}

func (m momentText) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (momentText) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	checkMoment(req.Path, req.ConfigValue, &resp.Diagnostics)
}

func checkMoment(at path.Path, value types.String, diags *diag.Diagnostics) {
	if _, ok := moment(value.ValueString()); !ok {
		diags.AddAttributeError(at, fmt.Sprintf("Invalid %s", at), fmt.Sprintf(
			"%s is %q. It must be a date and time, YYYY-MM-DD HH:MM or YYYY-MM-DD HH:MM:SS, such as \"2030-12-31 22:00\".", at, value.ValueString()))
	}
}
