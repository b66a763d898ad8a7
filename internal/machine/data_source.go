package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/providerdata"
)

type dataSource struct {
	data *providerdata.Data
}

var _ datasource.DataSourceWithConfigure = &dataSource{}

// NewDataSource returns the data source dingshang_machine.
func NewDataSource() datasource.DataSource { return &dataSource{} }

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine"
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.data.Known(&resp.Diagnostics) {
		return
	}
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	machineNo := config.MachineNo.ValueString()
	m, err := d.data.Client.Machine(ctx, machineNo)
	if err != nil {
		apidiag.AddMachineFailure(&resp.Diagnostics, "Cannot read machine "+machineNo, "describe machine "+machineNo, err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, modelOf(machineNo, m))...)
}
