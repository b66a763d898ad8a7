package product

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/providerdata"
)

type dataSource struct {
	data *providerdata.Data
}

var (
	_ datasource.DataSourceWithConfigure      = &dataSource{}
	_ datasource.DataSourceWithValidateConfig = &dataSource{}
)

// NewDataSource makes the data source dingshang_products.
func NewDataSource() datasource.DataSource { return &dataSource{} }

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_products"
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig refuses the two ways to name a cabinet in one block: the server takes
// one of them only.
func (d *dataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !config.CabinetName.IsNull() && !config.CabinetName.IsUnknown() && !config.Addr.IsNull() && !config.Addr.IsUnknown() {
		resp.Diagnostics.AddAttributeError(path.Root("addr"), "Two cabinets named",
			"cabinet_name and addr are both set, and both name a cabinet. Keep one of them; without either, the products of all cabinets are listed.")
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.data.Known(&resp.Diagnostics) {
		return
	}
	var state model
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	machineNo := state.MachineNo.ValueString()
	products, err := d.data.Client.Products(ctx, machineNo, state.filter())
	if err != nil {
		apidiag.AddMachineFailure(&resp.Diagnostics, "Cannot list the products of machine "+machineNo, "list the products of machine "+machineNo, err)
		return
	}
	state.Products = productModelsOf(products)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
