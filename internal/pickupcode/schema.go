package pickupcode

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
)

const (
	machineNoText = "Number of the machine: 8 or more digits."
	productIDText = "Id of the product on this machine, digits. The data source `dingshang_products` lists them."
)

// codeTexts describes the attributes of one code, for the three objects that have them.
var codeTexts = map[string]string{
	"id":         "Id of the code, used to cancel and import it.",
	"product_id": "Id of the product that the code dispenses.",
	"code":       "The number, 6 to 10 digits, that the customer types. Whoever has it gets the goods.",
	"status": "`UNUSED`; `EXPIRED`: its expiry is past; `USED_OR_CANCELLED`: no longer listed before its expiry; the API does not report which of the two. " +
		"The data source and the ephemeral resource list `UNUSED` codes only.",
	"quantity":   "Number of items that the code dispenses, as the server reports it.",
	"created_at": "Time of creation, as the server writes it. The vendor does not state the time zone.",
	"expired_at": "Time of expiry, RFC 3339 in GMT+8; null if the code never expires.",
}

// Schema implements [resource.Resource]. It has no defaults and no plan modifiers:
// plan.go plans everything.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := computedAttributes()
	attributes["timeouts"] = timeoutsAttribute(ctx)
	for name, attribute := range configuredAttributes() {
		attributes[name] = attribute
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Creates pickup codes (提货码) on a machine: one-time numbers that a customer types to get a product for free. " +
			"The codes are generated when the resource is created, kept in state, and cancelled when it is destroyed. " +
			"A code that a customer redeemed, or that expired, is never generated again and causes no change.",
		Attributes: attributes,
	}
}

func configuredAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"machine_no": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: machineNoText + " Changing it replaces the codes.",
			Validators:          []validator.String{customtypes.MachineNo()},
		},
		"product_id": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: productIDText + " Either this or `all_products = true` must be set. Changing it replaces the codes.",
			Validators:          []validator.String{customtypes.Digits()},
		},
		"all_products": schema.BoolAttribute{
			Optional: true,
			Computed: true,
			MarkdownDescription: "`true` creates codes for all products of the machine in one call; how many per product is decided by the vendor: one, or one for each item in stock. " +
				"Default `false`. Changing it replaces the codes.",
		},
		"code_count": schema.Int64Attribute{
			Optional:   true,
			Computed:   true,
			CustomType: customtypes.WholeNumberType{},
			MarkdownDescription: "Number of codes, 1 or more; default 1. Conflicts with `all_products`. Raising it creates the additional codes in place " +
				"and does not change existing codes. Lowering it drops spent codes first and then cancels the newest unused ones. " +
				"One call, at creation or when adding codes, is limited by the product's capacity; the total is not.",
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"code_length": schema.Int64Attribute{
			Optional:            true,
			Computed:            true,
			CustomType:          customtypes.WholeNumberType{},
			MarkdownDescription: "Digits of a code, 6 to 10; default 6. Changing it replaces the codes.",
			Validators:          []validator.Int64{int64validator.Between(6, 10)},
		},
		"expired_at": schema.StringAttribute{
			Optional:   true,
			Computed:   true,
			CustomType: customtypes.InstantType{},
			MarkdownDescription: "When the codes expire: RFC 3339 with whole seconds (`2035-12-31T23:59:59+08:00`, `2035-12-31T15:59:59Z`) or the vendor's form in GMT+8 (`2035-12-31 23:59:59`). " +
				"Each code expires at this time or up to 59 seconds earlier, so that the provider can recognize the codes it requested. Another notation for the same instant is no change. " +
				"Without it and without `valid_for`, codes never expire. Changing it replaces the codes.",
		},
		"valid_for": schema.StringAttribute{
			Optional:   true,
			Validators: []validator.String{customtypes.Duration(time.Second)},
			MarkdownDescription: "How long the codes are valid, counted from creation, as a duration such as `\"72h\"`; instead of `expired_at`, which then holds the computed time. " +
				"Raising `code_count` keeps that time. Changing it replaces the codes.",
		},
		"recreate_if_expired": schema.BoolAttribute{
			Optional: true,
			Computed: true,
			MarkdownDescription: "`true`, which needs `valid_for`, replaces the codes once a refresh finds them expired. Default `false`: expired codes stay, and nothing is created. " +
				"Changing it updates in place.",
		},
		"renew_before": schema.StringAttribute{
			Optional:   true,
			Validators: []validator.String{customtypes.Duration(time.Second)},
			MarkdownDescription: "Replaces the codes this much before they expire, as a duration such as `\"24h\"`, less than `valid_for`; needs `recreate_if_expired = true`. " +
				"With `create_before_destroy` and `skip_destroy` old and new codes are valid side by side. Changing it updates in place.",
		},
		"quantity": schema.Int64Attribute{
			Optional:   true,
			CustomType: customtypes.WholeNumberType{},
			MarkdownDescription: "Number of items that one code dispenses. The vendor reserves this parameter and may ignore it, which gives a warning. Not sent by default. " +
				"Changing it replaces the codes.",
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"keepers": schema.MapAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "Arbitrary map of values that, when changed, replaces the codes.",
		},
		"skip_destroy": schema.BoolAttribute{
			Optional: true,
			Computed: true,
			MarkdownDescription: "`true` leaves the codes valid when the resource is destroyed or replaced; a warning then names their ids. It takes effect once it is in state, so apply it before the destroy. " +
				"Default `false`. It does not cover lowering `code_count`, nor a creation that never completed.",
		},
		"store_codes": schema.BoolAttribute{
			Optional: true,
			Computed: true,
			MarkdownDescription: "`false` keeps the numbers out of state and plan files: `codes[*].code` is null, and the ephemeral resource of the same name reads them. " +
				"Default `true`. Changing it updates in place; the numbers of codes that are still listed are read again when it becomes `true`. " +
				"An import stores numbers until the first apply with `false`.",
		},
	}
}

func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Machine, product (or `all`) and a unique part, separated by `/`; fixed at creation.",
		},
		"codes": schema.ListNestedAttribute{
			Computed:  true,
			Sensitive: true,
			MarkdownDescription: "The codes; used and expired ones stay in the list. Codes that existed first come first, then added ones, each by ascending id. " +
				"The list is sensitive as a whole; `code_ids` shows in a plan which codes come and go.",
			NestedObject: schema.NestedAttributeObject{Attributes: resourceCodeAttributes()},
		},
		"code_ids": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "The ids of the codes, in the order of `codes`.",
		},
		"spent_code_ids": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "The ids of the codes that were not `UNUSED` at the last refresh.",
		},
		"codes_per_product": schema.MapAttribute{
			Computed: true, ElementType: types.Int64Type,
			MarkdownDescription: "With `all_products`: the number of codes by product id; otherwise null.",
		},
		"name": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Names of product and machine when the codes were created, such as `可乐 @ 鼎商测试1号`; with `all_products`, `* @ 鼎商测试1号`.",
		},
		"machine_name": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Name of the machine when the codes were created.",
		},
		"product_name": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Name of the product when the codes were created; null with `all_products`.",
		},
		"account": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The account that has the codes: the AppId, `@` and the host of the API.",
		},
		"product_price": schema.StringAttribute{
			Computed: true,
			MarkdownDescription: "The product's price when codes were last created or added, as the API writes it, such as `3.50`. " +
				"Null with `all_products`, or where the API reports none.",
		},
		"currency": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Code of the machine's currency, such as `CNY`; null where `product_price` is null or the API reports none.",
		},
		"retail_value": schema.StringAttribute{
			Computed: true,
			MarkdownDescription: "`product_price` times the number of codes, an exact decimal number such as `70.00`. " +
				"Null where `product_price` is null or not a decimal number.",
		},
		"unused_count": schema.Int64Attribute{
			Computed:            true,
			MarkdownDescription: "Number of codes that were unused at the last refresh.",
		},
		"pending_requests": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Requests for codes whose outcome is unknown; null if there are none. Every refresh adds their codes once they are listed.",
			NestedObject:        schema.NestedAttributeObject{Attributes: requestSchema()},
		},
	}
}

func resourceCodeAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, text := range codeTexts {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: text}
	}
	attributes["quantity"] = schema.Int64Attribute{Computed: true, MarkdownDescription: codeTexts["quantity"]}
	return attributes
}

func requestSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"expires_at": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Expiry that the request asked for, by which its codes are recognized; null for codes that never expire.",
		},
		"code_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of codes that were requested; null with `all_products`."},
		"sent_at":    schema.StringAttribute{Computed: true, MarkdownDescription: "When the request was sent, RFC 3339 in UTC."},
		"confirmed":  schema.BoolAttribute{Computed: true, MarkdownDescription: "`true` if the server confirmed that it generated the codes."},
		"ids_before": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Ids of existing codes that could be mistaken for the request's, mostly for codes that never expire; otherwise null.",
		},
		"altered_ids": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Ids of codes that appeared in place of the requested ones, as many but with a different expiry or length; otherwise null. The server may have changed the request, so it stays pending while they are listed.",
		},
	}
}

// timeoutsAttribute is the framework's usual one, described, with errors that name the
// attribute.
func timeoutsAttribute(ctx context.Context) schema.Attribute {
	attribute := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, Update: true, Delete: true,
		CreateDescription: "Maximum time to wait for creation, as a duration; default `\"5m\"`.",
		UpdateDescription: "Maximum time to wait for an update, as a duration; default `\"5m\"`.",
		DeleteDescription: "Maximum time to wait for deletion, as a duration; default `\"10m\"`.",
	})
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok {
		for name, limit := range nested.Attributes {
			if text, ok := limit.(schema.StringAttribute); ok {
				text.Validators = []validator.String{customtypes.Duration(time.Millisecond)}
				nested.Attributes[name] = text
			}
		}
		nested.MarkdownDescription = "Maximum times for operations, as durations such as `\"90s\"`. Waiting for other resources on the same product does not count. Changing them updates in place."
		return nested
	}
	return attribute
}
