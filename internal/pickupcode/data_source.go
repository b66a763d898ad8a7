package pickupcode

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/providerdata"
)

// DataSource is data.dingshang_pickup_codes: the unused codes of a product.
type DataSource struct{ data *providerdata.Data }

var _ datasource.DataSourceWithConfigure = &DataSource{}

// NewDataSource makes the data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata implements [datasource.DataSource].
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_pickup_codes"
}

// Configure implements [datasource.DataSourceWithConfigure].
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// Schema implements [datasource.DataSource].
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(name string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, Sensitive: name == "code", MarkdownDescription: codeTexts[name]}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the unused pickup codes of a product on a machine, whoever made them. The codes are kept in state; " +
			"the ephemeral resource of the same name keeps them out of it.",
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

// Read implements [datasource.DataSource].
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !d.data.Known(&resp.Diagnostics) {
		return
	}
	m.list(ctx, d.data.Client, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
}

// list fills in the codes, for the data source and the ephemeral resource.
func (m *listModel) list(ctx context.Context, client *dingshang.Client, diags *diag.Diagnostics) {
	p := place{machineNo: m.MachineNo.ValueString(), productID: m.ProductID.ValueString()}
	listed, err := client.PickupCodes(ctx, p.machineNo, p.productID)
	if err != nil {
		diags.AddError("Cannot list the pickup codes of "+p.String(), apidiag.Failure("list the pickup codes of product "+p.productID+" on machine "+p.machineNo, err))
		return
	}
	codes := slices.SortedFunc(slices.Values(listed), byAscendingID)
	for i := range codes {
		codes[i].Status = statusUnused
	}
	m.Codes = codesToList(codes)
}
