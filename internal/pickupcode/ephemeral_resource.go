package pickupcode

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
	"terraform-provider-dingshang/internal/providerdata"
)

// EphemeralResource is ephemeral.dingshang_pickup_codes. Opening it happens during plan
// and apply alike, so it only reads.
type EphemeralResource struct{ data *providerdata.Data }

var _ ephemeral.EphemeralResourceWithConfigure = &EphemeralResource{}

// ephemeralModel is the ephemeral resource.
type ephemeralModel struct {
	MachineNo  types.String `tfsdk:"machine_no"`
	ProductID  types.String `tfsdk:"product_id"`
	IDs        types.List   `tfsdk:"ids"`
	Codes      types.List   `tfsdk:"codes"`
	MissingIDs types.List   `tfsdk:"missing_ids"`
}

// NewEphemeralResource returns the ephemeral resource.
func NewEphemeralResource() ephemeral.EphemeralResource { return &EphemeralResource{} }

// Metadata implements [ephemeral.EphemeralResource].
func (e *EphemeralResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_pickup_codes"
}

// Configure implements [ephemeral.EphemeralResourceWithConfigure].
func (e *EphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// Schema implements [ephemeral.EphemeralResource].
func (e *EphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	attributes := map[string]schema.Attribute{}
	for name, text := range codeTexts {
		attributes[name] = schema.StringAttribute{Computed: true, Sensitive: name == "code", MarkdownDescription: text}
	}
	attributes["quantity"] = schema.Int64Attribute{Computed: true, MarkdownDescription: codeTexts["quantity"]}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the unused pickup codes of a product on a machine without writing them to plan or state: for passing them to a secret store " +
			"through write-only attributes. It only reads. Needs Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"machine_no": schema.StringAttribute{Required: true, MarkdownDescription: machineNoText, Validators: []validator.String{customtypes.MachineNo()}},
			"product_id": schema.StringAttribute{Required: true, MarkdownDescription: productIDText, Validators: []validator.String{customtypes.Digits()}},
			"ids": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Only the codes with these ids, such as `code_ids` of the resource; all unused codes by default. " +
					"While an id is not known yet, Terraform opens the ephemeral resource during the apply only.",
				Validators: []validator.List{listvalidator.ValueStringsAre(customtypes.Digits())},
			},
			"codes": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The unused codes, by ascending id; empty if there are none.",
				NestedObject:        schema.NestedAttributeObject{Attributes: attributes},
			},
			"missing_ids": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Those of `ids` that are not listed: used, expired, cancelled, or of another product. Empty without `ids`.",
			},
		},
	}
}

// Open implements [ephemeral.EphemeralResource].
func (e *EphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m ephemeralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !e.data.Known(&resp.Diagnostics) {
		return
	}
	target := issuance.Target{MachineNo: m.MachineNo.ValueString(), ProductID: m.ProductID.ValueString()}
	codes, missing := listUnused(ctx, e.data.Client, target, &resp.Diagnostics), []string(nil)
	if !m.IDs.IsNull() {
		codes, missing = chosenCodes(codes, textsOf(m.IDs))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	m.Codes, m.MissingIDs = codesToList(codes), textList(missing)
	resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
}
