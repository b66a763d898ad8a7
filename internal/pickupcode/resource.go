package pickupcode

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

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
	desk    *Desk
	session *providerdata.Data
}

var (
	_ resource.ResourceWithConfigure      = &Resource{}
	_ resource.ResourceWithIdentity       = &Resource{}
	_ resource.ResourceWithImportState    = &Resource{}
	_ resource.ResourceWithModifyPlan     = &Resource{}
	_ resource.ResourceWithValidateConfig = &Resource{}
)

// NewResource makes the resource; those that share a desk take turns.
func NewResource(desk *Desk) resource.Resource { return &Resource{desk: desk} }

// Metadata implements [resource.Resource].
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_pickup_codes"
}

// Configure implements [resource.ResourceWithConfigure].
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.session = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// issuer makes and finds codes for the resource of the id.
func (r *Resource) issuer(resourceID string) *issuer {
	return &issuer{
		client: r.session.Client, desk: r.desk, clock: r.session.Clock,
		settleTime: r.session.SettleTime, resourceID: resourceID,
	}
}

// Keys of the private state.
const (
	keyOrder    = "order"    // the resource's own unsettled order
	keyOrders   = "orders"   // orders of tainted resources, by resource id; see Desk.remember
	keyImported = "imported" // the state came from an import
	keyExpired  = "expired"  // a refresh found expired_at past
)

// privateReader and privateWriter are what the framework offers of the private state.
type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func readPrivate[T any](ctx context.Context, private privateReader, key string, diags *diag.Diagnostics) (value T) {
	raw, more := private.GetKey(ctx, key)
	diags.Append(more...)
	if len(raw) == 0 {
		return value
	}
	if err := json.Unmarshal(raw, &value); err != nil {
		diags.AddError("Private state cannot be read", fmt.Sprintf("The provider's notes on this resource (%s) are damaged. Restore the state from a backup, or remove the resource from the state and import it.", key))
	}
	return value
}

func writePrivate(ctx context.Context, private privateWriter, key string, value any, diags *diag.Diagnostics) {
	raw, err := json.Marshal(value)
	if err != nil {
		diags.AddError("Private state cannot be written", "Please report this to the provider's developers.")
		return
	}
	diags.Append(private.SetKey(ctx, key, raw)...)
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
