package pickupcode

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
	"terraform-provider-dingshang/internal/providerdata"
)

// CancelAction is the action dingshang_cancel_pickup_codes: the answer to leaked codes.
type CancelAction struct{ data *providerdata.Data }

var (
	_ action.ActionWithConfigure      = &CancelAction{}
	_ action.ActionWithValidateConfig = &CancelAction{}
)

// NewCancelAction returns the action.
func NewCancelAction() action.Action { return &CancelAction{} }

// cancelModel is the action's configuration.
type cancelModel struct {
	MachineNo   types.String `tfsdk:"machine_no"`
	ProductID   types.String `tfsdk:"product_id"`
	AllProducts types.Bool   `tfsdk:"all_products"`
}

func (m cancelModel) target() issuance.Target {
	return issuance.Target{MachineNo: m.MachineNo.ValueString(), ProductID: m.ProductID.ValueString()}
}

// Metadata implements [action.Action].
func (a *CancelAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cancel_pickup_codes"
}

// Configure implements [action.ActionWithConfigure].
func (a *CancelAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// Schema implements [action.Action].
func (a *CancelAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Cancels every unused pickup code of a product or of a whole machine, whoever created it: for codes that leaked. " +
			"The codes remain in state, and the next refresh shows them as spent. Needs Terraform 1.14; OpenTofu has no actions.",
		Attributes: map[string]schema.Attribute{
			"machine_no": schema.StringAttribute{Required: true, MarkdownDescription: machineNoText, Validators: []validator.String{customtypes.MachineNo()}},
			"product_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: productIDText + " Either this or `all_products = true` must be set.",
			},
			"all_products": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "`true` cancels the codes of all products of the machine. Must be set explicitly, instead of `product_id`.",
			},
		},
	}
}

// ValidateConfig implements [action.ActionWithValidateConfig].
func (a *CancelAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var config cancelModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		config.validate(&resp.Diagnostics)
	}
}

// validate refuses what does not say clearly whose codes are cancelled.
func (m cancelModel) validate(diags *diag.Diagnostics) {
	switch {
	case m.AllProducts.ValueBool() && set(m.ProductID):
		diags.AddAttributeError(path.Root("all_products"), "all_products conflicts with product_id",
			"all_products is true and product_id is set. Set product_id to cancel the codes of one product, or all_products = true to cancel those of the whole machine.")
	case m.ProductID.IsNull() && !m.AllProducts.IsUnknown() && !m.AllProducts.ValueBool():
		diags.AddAttributeError(path.Root("product_id"), "Missing product_id",
			"Neither product_id nor all_products = true is set. Set product_id to cancel the codes of one product; all_products = true cancels the codes of the whole machine, and must be set explicitly.")
	case set(m.ProductID) && !productPart.MatchString(m.ProductID.ValueString()):
		diags.AddAttributeError(path.Root("product_id"), "Invalid product_id",
			fmt.Sprintf("product_id is %q. It must be a numeric id, such as \"1323442\".", m.ProductID.ValueString()))
	}
}

// Invoke implements [action.Action].
func (a *CancelAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config cancelModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !a.data.Known(&resp.Diagnostics) {
		return
	}
	// What was unknown until now has not been validated.
	if config.validate(&resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	target := config.target()
	say := func(text string) { resp.SendProgress(action.InvokeProgressEvent{Message: text}) }
	say("Cancelling the unused pickup codes of " + target.String())
	purged, err := a.data.Engine.Purge(ctx, target, func(done, total int) {
		if done == total || done%max(total/progressSteps, 1) == 0 {
			say(fmt.Sprintf("Cancelled %d of %s", done, counted(total, "code")))
		}
	})
	if len(purged.Unreadable) > 0 {
		resp.Diagnostics.AddWarning("Unreadable pickup codes: "+target.String(),
			"The list of pickup codes has elements that cannot be read. They may still be redeemable: "+strings.Join(purged.Unreadable, "; ")+".")
	}
	if err != nil {
		resp.Diagnostics.Append(notPurged(target, purged, err))
		return
	}
	say("No unused pickup code is left on " + target.String())
}

// progressSteps is about how many times a long action reports how far it is.
const progressSteps = 20

// notPurged says which codes may still be redeemed.
func notPurged(target issuance.Target, purged issuance.Purged, err error) diag.Diagnostic {
	text := apidiag.Failure("cancel the unused pickup codes of "+target.String(), err)
	switch {
	case len(purged.Left) > 0:
		text += fmt.Sprintf("\n\n%s cancelled. These can still be redeemed: %s.", were(purged.Cancelled, "code"), codesWith(issuance.IDs(purged.Left)))
	default:
		text += "\n\nIt is unknown which codes can still be redeemed."
	}
	return diag.NewErrorDiagnostic("Pickup codes not cancelled: "+target.String(), text+" Run the action again.")
}

// were writes "1 code was", "2 codes were".
func were(n int, what string) string {
	if n == 1 {
		return counted(n, what) + " was"
	}
	return counted(n, what) + " were"
}
