package pickupcode

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// identityModel is the resource's identity; immutable.
type identityModel struct {
	MachineNo types.String `tfsdk:"machine_no"`
	ProductID types.String `tfsdk:"product_id"`
	ID        types.String `tfsdk:"id"`
}

func (m model) identity() identityModel {
	return identityModel{MachineNo: m.MachineNo, ProductID: m.ProductID, ID: m.ID}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"machine_no": identityschema.StringAttribute{RequiredForImport: true, Description: "Number of the machine."},
			"product_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Id of the product; required for an import, null with all_products."},
			"id":         identityschema.StringAttribute{OptionalForImport: true, Description: "Id of the resource; not needed for an import."},
		},
	}
}
