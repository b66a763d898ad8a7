package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
)

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one vending machine of the merchant: its location, whether it is online, its cabinets and its categories.",
		Attributes: map[string]schema.Attribute{
			"machine_no": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{customtypes.MachineNo()},
				MarkdownDescription: "Number of the machine, as printed on it: usually 8 digits, more for machines that are reserved for a merchant. `dingshang_machines` lists the merchant's machines.",
			},
			"name":      text("Name of the machine in the merchant console. Null when it has none."),
			"address":   text("Postal address. Null when none was entered."),
			"longitude": number("Longitude in degrees, east is positive. Null when no position was entered."),
			"latitude":  number("Latitude in degrees, north is positive. Null when no position was entered."),
			"is_online": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether the machine is connected to the cloud now. Pickup codes can be created only while it is, unless the merchant's debug mode is on.",
			},
			"machine_type": schema.Int64Attribute{
				Computed: true,
				MarkdownDescription: "Type of the machine: `1` vending machine, `2` amusement machine, `3` claw machine, `4` lending cabinet, " +
					"`5` return cabinet, `6` locker cabinet. Null when the API does not report it.",
			},
			"machine_type_name": text("Type of the machine in English, such as `vending machine`. Null when `machine_type` is null or not one of the listed types."),
			"cabinet_names": schema.ListAttribute{
				Computed:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "Letters of the machine's cabinets, main cabinet `A` first. Empty when the API does not report them; the machine then has only cabinet `A`.",
			},
			"model_id":    text("Id of the machine's model. Null when the API does not report it."),
			"cover_image": text("URL of the cover picture. Null when there is none."),
			"categories": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Product categories on the machine's screen, in the order of the screen. Empty when there are none.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":    text("Id of the category, for `category_id` of `dingshang_products`."),
					"title": text("Title on the screen."),
				}},
			},
			"announcement": schema.SingleNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Announcement on the machine's screen. Null when there is none.",
				Attributes:          map[string]schema.Attribute{"title": text("Title of the announcement.")},
			},
			"merchant": schema.SingleNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Merchant that owns the machine. Null when the API does not report it.",
				Attributes: map[string]schema.Attribute{
					"title":       text("Name of the merchant."),
					"description": text("The merchant's description of itself. Null when there is none."),
					"logo":        text("URL of the merchant's logo. Null when there is none."),
					"store_id":    text("Id of the merchant's store. Null when there is none."),
					"status":      text("Status of the merchant, a number that the vendor does not document. Null when zero."),
					"created_at":  text("When the merchant was registered, as the server writes it: `YYYY-MM-DD HH:MM:SS`."),
				},
			},
			"currency": schema.SingleNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Currency of the machine's prices. Null when the API does not report it, as with older servers.",
				Attributes: map[string]schema.Attribute{
					"id":     text("The vendor's id of the currency."),
					"name":   text("Name of the currency, such as `人民币`."),
					"code":   text("ISO 4217 code, such as `CNY`."),
					"symbol": text("Symbol, such as `¥`."),
				},
			},
		},
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func number(description string) schema.Float64Attribute {
	return schema.Float64Attribute{Computed: true, MarkdownDescription: description}
}
