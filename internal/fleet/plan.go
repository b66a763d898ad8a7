package fleet

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan].
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		r.warnForgotten(machineNoOf(valuesOf(ctx, req.State, &resp.Diagnostics)), &resp.Diagnostics)
		return
	}
	plan, config := valuesOf(ctx, req.Plan, &resp.Diagnostics), valuesOf(ctx, req.Config, &resp.Diagnostics)
	var prior Values
	if !req.State.Raw.IsNull() {
		prior = valuesOf(ctx, req.State, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	isNew, replacing := prior == nil, prior != nil && !plan["machine_no"].Equal(prior["machine_no"])
	if replacing {
		r.warnForgotten(machineNoOf(prior), &resp.Diagnostics)
		prior = nil
	}
	plan = planned(plan, config, prior)
	plan["id"] = plan["machine_no"]
	resp.Diagnostics.Append(resp.Plan.Set(ctx, objectOf(plan, &resp.Diagnostics))...)
	if plan["machine_no"].IsUnknown() || r.data == nil {
		return
	}
	machineNo := machineNoOf(plan)
	if r.data.Claims.Claim(r.describe(machineNo), isNew, replacing) {
		resp.Diagnostics.AddAttributeWarning(machineNoPath, "Two resources for "+r.describe(machineNo),
			r.Kind.Noun()+" "+machineNo+" is managed by more than one resource of this configuration: an apply of one may undo the changes of the other. "+
				"Keep one of them, and remove the others from state with `terraform state rm` before you delete them from the configuration.")
	}
	if name, ok := managed(config)["name"].(types.String); ok && !name.IsUnknown() {
		r.data.Names.Plan(machineNo, name.ValueString())
	}
	r.review(ctx, req.Plan.Schema, machineNo, plan, managed(config), prior, &resp.Diagnostics)
}

// review checks a change against the machine as it is, and says what it brings about.
func (r *Resource) review(ctx context.Context, schema schemaType, machineNo string, plan, wanted, prior Values, diags *diag.Diagnostics) {
	if prior != nil && objectOf(plan, diags).Equal(objectOf(prior, diags)) || r.data.Console == nil {
		return
	}
	m, ok := Find(ctx, r.data, machineNo, diags)
	if !ok {
		return
	}
	from := prior
	if from == nil {
		if from, ok = r.values(ctx, schema, m, diags); !ok {
			return
		}
	}
	changes := diff(from, wanted)
	if prior == nil && len(changes) > 0 {
		diags.AddWarning("Adopting "+r.describe(machineNo)+" changes it",
			r.Kind.Noun()+" "+machineNo+" exists. The apply adopts it and changes these attributes:\n\n"+lines(changes))
	}
	r.Kind.Review(machineNo, changes, diags)
}

// describe names the object within a summary. Terraform merges warnings of one summary,
// and a machine has several objects.
func (r *Resource) describe(machineNo string) string {
	noun := r.Kind.Noun()
	return strings.ToLower(noun[:1]) + noun[1:] + " " + machineNo
}

func (r *Resource) warnForgotten(machineNo string, diags *diag.Diagnostics) {
	diags.AddWarning(r.Kind.Noun()+" "+machineNo+" stays as it is",
		"Terraform removes the resource from state and makes no call: "+r.describe(machineNo)+" keeps its current values in the merchant console.")
}
