package pickupcode

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
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
	"id":         "Record id of the code, by which it is cancelled and imported.",
	"product_id": "Id of the product that the code dispenses.",
	"code":       "The number, 6 to 10 digits, that the customer types. Whoever has it gets the goods.",
	"status": "`UNUSED`; `EXPIRED`: its time is past; `USED_OR_CANCELLED`: not listed by the API before its time, which does not tell used from cancelled. " +
		"The data source and the ephemeral resource list `UNUSED` codes only.",
	"quantity":   "Items that the code dispenses, as the server reports it.",
	"created_at": "Time of creation, the server's text. The vendor does not say in which time zone.",
	"expired_at": "Time of expiry, RFC 3339 in GMT+8; null: never.",
}

// Schema implements [resource.Resource]. It has no defaults and no plan modifiers: plan.go plans everything.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 0,
		MarkdownDescription: "Makes pickup codes (提货码) on a machine: one-time numbers that a customer types to get a product for free. " +
			"Codes are made when the resource is created, kept in state, and cancelled when it is destroyed. " +
			"A code that a customer used, or that expired, is never made again and causes no change.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Machine, product (or `all`) and a part of its own, separated by `/`; fixed at creation. An import by it adopts all unused codes of the product.",
			},
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
				MarkdownDescription: "`true` makes codes for every product of the machine in one call; how many per product is the vendor's affair: one, or one per item in stock. " +
					"Default `false`. Changing it replaces the codes.",
			},
			"code_count": schema.Int64Attribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "Number of codes, 1 or more; default 1. May not be set with `all_products`. Raising it makes the difference to the codes there are, in place, " +
					"and touches none of them. Lowering it drops spent codes first and then cancels the newest unused ones. " +
					"One raise, like one creation, is limited by the product's capacity; the total is not.",
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
			"code_length": schema.Int64Attribute{
				Optional:            true,
				Computed:            true,
				MarkdownDescription: "Digits of a code, 6 to 10; default 6. Changing it replaces the codes.",
				Validators:          []validator.Int64{int64validator.Between(6, 10)},
			},
			"expired_at": schema.StringAttribute{
				Optional:   true,
				Computed:   true,
				CustomType: customtypes.InstantType{},
				MarkdownDescription: "When the codes expire: RFC 3339 with whole seconds (`2026-12-31T23:59:59+08:00`, `2026-12-31T15:59:59Z`) or the vendor's form in GMT+8 (`2026-12-31 23:59:59`). " +
					"Another spelling of the same instant is no change. Without it and without `valid_for` codes never expire. Changing it replaces the codes.",
			},
			"valid_for": schema.StringAttribute{
				Optional:   true,
				Validators: []validator.String{customtypes.Duration(time.Second)},
				MarkdownDescription: "How long the codes live, counted from creation, as a duration such as `\"72h\"`; instead of `expired_at`, which then holds the computed time. " +
					"Raising `code_count` keeps that time. Changing it replaces the codes.",
			},
			"recreate_if_expired": schema.BoolAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "`true`, which needs `valid_for`: once a refresh found the codes expired, the plan replaces them. Default `false`: expired codes stay, and nothing is made. " +
					"Changing it acts in place.",
			},
			"quantity": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: "Items that one code dispenses. Reserved by the vendor, who may ignore it: a warning says so then. Not sent by default. " +
					"Changing it replaces the codes.",
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
			"keepers": schema.MapAttribute{
				Optional:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "Any values of yours, such as an event's name; changing one replaces the codes.",
			},
			"skip_destroy": schema.BoolAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "`true` lets the codes live on when the resource is destroyed or replaced; a warning then names their ids. It acts once it is in state, so apply it before the destroy. " +
					"Default `false`. It does not cover lowering `code_count`, nor a creation that never completed.",
			},
			"timeouts": timeoutsAttribute(ctx),
			"machine_name": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Name of the machine when the codes were made, known while planning.",
			},
			"product_name": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Name of the product when the codes were made, known while planning; null with `all_products`.",
			},
			"codes": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The codes, by ascending id; used and expired ones stay in the list.",
				NestedObject:        schema.NestedAttributeObject{Attributes: resourceCodeAttributes()},
			},
			"unused_count": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "How many codes were unused at the last refresh.",
			},
		},
	}
}

// timeoutsAttribute is the field's usual one, described.
func timeoutsAttribute(ctx context.Context) schema.Attribute {
	attribute := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, Update: true, Delete: true,
		CreateDescription: "Longest time for a creation, as a duration; default `\"5m\"`.",
		UpdateDescription: "Longest time for an update, as a duration; default `\"5m\"`.",
		DeleteDescription: "Longest time for a destroy, as a duration; default `\"10m\"`.",
	})
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = "Longest times for operations, as durations such as `\"90s\"`. Waiting for other resources of the same product does not count. Changing them acts in place."
		return nested
	}
	return attribute
}

func resourceCodeAttributes() map[string]schema.Attribute {
	text := func(name string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, Sensitive: name == "code", MarkdownDescription: codeTexts[name]}
	}
	return map[string]schema.Attribute{
		"id": text("id"), "product_id": text("product_id"), "code": text("code"), "status": text("status"),
		"created_at": text("created_at"), "expired_at": text("expired_at"),
		"quantity": schema.Int64Attribute{Computed: true, MarkdownDescription: codeTexts["quantity"]},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"machine_no": identityschema.StringAttribute{RequiredForImport: true, Description: "Number of the machine."},
			"product_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Id of the product; needed for an import, null for codes of every product."},
			"id":         identityschema.StringAttribute{OptionalForImport: true, Description: "Id of the resource; not needed for an import."},
		},
	}
}
