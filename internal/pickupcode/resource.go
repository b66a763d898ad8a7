package pickupcode

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"terraform-provider-dingshang/internal/issuance"
	"terraform-provider-dingshang/internal/providerdata"
)

const (
	defaultCreateTimeout = 5 * time.Minute
	defaultUpdateTimeout = 5 * time.Minute
	defaultDeleteTimeout = 10 * time.Minute
)

// Resource is dingshang_pickup_codes. Its methods are in the file of their subject:
// create.go, read.go, update.go, delete.go, import.go, modify_plan.go.
type Resource struct {
	data   *providerdata.Data
	engine *issuance.Engine // nil while the provider's settings are unknown
}

var (
	_ resource.ResourceWithConfigure      = &Resource{}
	_ resource.ResourceWithIdentity       = &Resource{}
	_ resource.ResourceWithImportState    = &Resource{}
	_ resource.ResourceWithModifyPlan     = &Resource{}
	_ resource.ResourceWithValidateConfig = &Resource{}
)

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements [resource.Resource].
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_pickup_codes"
}

// Configure implements [resource.ResourceWithConfigure].
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
	if r.data != nil {
		r.engine = r.data.Engine
	}
}

// holding is what the resource has, for the engine.
func (m model) holding() issuance.Holding {
	return issuance.Holding{
		Owner: m.ID.ValueString(), Target: m.target(), Length: m.CodeLength.ValueInt64(),
		Codes: m.codes(), Pending: m.pending(),
	}
}

// elsewhere reports whether the codes are in another account than the provider's. Nothing
// may be concluded from what is found or not found there.
func (r *Resource) elsewhere(m model) bool {
	return !m.Account.IsNull() && m.Account.ValueString() != r.data.Account
}

// setState saves the resource and its identity.
func setState(ctx context.Context, m model, state *tfsdk.State, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	diags.Append(state.Set(ctx, m)...)
	setIdentity(ctx, m, identity, diags)
}

func setIdentity(ctx context.Context, m model, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	if identity != nil {
		diags.Append(identity.Set(ctx, m.identity())...)
	}
}
