package pickupcode

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
)

// model is the resource, as configured, planned and in state.
type model struct {
	ID                types.String        `tfsdk:"id"`
	MachineNo         types.String        `tfsdk:"machine_no"`
	ProductID         types.String        `tfsdk:"product_id"`
	AllProducts       types.Bool          `tfsdk:"all_products"`
	CodeCount         types.Int64         `tfsdk:"code_count"`
	CodeLength        types.Int64         `tfsdk:"code_length"`
	ExpiredAt         customtypes.Instant `tfsdk:"expired_at"`
	ValidFor          types.String        `tfsdk:"valid_for"`
	RecreateIfExpired types.Bool          `tfsdk:"recreate_if_expired"`
	Quantity          types.Int64         `tfsdk:"quantity"`
	Keepers           types.Map           `tfsdk:"keepers"`
	SkipDestroy       types.Bool          `tfsdk:"skip_destroy"`
	Timeouts          timeouts.Value      `tfsdk:"timeouts"`
	MachineName       types.String        `tfsdk:"machine_name"`
	ProductName       types.String        `tfsdk:"product_name"`
	Codes             types.List          `tfsdk:"codes"`
	UnusedCount       types.Int64         `tfsdk:"unused_count"`
}

// identityModel is the resource's identity; immutable.
type identityModel struct {
	MachineNo types.String `tfsdk:"machine_no"`
	ProductID types.String `tfsdk:"product_id"`
	ID        types.String `tfsdk:"id"`
}

// listModel is the data source and the ephemeral resource.
type listModel struct {
	MachineNo types.String `tfsdk:"machine_no"`
	ProductID types.String `tfsdk:"product_id"`
	Codes     types.List   `tfsdk:"codes"`
}

func (m model) identity() identityModel {
	return identityModel{MachineNo: m.MachineNo, ProductID: m.ProductID, ID: m.ID}
}

func (m model) place() place {
	return place{machineNo: m.MachineNo.ValueString(), productID: m.ProductID.ValueString()}
}

// title names the place for people, as far as the names are known.
func (m model) title() string {
	machine, product := m.MachineName.ValueString(), m.ProductName.ValueString()
	if m.place().all() {
		product = "every product"
	}
	at := m.ID.ValueString() // tells resources of one place apart
	if at == "" {
		at = m.place().String()
	}
	switch {
	case machine == "" && product == "":
		return "for " + at
	case product == "":
		return "on " + machine + " (" + at + ")"
	case machine == "":
		return "for " + product + " (" + at + ")"
	}
	return "for " + product + " on " + machine + " (" + at + ")"
}

// everyProduct tells whether the one call for all products is meant.
func (m model) everyProduct() bool { return m.AllProducts.ValueBool() }

// validity is how long codes made now live; zero where expired_at or nothing rules.
func (m model) validity() time.Duration { return customtypes.DurationFrom(m.ValidFor) }

// request is the order that makes count codes of the model's kind.
func (m model) request(count int64) order {
	return order{
		MachineNo: m.MachineNo.ValueString(), ProductID: m.ProductID.ValueString(),
		Count: count, Length: m.CodeLength.ValueInt64(), ExpiresAt: m.ExpiredAt.Time(),
	}
}

// setCodes records the codes and what follows from them.
func (m *model) setCodes(codes []dingshang.PickupCode) {
	m.Codes = codesToList(codes)
	m.UnusedCount = types.Int64Value(int64(len(unused(codes))))
	m.CodeCount = types.Int64Null()
	if !m.place().all() {
		m.CodeCount = types.Int64Value(int64(len(codes)))
	}
}

var codeAttributes = map[string]attr.Type{
	"id":         types.StringType,
	"product_id": types.StringType,
	"code":       types.StringType,
	"status":     types.StringType,
	"quantity":   types.Int64Type,
	"created_at": types.StringType,
	"expired_at": types.StringType,
}

var codeType = types.ObjectType{AttrTypes: codeAttributes}

// codesToList is the one conversion of codes to Terraform, for all three objects.
func codesToList(codes []dingshang.PickupCode) types.List {
	elements := make([]attr.Value, len(codes))
	for i, code := range codes {
		elements[i] = types.ObjectValueMust(codeAttributes, map[string]attr.Value{
			"id":         types.StringValue(code.ID),
			"product_id": types.StringValue(code.ProductID),
			"code":       types.StringValue(code.Code),
			"status":     types.StringValue(code.Status),
			"quantity":   types.Int64Value(code.Quantity),
			"created_at": customtypes.Text(code.CreatedAt),
			"expired_at": customtypes.InstantOf(code.ExpiresAt).StringValue,
		})
	}
	return types.ListValueMust(codeType, elements)
}

// codesFromList is its inverse.
func codesFromList(list types.List) []dingshang.PickupCode {
	codes := make([]dingshang.PickupCode, 0, len(list.Elements()))
	for _, element := range list.Elements() {
		object, ok := element.(basetypes.ObjectValue)
		if !ok {
			continue
		}
		attributes := object.Attributes()
		text := func(name string) string {
			value, _ := attributes[name].(basetypes.StringValue)
			return value.ValueString()
		}
		quantity, _ := attributes["quantity"].(basetypes.Int64Value)
		codes = append(codes, dingshang.PickupCode{
			ID: text("id"), ProductID: text("product_id"), Code: text("code"), Status: text("status"),
			Quantity: quantity.ValueInt64(), CreatedAt: text("created_at"),
			ExpiresAt: customtypes.NewInstant(text("expired_at")).Time(),
		})
	}
	return codes
}

// noTimeouts is the timeouts attribute of a resource that states none.
func noTimeouts(ctx context.Context) (timeouts.Value, diag.Diagnostics) {
	kind := timeouts.Type{ObjectType: types.ObjectType{AttrTypes: map[string]attr.Type{
		"create": types.StringType, "update": types.StringType, "delete": types.StringType,
	}}}
	value, diags := kind.ValueFromObject(ctx, types.ObjectNull(kind.AttrTypes))
	none, ok := value.(timeouts.Value)
	if !ok {
		diags.AddError("Timeouts cannot be read", "Please report this to the provider's developers.")
	}
	return none, diags
}
