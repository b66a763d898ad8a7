package product

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
)

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the products of a machine, optionally of one category or cabinet.",
		Attributes: map[string]schema.Attribute{
			"machine_no": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{customtypes.MachineNo()},
				MarkdownDescription: "Machine number, as printed on the machine: usually 8 digits, more for machines that are reserved for a merchant.",
			},
			"category_id": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{customtypes.Digits()},
				MarkdownDescription: "Category id; lists only products of this category. The ids are in `categories` of `dingshang_machine`. Defaults to all categories.",
			},
			"cabinet_name": schema.StringAttribute{
				Optional: true,
				Validators: []validator.String{
					stringvalidator.RegexMatches(regexp.MustCompile(`^[A-Z]$`), "must be a cabinet letter, A to Z"),
				},
				MarkdownDescription: "Cabinet letter, `A` to `Z`; lists only products of this cabinet. The letters are in `cabinet_names` of `dingshang_machine`. " +
					"Defaults to all cabinets. Conflicts with `addr`.",
			},
			"addr": schema.Int64Attribute{
				Optional:   true,
				CustomType: customtypes.WholeNumberType{},
				Validators: []validator.Int64{int64validator.Between(1, 8)},
				MarkdownDescription: "Address of a cabinet's control board, `1` to `8`; lists only products of this cabinet. " +
					"Defaults to all cabinets. Conflicts with `cabinet_name`.",
			},
			"products": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The products, cabinet by cabinet and in the server's order within each. Empty when there are none.",
				NestedObject:        schema.NestedAttributeObject{Attributes: productAttributes()},
			},
		},
	}
}

func productAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":             text("Product id on this machine, for `product_id` of `dingshang_pickup_codes`. The same product has another id on another machine."),
		"name":           text("Product name."),
		"description":    text("Short description. Null when there is none."),
		"price":          text("Price of one item in the machine's currency, as text, such as `3.50`."),
		"original_price": text("Price before discount, in the same form. Null when there is none."),
		"good_no":        text("The merchant's own article number. Null when there is none."),
		"slug":           text("Short name used in URLs. Null when there is none."),
		"thumb":          text("URL of the thumbnail. Null when there is none."),
		"media": schema.ListAttribute{
			Computed:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "URLs of further pictures and videos. Empty when there are none.",
		},
		"content": text("Full description in HTML. Null when there is none."),
		"category": schema.SingleNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Product category. Null when it has none.",
			Attributes: map[string]schema.Attribute{
				"id":    text("Category id."),
				"title": text("Category title."),
			},
		},
		"channel": schema.SingleNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Channel that the product is dispensed from. Null when the API does not report it.",
			Attributes: map[string]schema.Attribute{
				"name":         text("Channel name, such as `A21`: cabinet, row and column."),
				"cabinet_name": text("Cabinet letter."),
				"code":         text("Motor number of the channel, such as `020`."),
				"row":          number("Row within the cabinet. `0` when the API does not report it."),
				"column":       number("Column within the row. `0` when the API does not report it."),
				"addr":         number("Address of the cabinet's control board, `1` to `8`. Null when the API does not report it."),
			},
		},
		"inventory": number("Number of items in the machine now; `0` when sold out."),
		"capacity":  number("Maximum number of items. One request generates at most this many pickup codes."),
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func number(description string) schema.Int64Attribute {
	return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
}
