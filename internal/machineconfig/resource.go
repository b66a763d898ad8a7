package machineconfig

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/fleet"
)

// configResource is dingshang_machine_config. What it does is what all resources of the
// fleet do; it says which attributes of a machine it manages.
type configResource struct {
	fleet.Resource
}

var (
	_ resource.ResourceWithConfigure      = &configResource{}
	_ resource.ResourceWithIdentity       = &configResource{}
	_ resource.ResourceWithImportState    = &configResource{}
	_ resource.ResourceWithModifyPlan     = &configResource{}
	_ resource.ResourceWithValidateConfig = &configResource{}
)

// NewResource returns the resource dingshang_machine_config.
func NewResource() resource.Resource {
	return &configResource{fleet.Resource{Kind: kind{}}}
}

func (r *configResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_config"
}

func (r *configResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"id": schema.StringAttribute{Computed: true, MarkdownDescription: "The machine's number."},
		"machine_no": schema.StringAttribute{
			Required:            true,
			Validators:          []validator.String{customtypes.MachineNo()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "Number of the machine: 8 or more digits. Changing it leaves the configuration of one machine as it is and adopts another's.",
		},
	}
	for name, s := range settings {
		attributes[name] = s.attribute()
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the configuration of a machine's vending app: screen, sound, languages, prices, advertisements, and what customers can do. " +
			"The configuration must exist: creating the resource adopts it, destroying the resource leaves it as it is. " +
			"An attribute that the configuration leaves out is not managed: it shows what the console has. " +
			"Needs `console_url`, `console_email` and `console_password` in the provider configuration.",
		Attributes: attributes,
	}
}

func (s setting) attribute() schema.Attribute {
	switch s.shape {
	case integer:
		low, high := s.min, s.max
		if s.advised {
			low, high = 0, anyNumber
		}
		return schema.Int64Attribute{
			Optional: true, Computed: true, CustomType: customtypes.WholeNumberType{}, MarkdownDescription: s.description,
			Validators: []validator.Int64{int64validator.Between(low, high)},
		}
	case flag:
		return schema.BoolAttribute{Optional: true, Computed: true, MarkdownDescription: s.description}
	case textSetShape:
		return schema.SetAttribute{
			Optional: true, Computed: true, ElementType: types.StringType, MarkdownDescription: s.description,
			Validators: []validator.Set{setvalidator.ValueStringsAre(languageForm())},
		}
	default:
		return schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: s.description}
	}
}

func languageForm() validator.String {
	return customtypes.Pattern(languagePattern, "a language and a country such as \"zh_CN\", \"en_US\" or \"zh_HK\"")
}

const languagePattern = `^[a-z]{2}_[A-Z]{2}$`

var (
	isLanguage     = regexp.MustCompile(languagePattern)
	knownLanguages = []string{"en_US", "zh_CN", "zh_HK"}
)

// ValidateConfig warns of values that the vendor's documentation does not list, though a
// console may take them.
func (r *configResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var object types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &object)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config := fleet.Values(object.Attributes())
	about := "machine"
	if machineNo := config.Text("machine_no"); machineNo != nil && *machineNo != "" {
		about += " " + *machineNo
	}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		s, v := settings[name], config[name]
		if s.advised && !v.IsNull() && !v.IsUnknown() {
			if n := *config.Integer(name); n >= 0 && (n < s.min || n > s.max) {
				resp.Diagnostics.AddAttributeWarning(path.Root(name), fmt.Sprintf("Unusual %s (%s)", name, about),
					fmt.Sprintf("%s is %d. The vendor's documentation says %d to %d; the console may refuse this one.", name, n, s.min, s.max))
			}
		}
	}
	if v := config["language"]; !v.IsNull() && !v.IsUnknown() {
		switch language := *config.Text("language"); {
		case language == "":
		case !isLanguage.MatchString(language):
			resp.Diagnostics.AddAttributeError(path.Root("language"), "Invalid language",
				fmt.Sprintf("language is %q. It must be a language and a country such as \"zh_CN\", \"en_US\" or \"zh_HK\".", language))
		case !slices.Contains(knownLanguages, language):
			resp.Diagnostics.AddAttributeWarning(path.Root("language"), fmt.Sprintf("Unusual language (%s)", about),
				fmt.Sprintf("language is %q. The vendor's documentation lists \"zh_CN\", \"en_US\" and \"zh_HK\"; the app may not have others.", language))
		}
	}
}

// kind is what the resource manages.
type kind struct{}

func (kind) Noun() string { return "Configuration of machine" }

func (kind) Has(m console.Machine) bool { return m.Config != nil }

func (k kind) Read(m console.Machine, diags *diag.Diagnostics) any {
	if !k.Has(m) {
		diags.AddAttributeError(path.Root("machine_no"), "Machine "+m.MachineNo+" has no configuration", fmt.Sprintf(
			"The console lists machine %s, but it has no configuration for it. A machine gets one when the vending app on it reports in for the first time: "+
				"install the app and bring the machine online, then run again.", m.MachineNo))
		return nil
	}
	return resourceModelOf(m.MachineNo, *m.Config)
}

func (kind) Update(ctx context.Context, client *console.Client, m console.Machine, changed, _ fleet.Values) error {
	return client.UpdateConfig(ctx, m, updateOf(changed))
}

func (kind) Review(machineNo string, changes []fleet.Change, diags *diag.Diagnostics) {
	for _, c := range changes {
		if c.Attribute == "free_purchase_enabled" && c.To.Equal(types.BoolValue(true)) {
			diags.AddAttributeWarning(path.Root(c.Attribute), "Machine "+machineNo+" will give its goods away",
				"free_purchase_enabled = true lets every customer take goods without paying.")
		}
	}
}
