package pickupcode

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
	"terraform-provider-dingshang/internal/providerdata"
)

// DataSource is data.dingshang_pickup_codes: the unused codes of a product.
type DataSource struct{ data *providerdata.Data }

var _ datasource.DataSourceWithConfigure = &DataSource{}

// dataSourceModel is the data source.
type dataSourceModel struct {
	MachineNo types.String `tfsdk:"machine_no"`
	ProductID types.String `tfsdk:"product_id"`
	Codes     types.List   `tfsdk:"codes"`
}

// NewDataSource returns the data source.
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
	attributes := map[string]schema.Attribute{}
	for name, text := range codeTexts {
		attributes[name] = schema.StringAttribute{Computed: true, Sensitive: name == "code", MarkdownDescription: text}
	}
	attributes["quantity"] = schema.Int64Attribute{Computed: true, MarkdownDescription: codeTexts["quantity"]}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the unused pickup codes of a product on a machine, whoever created them. The codes are kept in state; " +
			"the ephemeral resource of the same name keeps them out of it.",
		Attributes: map[string]schema.Attribute{
			"machine_no": schema.StringAttribute{Required: true, MarkdownDescription: machineNoText, Validators: []validator.String{customtypes.MachineNo()}},
			"product_id": schema.StringAttribute{Required: true, MarkdownDescription: productIDText, Validators: []validator.String{customtypes.Digits()}},
			"codes": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The unused codes, by ascending id; empty if there are none.",
				NestedObject:        schema.NestedAttributeObject{Attributes: attributes},
			},
		},
	}
}

// Read implements [datasource.DataSource].
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m dataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !d.data.Known(&resp.Diagnostics) {
		return
	}
	target := issuance.Target{MachineNo: m.MachineNo.ValueString(), ProductID: m.ProductID.ValueString()}
	codes := listUnused(ctx, d.data.Client, target, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	m.Codes = codesToList(codes)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
