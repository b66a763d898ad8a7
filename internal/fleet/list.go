package fleet

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/providerdata"
)

// ListResource lists the fleet as resources of a kind. What embeds it adds a name and a schema,
// which may have the attribute group_id.
type ListResource struct {
	Kind Kind

	data *providerdata.Data
}

// Configure implements [list.ListResourceWithConfigure].
func (l *ListResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// List implements [list.ListResource]: results come as pages do.
func (l *ListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	groupID := groupOf(ctx, req, &diags)
	if diags.HasError() || !l.data.ConsoleKnown(&diags) {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(yield func(list.ListResult) bool) {
		var listed int64
		for m, err := range l.data.Console.Machines(ctx, groupID) {
			if err != nil {
				apidiag.AddConsoleFailure(&diags, "Cannot list the fleet", "list the fleet of "+l.data.Console.User(), err)
				yield(list.ListResult{Diagnostics: diags})
				return
			}
			if !l.Kind.Has(m) {
				continue
			}
			if listed++; !yield(l.result(ctx, req, m)) || listed == req.Limit {
				return
			}
		}
	}
}

// groupOf is the group that the configuration asks for; nil for the whole fleet.
func groupOf(ctx context.Context, req list.ListRequest, diags *diag.Diagnostics) *int64 {
	if _, ok := req.Config.Schema.GetAttributes()["group_id"]; !ok {
		return nil
	}
	var group types.String
	diags.Append(req.Config.GetAttribute(ctx, path.Root("group_id"), &group)...)
	if group.IsNull() {
		return nil
	}
	id, err := strconv.ParseInt(group.ValueString(), 10, 64)
	if err != nil {
		diags.AddAttributeError(path.Root("group_id"), "Invalid group_id", fmt.Sprintf("group_id is %q. It must be the id of a group, digits such as \"31\".", group.ValueString()))
	}
	return &id
}

func (l *ListResource) result(ctx context.Context, req list.ListRequest, m console.Machine) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = m.Name + " (" + m.MachineNo + ")"
	result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{MachineNo: m.MachineNo})...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, l.Kind.Read(m, &result.Diagnostics))...)
	}
	return result
}
