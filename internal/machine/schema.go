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
		MarkdownDescription: "Describes one vending machine of the merchant: where it stands, whether it is online, its cabinets and its categories.",
		Attributes: map[string]schema.Attribute{
			"machine_no": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{customtypes.MachineNo()},
				MarkdownDescription: "Number of the machine, as printed on it: 8 digits as a rule, more for machines reserved for some merchants. `dingshang_machines` lists those of the merchant.",
			},
			"name":      text("Name of the machine in the merchant console. Null when it has none."),
			"address":   text("Postal address. Null when none was entered."),
			"longitude": number("Longitude in degrees, east is positive. Null when no position was entered."),
			"latitude":  number("Latitude in degrees, north is positive. Null when no position was entered."),
			"is_online": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether the machine is connected to the cloud now. Pickup codes can be made only while it is, unless the merchant's debug mode is on.",
			},
			"machine_type": schema.Int64Attribute{
				Computed: true,
				MarkdownDescription: "Type of the machine: `1` vending machine, `2` amusement machine, `3` claw machine, `4` lending cabinet, " +
					"`5` return cabinet, `6` locker cabinet. Null when the server does not tell.",
			},
			"machine_type_name": text("Type of the machine in English, such as `vending machine`. Null when the type is not told or not one of those that `machine_type` lists."),
			"cabinet_names": schema.ListAttribute{
				Computed:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "Letters of the machine's cabinets, main cabinet `A` first. Empty when the server does not tell; the machine then has cabinet `A` alone.",
			},
			"model_id":    text("Id of the machine's model. Null when the server does not tell."),
			"cover_image": text("Address of the picture that customers see first. Null when there is none."),
			"categories": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Product categories on the machine's screen, in the order of the screen. Empty when there are none.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":    text("Id of the category; `category_id` of `dingshang_products` takes it."),
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
				MarkdownDescription: "Merchant that owns the machine. Null when the server does not tell.",
				Attributes: map[string]schema.Attribute{
					"title":       text("Name of the merchant."),
					"description": text("What the merchant writes about itself. Null when nothing."),
					"logo":        text("Address of the merchant's logo. Null when there is none."),
					"store_id":    text("Id of the merchant's store. Null when there is none."),
					"status":      text("The vendor's status number of the merchant; the vendor does not document the numbers. Null when zero."),
					"created_at":  text("When the merchant was registered, as the server writes it: `YYYY-MM-DD HH:MM:SS`."),
				},
			},
			"currency": schema.SingleNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Currency of the machine's prices. Null when the server does not tell, as older servers do not.",
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
