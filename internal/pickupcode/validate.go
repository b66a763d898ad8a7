package pickupcode

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"terraform-provider-dingshang/internal/customtypes"
)

// ValidateConfig implements [resource.ResourceWithValidateConfig]: what needs more than
// one attribute to judge, and no API. Unknown values pass.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(config.read(ctx, req.Config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.validateProducts(fail(resp))
	config.validateExpiry(fail(resp))
}

func fail(resp *resource.ValidateConfigResponse) failFunc {
	return func(attribute, summary, detail string) {
		resp.Diagnostics.AddAttributeError(path.Root(attribute), summary, detail)
	}
}

type failFunc func(attribute, summary, detail string)

func (m model) validateProducts(fail failFunc) {
	all := m.AllProducts.ValueBool()
	switch {
	case all && set(m.ProductID):
		fail("all_products", "all_products conflicts with product_id", "all_products is true and product_id is set. Set product_id to create codes for one product, "+
			"or all_products = true to create codes for all products of the machine, not both.")
	case m.ProductID.IsNull() && !m.AllProducts.IsUnknown() && !all:
		fail("product_id", "Missing product_id", "Neither product_id nor all_products = true is set. Set product_id to create codes for one product. "+
			"all_products = true creates codes for all products of the machine and must be set explicitly.")
	}
	if all && set(m.CodeCount) {
		fail("code_count", "code_count conflicts with all_products", "code_count is set together with all_products = true. The server decides how many codes each product gets: remove code_count, "+
			"or set product_id instead of all_products.")
	}
}

func (m model) validateExpiry(fail failFunc) {
	if set(m.ExpiredAt) && set(m.ValidFor) {
		fail("valid_for", "valid_for conflicts with expired_at", "expired_at and valid_for are both set. Keep expired_at for a fixed time, or valid_for for a time counted from creation.")
	}
	if m.RecreateIfExpired.ValueBool() && m.ValidFor.IsNull() {
		fail("recreate_if_expired", "recreate_if_expired needs valid_for", "recreate_if_expired is true without valid_for. With a fixed expired_at the new codes would have expired too: "+
			"set valid_for, such as \"72h\", or remove recreate_if_expired.")
	}
	if !set(m.RenewBefore) {
		return
	}
	if !m.RecreateIfExpired.IsUnknown() && !m.RecreateIfExpired.ValueBool() {
		fail("renew_before", "renew_before needs recreate_if_expired", "renew_before is set without recreate_if_expired = true, so the codes are never renewed: "+
			"set recreate_if_expired = true (and valid_for), or remove renew_before.")
	}
	if set(m.ValidFor) && customtypes.DurationFrom(m.RenewBefore) >= m.validity() {
		fail("renew_before", "Invalid renew_before", fmt.Sprintf("renew_before is %q and valid_for is %q: new codes would be due for renewal at once. renew_before must be less than valid_for.",
			m.RenewBefore.ValueString(), m.ValidFor.ValueString()))
	}
}

// set reports whether the configuration sets a value; one that is not known yet may turn
// out to be null.
func set(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }
