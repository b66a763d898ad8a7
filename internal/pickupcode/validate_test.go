package pickupcode

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
)

// What is not known yet may turn out to be none, so it passes; core asks again later.
func TestUnknownValuesAreValid(t *testing.T) {
	ctx := t.Context()
	r := &Resource{}
	var s resource.SchemaResponse
	r.Schema(ctx, resource.SchemaRequest{}, &s)
	none, _ := noTimeouts(ctx)
	for name, change := range map[string]func(*model){
		"both expiries, one unknown":       func(m *model) { m.ExpiredAt, m.ValidFor = customtypes.NewInstantUnknown(), types.StringValue("72h") },
		"both expiries unknown":            func(m *model) { m.ExpiredAt, m.ValidFor = customtypes.NewInstantUnknown(), types.StringUnknown() },
		"every product and an unknown one": func(m *model) { m.AllProducts, m.ProductID = types.BoolValue(true), types.StringUnknown() },
		"every product and unknown count": func(m *model) {
			m.AllProducts, m.ProductID, m.CodeCount = types.BoolValue(true), types.StringNull(), types.Int64Unknown()
		},
		"unknown whether every product":       func(m *model) { m.AllProducts, m.ProductID = types.BoolUnknown(), types.StringNull() },
		"recreate, unknown what from":         func(m *model) { m.RecreateIfExpired, m.ValidFor = types.BoolValue(true), types.StringUnknown() },
		"false is absent beside a product":    func(m *model) { m.AllProducts = types.BoolValue(false) },
		"recreate false without a duration":   func(m *model) { m.RecreateIfExpired = types.BoolValue(false) },
		"timeouts that are not known":         func(m *model) { m.Timeouts = timeouts.Value{Object: types.ObjectUnknown(none.AttributeTypes(ctx))} },
		"a product of an unknown machine":     func(m *model) { m.MachineNo = types.StringUnknown() },
		"an expiry of a product that is so":   func(m *model) { m.ProductID = types.StringUnknown() },
		"nothing but machine and product set": func(*model) {},
	} {
		t.Run(name, func(t *testing.T) {
			m := model{
				MachineNo: types.StringValue("16327138"), ProductID: types.StringValue("1323442"), Timeouts: none,
				Keepers: types.MapNull(types.StringType), Codes: types.ListNull(codeType),
			}
			change(&m)
			state := tfsdk.State{Schema: s.Schema}
			if diags := state.Set(ctx, m); diags.HasError() {
				t.Fatal(diags)
			}
			var resp resource.ValidateConfigResponse
			r.ValidateConfig(ctx, resource.ValidateConfigRequest{Config: tfsdk.Config{Schema: s.Schema, Raw: state.Raw}}, &resp)
			if resp.Diagnostics.HasError() {
				t.Error(resp.Diagnostics)
			}
		})
	}
}
