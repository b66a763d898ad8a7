package fleet

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/providerdata"
)

// Kind is what one kind of resource adds: which attributes of a machine it manages, and
// how they are changed.
type Kind interface {
	// Noun names what is managed, such as "Configuration of machine".
	Noun() string
	// Has reports whether the machine has what the resource manages.
	Has(m console.Machine) bool
	// Read returns the model of the machine, in the resource's schema. Where the machine
	// does not have what the resource manages, it adds an error.
	Read(m console.Machine, diags *diag.Diagnostics) any
	// Update sends the changed attributes. wanted are all that the configuration has.
	Update(ctx context.Context, client *console.Client, m console.Machine, changed, wanted Values) error
	// Review warns of what a change brings about.
	Review(machineNo string, changes []Change, diags *diag.Diagnostics)
}

// Resource manages attributes of a machine. What embeds it adds a name and a schema
// whose attributes are optional and computed, besides machine_no and id.
type Resource struct {
	Kind Kind

	data *providerdata.Data
}

// Configure implements [resource.ResourceWithConfigure].
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema()
}

// Create implements [resource.Resource]: it adopts the machine.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, config := valuesOf(ctx, req.Plan, &resp.Diagnostics), valuesOf(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.data.ConsoleKnown(&resp.Diagnostics) {
		return
	}
	actual, ok := r.change(ctx, req.Plan.Schema, plan, config, &resp.Diagnostics)
	// After an error, nothing is recorded: the machine is there, and adopted by the next apply.
	if ok && !resp.Diagnostics.HasError() {
		setState(ctx, known(plan, actual), &resp.State, resp.Identity, &resp.Diagnostics)
	}
}

// Read implements [resource.Resource].
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state := valuesOf(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	setIdentity(ctx, state, resp.Identity, &resp.Diagnostics)
	m, ok := Refresh(ctx, r.data, machineNoOf(state), &resp.Diagnostics)
	if !ok {
		return
	}
	actual, ok := r.values(ctx, req.State.Schema, m, &resp.Diagnostics)
	if ok {
		setState(ctx, refreshed(state, actual), &resp.State, resp.Identity, &resp.Diagnostics)
	}
}

// Update implements [resource.Resource].
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, config := valuesOf(ctx, req.Plan, &resp.Diagnostics), valuesOf(ctx, req.Config, &resp.Diagnostics)
	state := valuesOf(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.data.ConsoleKnown(&resp.Diagnostics) {
		return
	}
	actual, ok := r.change(ctx, req.Plan.Schema, plan, config, &resp.Diagnostics)
	switch {
	case !ok:
	case resp.Diagnostics.HasError():
		// What is, not what should be: else the next plan would hide what is missing.
		setState(ctx, refreshed(state, actual), &resp.State, resp.Identity, &resp.Diagnostics)
	default:
		setState(ctx, known(plan, actual), &resp.State, resp.Identity, &resp.Diagnostics)
	}
}

// Delete implements [resource.Resource]: it forgets the machine, which the plan has said.
func (r *Resource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// ImportState implements [resource.ResourceWithImportState]; the read that follows fills the state.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	machineNo, ok := importedMachine(ctx, req, &resp.Diagnostics)
	if !ok || !r.data.ConsoleKnown(&resp.Diagnostics) {
		return
	}
	m, ok := Find(ctx, r.data, machineNo, &resp.Diagnostics)
	if !ok {
		return
	}
	if actual, ok := r.values(ctx, resp.State.Schema, m, &resp.Diagnostics); ok {
		setState(ctx, actual, &resp.State, resp.Identity, &resp.Diagnostics)
	}
}

// values are those that the machine has.
func (r *Resource) values(ctx context.Context, schema schemaType, m console.Machine, diags *diag.Diagnostics) (Values, bool) {
	model := r.Kind.Read(m, diags)
	if diags.HasError() {
		return nil, false
	}
	object, more := types.ObjectValueFrom(ctx, attributeTypes(schema), model)
	diags.Append(more...)
	return object.Attributes(), !diags.HasError()
}

// schemaType is what is needed of a schema.
type schemaType interface{ Type() attr.Type }

func attributeTypes(schema schemaType) map[string]attr.Type {
	object, _ := schema.Type().(types.ObjectType)
	return object.AttrTypes
}

// getter is a state, a plan or a configuration.
type getter interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

func valuesOf(ctx context.Context, from getter, diags *diag.Diagnostics) Values {
	var object types.Object
	diags.Append(from.Get(ctx, &object)...)
	return object.Attributes()
}

func objectOf(values Values, diags *diag.Diagnostics) types.Object {
	kinds := make(map[string]attr.Type, len(values))
	for name, v := range values {
		kinds[name] = v.Type(context.Background())
	}
	object, more := types.ObjectValue(kinds, values)
	diags.Append(more...)
	return object
}

func setState(ctx context.Context, values Values, state *tfsdk.State, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	diags.Append(state.Set(ctx, objectOf(values, diags))...)
	setIdentity(ctx, values, identity, diags)
}

func setIdentity(ctx context.Context, values Values, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	if identity != nil {
		diags.Append(identity.Set(ctx, identityModel{MachineNo: machineNoOf(values)})...)
	}
}

func machineNoOf(values Values) string {
	machineNo, _ := values["machine_no"].(types.String)
	return machineNo.ValueString()
}

// managed are the attributes that the configuration has, besides the machine's number.
func managed(config Values) Values {
	out := maps.Clone(config)
	maps.DeleteFunc(out, func(name string, v attr.Value) bool { return name == "machine_no" || v.IsNull() })
	return out
}
