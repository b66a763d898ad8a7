package product

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/providerdata"
)

type dataSource struct {
	data *providerdata.Data
}

var (
	_ datasource.DataSourceWithConfigure        = &dataSource{}
	_ datasource.DataSourceWithConfigValidators = &dataSource{}
)

// NewDataSource returns the data source dingshang_products.
func NewDataSource() datasource.DataSource { return &dataSource{} }

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_products"
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.Conflicting(path.MatchRoot("cabinet_name"), path.MatchRoot("addr")),
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
