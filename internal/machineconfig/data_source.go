package machineconfig

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/fleet"
	"terraform-provider-dingshang/internal/providerdata"
)

type dataSource struct {
	data *providerdata.Data
}

var _ datasource.DataSourceWithConfigure = &dataSource{}

// NewDataSource returns the data source dingshang_machine_config.
func NewDataSource() datasource.DataSource { return &dataSource{} }

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_config"
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"id": schema.StringAttribute{Computed: true, MarkdownDescription: "The machine's number."},
		"machine_no": schema.StringAttribute{
			Required:            true,
			Validators:          []validator.String{customtypes.MachineNo()},
			MarkdownDescription: "Number of the machine: 8 or more digits.",
		},
	}
	for name, s := range settings {
		attributes[name] = s.computed()
	}
	for name, s := range reported {
		attributes[name] = s.computed()
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the configuration of a machine's vending app, and what the device reports about itself. " +
			"Everything is null for a machine whose app has never reported in. " +
			"Needs `console_url`, `console_email` and `console_password` in the provider configuration.",
		Attributes: attributes,
	}
}

func (s setting) computed() schema.Attribute {
	switch s.shape {
	case integer:
		return schema.Int64Attribute{Computed: true, MarkdownDescription: s.description}
	case flag:
		return schema.BoolAttribute{Computed: true, MarkdownDescription: s.description}
	case textSetShape:
		return schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: s.description}
	default:
		return schema.StringAttribute{Computed: true, MarkdownDescription: s.description}
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.data.ConsoleKnown(&resp.Diagnostics) {
		return
	}
	var machineNo types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("machine_no"), &machineNo)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if m, ok := fleet.Find(ctx, d.data, machineNo.ValueString(), &resp.Diagnostics); ok {
		resp.Diagnostics.Append(resp.State.Set(ctx, dataSourceModelOf(m))...)
	}
}
