package pickupcode

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/providerdata"
)

// EphemeralResource is ephemeral.dingshang_pickup_codes. Opening it happens during plan
// and apply alike, so it only reads.
type EphemeralResource struct{ data *providerdata.Data }

var _ ephemeral.EphemeralResourceWithConfigure = &EphemeralResource{}

// NewEphemeralResource makes the ephemeral resource.
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
	text := func(name string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, Sensitive: name == "code", MarkdownDescription: codeTexts[name]}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the unused pickup codes of a product on a machine, without writing them to plan or state: for handing them to a secret store " +
			"through write-only attributes. It only reads. Needs Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"machine_no": schema.StringAttribute{Required: true, MarkdownDescription: machineNoText, Validators: []validator.String{customtypes.MachineNo()}},
			"product_id": schema.StringAttribute{Required: true, MarkdownDescription: productIDText, Validators: []validator.String{customtypes.Digits()}},
			"codes": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The unused codes, by ascending id; empty if there are none.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id": text("id"), "product_id": text("product_id"), "code": text("code"), "status": text("status"),
					"created_at": text("created_at"), "expired_at": text("expired_at"),
					"quantity": schema.Int64Attribute{Computed: true, MarkdownDescription: codeTexts["quantity"]},
				}},
			},
		},
	}
}

// Open implements [ephemeral.EphemeralResource].
func (e *EphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !e.data.Known(&resp.Diagnostics) {
		return
	}
	m.list(ctx, e.data.Client, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
	}
}
