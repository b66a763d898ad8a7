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
		MarkdownDescription: "Lists the products of a machine: all of them, or those of one category or cabinet.",
		Attributes: map[string]schema.Attribute{
			"machine_no": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{customtypes.MachineNo()},
				MarkdownDescription: "Number of the machine, as printed on it: 8 digits as a rule, more for machines reserved for some merchants.",
			},
			"category_id": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{customtypes.Digits()},
				MarkdownDescription: "Lists only products of this category; `categories` of `dingshang_machine` has the ids. All categories by default.",
			},
			"cabinet_name": schema.StringAttribute{
				Optional: true,
				Validators: []validator.String{
					stringvalidator.RegexMatches(regexp.MustCompile(`^[A-Z]$`), "must be the letter of a cabinet, one of A to Z"),
				},
				MarkdownDescription: "Lists only products of the cabinet with this letter, `A` to `Z`; `cabinet_names` of `dingshang_machine` has them. " +
					"All cabinets by default. Conflicts with `addr`.",
			},
			"addr": schema.Int64Attribute{
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(1, 8)},
				MarkdownDescription: "Lists only products of the cabinet whose control board has this address, 1 to 8. " +
					"All cabinets by default. Conflicts with `cabinet_name`.",
			},
			"products": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The products, cabinet by cabinet, within a cabinet in the server's order. Empty when there are none.",
				NestedObject:        schema.NestedAttributeObject{Attributes: productAttributes()},
			},
		},
	}
}

func productAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":             text("Id of the product on this machine; `product_id` of `dingshang_pickup_codes` takes it."),
		"name":           text("Name of the product."),
		"description":    text("Short description. Null when there is none."),
		"price":          text("Price of one item in the machine's currency, as the server writes it, such as `3.50`."),
		"original_price": text("Price before a discount, in the same form. Null when there is none."),
		"good_no":        text("The merchant's own article number. Null when there is none."),
		"slug":           text("Short name for addresses. Null when there is none."),
		"thumb":          text("Address of the small picture. Null when there is none."),
		"media": schema.ListAttribute{
			Computed:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "Addresses of further pictures and films. Empty when there are none.",
		},
		"content": text("Full description in HTML. Null when there is none."),
		"category": schema.SingleNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Category of the product. Null when it has none.",
			Attributes: map[string]schema.Attribute{
				"id":    text("Id of the category."),
				"title": text("Title of the category."),
			},
		},
		"channel": schema.SingleNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Place in the machine that the product is dispensed from. Null when the server does not tell.",
			Attributes: map[string]schema.Attribute{
				"name":         text("Name of the channel, such as `A21`: cabinet, row, column."),
				"cabinet_name": text("Letter of the cabinet."),
				"code":         text("Number of the channel's motor, such as `020`."),
				"row":          number("Row of the channel within the cabinet. `0` when the server leaves it out, as it does with zero."),
				"column":       number("Column of the channel within its row. `0` when the server leaves it out, as it does with zero."),
				"addr":         number("Address of the cabinet's control board, 1 to 8. Null when the server does not tell."),
			},
		},
		"inventory": number("Items in the machine now; `0` when it is sold out."),
		"capacity":  number("Most items that fit. One call can make at most that many pickup codes."),
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func number(description string) schema.Int64Attribute {
	return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
}
