package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"terraform-provider-dingshang/internal/fleet"
)

// machineList is the list resource dingshang_machine.
type machineList struct {
	fleet.ListResource
}

var _ list.ListResourceWithConfigure = &machineList{}

// NewListResource returns the list resource dingshang_machine.
func NewListResource() list.ListResource {
	return &machineList{fleet.ListResource{Kind: kind{}}}
}

func (l *machineList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine"
}

func (l *machineList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the fleet in the merchant console as resources, so that `terraform query` can bring it under Terraform. " +
			"Needs Terraform 1.14, and `console_url`, `console_email` and `console_password` in the provider configuration; OpenTofu has no list resources.",
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{groupID("leave it out to list all groups")},
				MarkdownDescription: "Lists only the machines of the console group with this id, digits. Defaults to the whole fleet.",
			},
		},
	}
}
