package fleet

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/providerdata"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
)

// Find returns the machine with a number, or adds the error that says why not.
func Find(ctx context.Context, data *providerdata.Data, machineNo string, diags *diag.Diagnostics) (console.Machine, bool) {
	m, err := data.Console.Machine(ctx, machineNo)
	if err != nil {
		addFailure(diags, data, machineNo, err)
		return console.Machine{}, false
	}
	return m, true
}

func addFailure(diags *diag.Diagnostics, data *providerdata.Data, machineNo string, err error) {
	summary := "Cannot read machine " + machineNo + " from the merchant console"
	if console.IsKind(err, console.KindNotListed) {
		summary = "Machine " + machineNo + " not found in the merchant console"
	}
	apidiag.AddConsoleFailure(diags, summary, fmt.Sprintf("find machine %s in the fleet of %s", machineNo, data.Console.User()), err)
}

// Refresh returns the machine of a state. Where the state has to be kept as it is, a
// warning or an error says why.
func Refresh(ctx context.Context, data *providerdata.Data, machineNo string, diags *diag.Diagnostics) (console.Machine, bool) {
	if data == nil || data.Console == nil {
		diags.AddWarning("Machine "+machineNo+" was not refreshed",
			"A setting of provider \"dingshang\" depends on a value that is known only after an apply. State was not changed.")
		return console.Machine{}, false
	}
	m, err := data.Console.Machine(ctx, machineNo)
	if console.IsKind(err, console.KindNotListed) {
		diags.AddWarning("Machine "+machineNo+" not found in the merchant console", fmt.Sprintf(
			"The fleet of %s, who is signed in, has no machine %s. State was not changed.\n\n"+
				"Check in the merchant console that the machine is linked to the merchant and that this user may see it. "+
				"If the machine is gone, remove the resource from the configuration: destroying it makes no call.", data.Console.User(), machineNo))
		return console.Machine{}, false
	}
	if err != nil {
		addFailure(diags, data, machineNo, err)
		return console.Machine{}, false
	}
	return m, true
}

// identityModel is what identifies a resource of a machine.
type identityModel struct {
	MachineNo string `tfsdk:"machine_no"`
}

// identitySchema returns the identity schema of every resource of a machine.
func identitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"machine_no": identityschema.StringAttribute{RequiredForImport: true, Description: "Number of the machine."},
	}}
}

// importedMachine reads the number that an import names, by id or by identity.
func importedMachine(ctx context.Context, req resource.ImportStateRequest, diags *diag.Diagnostics) (string, bool) {
	machineNo := req.ID
	if machineNo == "" && req.Identity != nil {
		var identity identityModel
		diags.Append(req.Identity.Get(ctx, &identity)...)
		if diags.HasError() {
			return "", false
		}
		machineNo = identity.MachineNo
	}
	if customtypes.IsMachineNo(machineNo) {
		return machineNo, true
	}
	diags.AddError("Invalid import id", fmt.Sprintf("%q is not a machine number. Import by the machine's number, 8 or more digits, such as \"16327138\".", machineNo))
	return "", false
}

// machineNoPath is where every resource of a machine has its number.
var machineNoPath = path.Root("machine_no")
