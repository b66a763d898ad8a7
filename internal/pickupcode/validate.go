package pickupcode

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ValidateConfig implements [resource.ResourceWithValidateConfig]: what needs more than
// one attribute to judge, and no API. Unknown values pass.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	fail := func(attribute, summary, detail string) {
		resp.Diagnostics.AddAttributeError(path.Root(attribute), summary, detail)
	}

	switch {
	case config.everyProduct() && set(config.ProductID):
		fail("all_products", "Two sets of products", "all_products is true and product_id is set. Set product_id to make codes for one product, "+
			"or all_products = true to make codes for every product of the machine, not both.")
	case config.ProductID.IsNull() && !config.AllProducts.IsUnknown() && !config.everyProduct():
		fail("product_id", "No product", "Neither product_id nor all_products = true is set. Set product_id to make codes for one product. "+
			"all_products = true makes codes for every product of the machine, and has to be said.")
	}
	if config.everyProduct() && set(config.CodeCount) {
		fail("code_count", "Count with every product", "code_count is set together with all_products = true. The server decides how many codes every product gets: remove code_count, "+
			"or set product_id instead of all_products.")
	}
	if set(config.ExpiredAt) && set(config.ValidFor) {
		fail("valid_for", "Two expiries", "expired_at and valid_for are both set. Keep expired_at for a fixed time, or valid_for for a time counted from creation.")
	}
	if config.RecreateIfExpired.ValueBool() && config.ValidFor.IsNull() {
		fail("recreate_if_expired", "recreate_if_expired needs valid_for", "recreate_if_expired is true without valid_for. With a fixed expired_at the new codes would be expired too: "+
			"set valid_for, such as \"72h\", or remove recreate_if_expired.")
	}
	for name, value := range config.Timeouts.Attributes() {
		limit, _ := value.(types.String)
		// The attribute itself refuses what is no duration.
		if d, err := time.ParseDuration(limit.ValueString()); err == nil && d <= 0 {
			resp.Diagnostics.AddAttributeError(path.Root("timeouts").AtName(name), "Invalid timeouts."+name,
				fmt.Sprintf("timeouts.%s is %q. It must be a duration longer than zero, such as \"90s\" or \"10m\".", name, limit.ValueString()))
		}
	}
}

// set tells whether the configuration states a value; one that is not known yet may turn
// out to be none.
func set(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }
