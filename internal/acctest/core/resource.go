package core

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Object is a resource's object as a state holds it; the zero value is none.
type Object struct {
	Value    tftypes.Value
	Private  []byte
	Identity tftypes.Value
}

// Plan is what is to become of an object.
type Plan struct {
	Prior       Object
	Config      tftypes.Value // null: the object is to be destroyed
	After       tftypes.Value
	Private     []byte
	Identity    tftypes.Value
	Replaces    bool // the object cannot be changed in place
	Diagnostics []*tfprotov6.Diagnostic
}

// Result is what a call made of an object.
type Result struct {
	Object
	Diagnostics []*tfprotov6.Diagnostic
}

// Plan plans a change of an object, or of none.
func (p *Process) Plan(ctx context.Context, r *Resource, prior Object, config tftypes.Value) Plan {
	resp := call(ctx, p.Server.PlanResourceChange, &tfprotov6.PlanResourceChangeRequest{
		TypeName: r.Name, PriorState: Encode(r.Type, prior.Value), PriorPrivate: prior.Private, PriorIdentity: r.encodeIdentity(prior.Identity),
		Config: Encode(r.Type, config), ProposedNewState: Encode(r.Type, r.proposed(prior.Value, config)),
	})
	plan := Plan{
		Prior: prior, Config: config, After: Decode(r.Type, resp.PlannedState),
		Private: resp.PlannedPrivate, Identity: r.decodeIdentity(resp.PlannedIdentity), Diagnostics: resp.Diagnostics,
	}
	if before, after := Attributes(prior.Value), Attributes(plan.After); before != nil && after != nil {
		for _, path := range resp.RequiresReplace {
			name, ok := path.Steps()[0].(tftypes.AttributeName)
			plan.Replaces = plan.Replaces || ok && !after[string(name)].Equal(before[string(name)])
		}
	}
	return plan
}

// Apply carries out a plan.
func (p *Process) Apply(ctx context.Context, r *Resource, plan Plan) Result {
	resp := call(ctx, p.Server.ApplyResourceChange, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: r.Name, PriorState: Encode(r.Type, plan.Prior.Value), Config: Encode(r.Type, plan.Config),
		PlannedState: Encode(r.Type, plan.After), PlannedPrivate: plan.Private, PlannedIdentity: r.encodeIdentity(plan.Identity),
	})
	return Result{r.object(resp.NewState, resp.Private, resp.NewIdentity), resp.Diagnostics}
}

// Refresh reads an object.
func (p *Process) Refresh(ctx context.Context, r *Resource, o Object) Result {
	resp := call(ctx, p.Server.ReadResource, &tfprotov6.ReadResourceRequest{
		TypeName: r.Name, CurrentState: Encode(r.Type, o.Value), Private: o.Private, CurrentIdentity: r.encodeIdentity(o.Identity),
	})
	return Result{r.object(resp.NewState, resp.Private, resp.NewIdentity), resp.Diagnostics}
}

// Import imports objects by an identity.
func (p *Process) Import(ctx context.Context, r *Resource, identity map[string]any) ([]Object, []*tfprotov6.Diagnostic) {
	resp := call(ctx, p.Server.ImportResourceState, &tfprotov6.ImportResourceStateRequest{
		TypeName: r.Name, Identity: r.encodeIdentity(Value(r.Identity, identity)),
	})
	var objects []Object
	for _, imported := range resp.ImportedResources {
		objects = append(objects, r.object(imported.State, imported.Private, imported.Identity))
	}
	return objects, resp.Diagnostics
}

// proposed merges configuration and prior state: what is configured wins, what is computed and
// left out of the configuration stays as it was.
func (r *Resource) proposed(prior, config tftypes.Value) tftypes.Value {
	before, proposed := Attributes(prior), Attributes(config)
	if before == nil || proposed == nil {
		return config
	}
	for name, value := range proposed {
		if value.IsNull() && r.Computed[name] {
			proposed[name] = before[name]
		}
	}
	return tftypes.NewValue(r.Type, proposed)
}

func (r *Resource) object(state *tfprotov6.DynamicValue, private []byte, identity *tfprotov6.ResourceIdentityData) Object {
	return Object{Decode(r.Type, state), private, r.decodeIdentity(identity)}
}

func (r *Resource) encodeIdentity(identity tftypes.Value) *tfprotov6.ResourceIdentityData {
	if identity.IsNull() {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: Encode(r.Identity, identity)}
}

func (r *Resource) decodeIdentity(identity *tfprotov6.ResourceIdentityData) tftypes.Value {
	if identity == nil {
		return tftypes.Value{}
	}
	return Decode(r.Identity, identity.IdentityData)
}
