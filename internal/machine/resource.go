package machine

import (
	"context"
	_ "time/tzdata" // Time zones are checked on computers that have no list of them, too.

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/fleet"
)

// machineResource is dingshang_machine. What it does is what all resources of the fleet
// do; it says which attributes of a machine it manages.
type machineResource struct {
	fleet.Resource
}

var (
	_ resource.ResourceWithConfigure   = &machineResource{}
	_ resource.ResourceWithIdentity    = &machineResource{}
	_ resource.ResourceWithImportState = &machineResource{}
	_ resource.ResourceWithModifyPlan  = &machineResource{}
)

// NewResource returns the resource dingshang_machine.
func NewResource() resource.Resource {
	return &machineResource{fleet.Resource{Kind: kind{}}}
}

func (r *machineResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine"
}

// kind is what the resource manages.
type kind struct{}

func (kind) Noun() string { return "Machine" }

func (kind) Has(console.Machine) bool { return true }

func (kind) Read(m console.Machine, _ *diag.Diagnostics) any { return resourceModelOf(m) }

func (kind) Update(ctx context.Context, client *console.Client, m console.Machine, changed, wanted fleet.Values) error {
	// The console keeps both coordinates in one field.
	for _, name := range []string{"longitude", "latitude"} {
		if _, moved := changed[name]; moved {
			changed["longitude"], changed["latitude"] = wanted["longitude"], wanted["latitude"]
		}
	}
	return client.UpdateMachine(ctx, m, updateOf(changed))
}

func (kind) Review(string, []fleet.Change, *diag.Diagnostics) {}
