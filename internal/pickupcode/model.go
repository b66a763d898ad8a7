package pickupcode

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
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
	RenewBefore       types.String        `tfsdk:"renew_before"`
	Quantity          types.Int64         `tfsdk:"quantity"`
	Keepers           types.Map           `tfsdk:"keepers"`
	SkipDestroy       types.Bool          `tfsdk:"skip_destroy"`
	StoreCodes        types.Bool          `tfsdk:"store_codes"`
	Timeouts          timeouts.Value      `tfsdk:"timeouts"`
	Codes             types.List          `tfsdk:"codes"`
	CodeIDs           types.List          `tfsdk:"code_ids"`
	SpentCodeIDs      types.List          `tfsdk:"spent_code_ids"`
	CodesPerProduct   types.Map           `tfsdk:"codes_per_product"`
	Name              types.String        `tfsdk:"name"`
	MachineName       types.String        `tfsdk:"machine_name"`
	ProductName       types.String        `tfsdk:"product_name"`
	Account           types.String        `tfsdk:"account"`
	ProductPrice      types.String        `tfsdk:"product_price"`
	Currency          types.String        `tfsdk:"currency"`
	RetailValue       types.String        `tfsdk:"retail_value"`
	UnusedCount       types.Int64         `tfsdk:"unused_count"`
	PendingRequests   types.List          `tfsdk:"pending_requests"`
}

func (m model) target() issuance.Target {
	return issuance.Target{MachineNo: m.MachineNo.ValueString(), ProductID: m.ProductID.ValueString()}
}

// spec is what generates count codes of the model's kind.
func (m model) spec(count int64) issuance.Spec {
	return issuance.Spec{
		Target: m.target(), Count: count, Length: m.CodeLength.ValueInt64(),
		ExpiresAt: m.ExpiredAt.Time(), Quantity: m.Quantity.ValueInt64(),
	}
}

// validity is how long codes generated now live; zero without valid_for.
func (m model) validity() time.Duration { return customtypes.DurationFrom(m.ValidFor) }

// storesCodes reports whether the numbers of codes are kept in state. Null is the default.
func (m model) storesCodes() bool { return m.StoreCodes.IsNull() || m.StoreCodes.ValueBool() }

// codes returns the codes in state.
func (m model) codes() []issuance.Code { return codesFromList(m.Codes) }

// setCodes records the codes and everything that follows from them.
func (m *model) setCodes(codes []issuance.Code) {
	var spent []string
	perProduct := map[string]int64{}
	codes = slices.Clone(codes)
	for i, code := range codes {
		if !m.storesCodes() {
			codes[i].Code = ""
		}
		if code.Status != issuance.StatusUnused {
			spent = append(spent, code.ID)
		}
		perProduct[code.ProductID]++
	}
	m.Codes = codesToList(codes)
	m.CodeIDs = textList(issuance.IDs(codes))
	m.SpentCodeIDs = textList(spent)
	m.UnusedCount = types.Int64Value(int64(len(codes) - len(spent)))
	m.RetailValue = retailValue(m.ProductPrice, int64(len(codes)))
	m.CodesPerProduct = types.MapNull(types.Int64Type)
	m.CodeCount = types.Int64Value(int64(len(codes)))
	if m.target().AllProducts() {
		m.CodeCount = types.Int64Null()
		m.CodesPerProduct = numberMap(perProduct)
	}
}

func numberMap(numbers map[string]int64) types.Map {
	elements := make(map[string]attr.Value, len(numbers))
	for key, n := range numbers {
		elements[key] = types.Int64Value(n)
	}
	return types.MapValueMust(types.Int64Type, elements)
}

// noTimeouts is the timeouts attribute of a resource that sets none.
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
