package machine

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"terraform-provider-dingshang/internal/customtypes"
)

func (r *machineResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the record of a machine in the merchant console: its name, location and contact. " +
			"The machine must exist: creating the resource adopts it, destroying the resource leaves it as it is. " +
			"An attribute that the configuration leaves out is not managed: it shows what the console has. " +
			"Needs `console_url`, `console_email` and `console_password` in the provider configuration.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{Computed: true, MarkdownDescription: "The machine's number."},
			"machine_no": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{customtypes.MachineNo()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Number of the machine: 8 or more digits. Changing it leaves one machine as it is and adopts another.",
			},
			"name": managed("Name of the machine, in the console and to customers. Must not be empty.",
				customtypes.Pattern(`\S`, "a name; leave it out to keep the machine's name")),
			"address": managed("Postal address. `\"\"` clears it."),
			"contact": managed("Contact person for the machine. `\"\"` clears it."),
			"tel":     managed("Telephone number of the contact. `\"\"` clears it."),
			"longitude": coordinate("Longitude in degrees, east is positive, with 6 decimals. Needs `latitude`. A position cannot be cleared.",
				"latitude", 180),
			"latitude": coordinate("Latitude in degrees, north is positive, with 6 decimals. Needs `longitude`. A position cannot be cleared.",
				"longitude", 90),
			"timezone": managed("IANA name of the machine's time zone, such as `Asia/Shanghai`. Must not be empty.", timezone{}),
			"cover_image": managed("URL of the cover picture, beginning with `https://`. `\"\"` clears it.",
				customtypes.Pattern(`^(https://\S+)?$`, "the URL of a picture that begins with https://, or \"\" for none")),
			"group_id": managed("Id of the machine's group in the console, digits. A machine cannot be removed from its group, only moved to another one.",
				groupID("leave it out to keep the machine's group")),
		},
	}
}

func managed(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, Computed: true, Validators: validators, MarkdownDescription: description}
}

func coordinate(description, other string, limit float64) schema.Float64Attribute {
	return schema.Float64Attribute{
		Optional:            true,
		Computed:            true,
		Validators:          []validator.Float64{float64validator.AlsoRequires(path.MatchRoot(other)), float64validator.Between(-limit, limit)},
		MarkdownDescription: description,
	}
}

// groupID accepts ids of groups. advice says what to do without one.
func groupID(advice string) validator.String {
	return customtypes.Pattern(`^[1-9][0-9]*$`, "the id of a group as the console writes it, digits such as \"31\"; "+advice)
}

// timezone accepts IANA names of time zones.
type timezone struct{}

func (timezone) Description(context.Context) string {
	return "must be the IANA name of a time zone, such as Asia/Shanghai"
}

func (t timezone) MarkdownDescription(ctx context.Context) string { return t.Description(ctx) }

func (timezone) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	name := req.ConfigValue.ValueString()
	// Go takes these two for UTC and for the time zone of this computer.
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", req.Path), fmt.Sprintf(
			"%s is %q. It must be the IANA name of a time zone, such as \"Asia/Shanghai\"; leave it out to keep the machine's time zone.", req.Path, name))
	}
}
