package machineconfig

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"terraform-provider-dingshang/internal/fleet"
)

// configList is the list resource dingshang_machine_config.
type configList struct {
	fleet.ListResource
}

var _ list.ListResourceWithConfigure = &configList{}

// NewListResource returns the list resource dingshang_machine_config.
func NewListResource() list.ListResource {
	return &configList{fleet.ListResource{Kind: kind{}}}
}

func (l *configList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_config"
}

func (l *configList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the configurations of all machines of the fleet that have one as resources, so that `terraform query` can bring them under Terraform. " +
			"Needs Terraform 1.14, and `console_url`, `console_email` and `console_password` in the provider configuration; OpenTofu has no list resources.",
	}
}
