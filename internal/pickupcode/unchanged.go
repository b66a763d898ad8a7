package pickupcode

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Unchanged reports whether the plan of a resource for which Terraform proposes its prior
// state is that state, without diagnostics. It is also false where it cannot decide:
// then [Resource.ModifyPlan] plans.
func Unchanged(ctx context.Context, config, prior *tfprotov6.DynamicValue) bool {
	var in planInput
	in.prior = &model{}
	if !in.config.decode(ctx, config) || !in.prior.decode(ctx, prior) {
		return false
	}
	// Whether codes are to be renewed depends on the last refresh, which the private state knows.
	if in.prior.RecreateIfExpired.ValueBool() {
		return false
	}
	p := plan(in)
	return len(p.diags) == 0 && !p.changes(*in.prior)
}

// resourceType is the type of the resource's values.
var resourceType = sync.OnceValue(func() attr.Type {
	var resp resource.SchemaResponse
	(&Resource{}).Schema(context.Background(), resource.SchemaRequest{}, &resp)
	return resp.Schema.Type()
})

// decode fills the model from a value as the protocol carries it. It is false where that
// cannot be done.
func (m *model) decode(ctx context.Context, value *tfprotov6.DynamicValue) bool {
	raw, err := value.Unmarshal(resourceType().TerraformType(ctx))
	if err != nil {
		return false
	}
	decoded, err := resourceType().ValueFromTerraform(ctx, raw)
	object, ok := decoded.(types.Object)
	return err == nil && ok && !object.IsNull() && !m.fill(object).HasError()
}
