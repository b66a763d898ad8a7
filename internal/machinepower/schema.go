package machinepower

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
)

// Schema implements [resource.Resource].
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sends a machine a weekly schedule by which its device switches itself on and off. " +
			"A machine has one schedule, and it cannot be read back: Terraform sends it when the resource is created or changes, and clears it when the resource is destroyed. " +
			"Both need a machine that is online and in operation. " +
			"The vending app acts once nobody has touched the screen for a minute; from version 1.5.0 on it ignores a schedule that arrives while it shows standby advertisements. " +
			"Needs `console_url`, `console_email` and `console_password` in the provider configuration.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{Computed: true, MarkdownDescription: "The machine's number."},
			"machine_no": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{customtypes.MachineNo()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Number of the machine: 8 or more digits. Changing it clears the schedule of one machine and sends it to another.",
			},
			"days": schema.SetAttribute{
				Required:            true,
				ElementType:         types.StringType,
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(dayName{})},
				MarkdownDescription: "Days on which the machine is switched on: `monday`, `tuesday`, `wednesday`, `thursday`, `friday`, `saturday`, `sunday`. It stays off on the others.",
			},
			"power_on": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{clockTime{}},
				MarkdownDescription: "Time of day at which the machine switches on, `HH:MM` or `HH:MM:SS`, by the device's own clock.",
			},
			"power_off": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{clockTime{}},
				MarkdownDescription: "Time of day at which the machine switches off, in the same form. It must differ from `power_on`.",
			},
			"sent_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "When the schedule was sent, RFC 3339.",
			},
		},
	}
}

// dayName accepts the names of weekdays.
type dayName struct{}

func (dayName) Description(context.Context) string {
	return "must be one of " + strings.Join(weekdays, ", ")
}

func (d dayName) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

func (dayName) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	name := req.ConfigValue.ValueString()
	for _, day := range weekdays {
		if name == day {
			return
		}
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Invalid day", fmt.Sprintf("%q is not a day. Days are %s, in lower case.", name, strings.Join(weekdays, ", ")))
}

// clockTime accepts times of day.
type clockTime struct{}

func (clockTime) Description(context.Context) string {
	return "must be a time of day, HH:MM or HH:MM:SS"
}

func (c clockTime) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

func (clockTime) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, ok := timeOfDay(req.ConfigValue.ValueString()); !ok {
		resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", req.Path), fmt.Sprintf(
			"%s is %q. It must be a time of day from 00:00 to 23:59, HH:MM or HH:MM:SS, such as \"08:30\".", req.Path, req.ConfigValue.ValueString()))
	}
}
