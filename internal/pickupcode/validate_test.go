package pickupcode

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
)

func TestValidate(t *testing.T) {
	renewing := func(validFor, before string) func(*model) {
		return func(m *model) {
			m.ValidFor, m.RenewBefore, m.RecreateIfExpired = duration(validFor), duration(before), types.BoolValue(true)
		}
	}
	for name, tc := range map[string]struct {
		config func(*model)
		want   string // "attribute: part of the detail"; empty: valid
	}{
		"one product":         {},
		"all products":        {config: allProducts},
		"both":                {func(m *model) { m.AllProducts = types.BoolValue(true); m.CodeCount = types.Int64Null() }, "all_products: all_products is true and product_id is set"},
		"neither":             {func(m *model) { m.ProductID = types.StringNull() }, "product_id: Neither product_id nor all_products = true is set"},
		"product unknown":     {config: func(m *model) { m.ProductID = types.StringUnknown() }},
		"all unknown":         {config: func(m *model) { m.ProductID, m.AllProducts = types.StringNull(), types.BoolUnknown() }},
		"count with all":      {func(m *model) { allProducts(m); m.CodeCount = types.Int64Value(2) }, "code_count: code_count is set together with all_products"},
		"two expiries":        {func(m *model) { m.ExpiredAt, m.ValidFor = customtypes.NewInstant(inAugust), duration("1h") }, "valid_for: expired_at and valid_for are both set"},
		"recreate, no period": {func(m *model) { m.RecreateIfExpired = types.BoolValue(true) }, "recreate_if_expired: recreate_if_expired is true without valid_for"},
		"recreate, unknown":   {config: func(m *model) { m.RecreateIfExpired, m.ValidFor = types.BoolValue(true), types.StringUnknown() }},
		"renewing":            {config: renewing("72h", "71h59m59s")},
		"renewing at once":    {renewing("72h", "72h"), `renew_before: renew_before is "72h" and valid_for is "72h"`},
		"renewing too early":  {renewing("72h", "4321m"), "renew_before must be less than valid_for"},
		"renewing, unknown":   {config: func(m *model) { renewing("72h", "1h")(m); m.RenewBefore = types.StringUnknown() }},
		"renewing, period unknown": {config: func(m *model) {
			renewing("72h", "1h")(m)
			m.ValidFor = types.StringUnknown()
		}},
		"not recreated":         {func(m *model) { renewing("72h", "1h")(m); m.RecreateIfExpired = types.BoolNull() }, "renew_before: renew_before is set without recreate_if_expired = true"},
		"not recreated, stated": {func(m *model) { renewing("72h", "1h")(m); m.RecreateIfExpired = types.BoolValue(false) }, "renew_before: renew_before is set without"},
		"recreated, unknown":    {config: func(m *model) { renewing("72h", "1h")(m); m.RecreateIfExpired = types.BoolUnknown() }},
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			fail := func(attribute, _, detail string) { said = append(said, attribute+": "+detail) }
			config := configured(tc.config)
			config.validateProducts(fail)
			config.validateExpiry(fail)
			if tc.want == "" && len(said) > 0 || tc.want != "" && (len(said) != 1 || !strings.Contains(said[0], tc.want)) {
				t.Errorf("%q", said)
			}
		})
	}
}
