package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/providerdata"
)

type listDataSource struct {
	data *providerdata.Data
}

var _ datasource.DataSourceWithConfigure = &listDataSource{}

// NewListDataSource returns the data source dingshang_machines.
func NewListDataSource() datasource.DataSource { return &listDataSource{} }

func (d *listDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machines"
}

func (d *listDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

func (d *listDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the merchant's machines, in the server's order.",
		Attributes: map[string]schema.Attribute{
			"machines": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The machines. Empty when the merchant has none.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"machine_no": text("Number of the machine, as printed on it."),
					"name":       text("Name of the machine in the merchant console. Null when it has none."),
					"is_online": schema.BoolAttribute{
						Computed:            true,
						MarkdownDescription: "Whether the machine is connected to the cloud now.",
					},
					"in_operation": schema.BoolAttribute{
						Computed:            true,
						MarkdownDescription: "Whether the machine is in operation, as set in the merchant console.",
					},
					"address":        text("Postal address. Null when none was entered."),
					"longitude":      number("Longitude in degrees, east is positive. Null when no position was entered."),
					"latitude":       number("Latitude in degrees, north is positive. Null when no position was entered."),
					"contact":        text("Contact person for the machine. Null when none was entered."),
					"tel":            text("Telephone number of the contact. Null when none was entered."),
					"notify_message": text("Message from the machine to its operator, such as low stock. Null when there is none."),
					"created_at":     text("When the machine was registered, as the server writes it: `YYYY-MM-DD HH:MM:SS`."),
				}},
			},
		},
	}
}

func (d *listDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.data.Known(&resp.Diagnostics) {
		return
	}
	fleet, err := d.data.Client.Machines(ctx)
	if err != nil {
		resp.Diagnostics.AddError("Cannot list the machines", apidiag.Failure("list the merchant's machines", err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, listModelOf(fleet))...)
}
