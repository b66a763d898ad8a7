package apidiag

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"terraform-provider-dingshang/internal/dingshang"
)

// AddMachineFailure adds the error of a call about one machine. Where the machine's
// number is wrong, the error points at the attribute machine_no.
func AddMachineFailure(diags *diag.Diagnostics, summary, tried string, err error) {
	if dingshang.IsMachineGone(err) || dingshang.IsMachineNotLinked(err) {
		diags.AddAttributeError(path.Root("machine_no"), summary, Failure(tried, err))
		return
	}
	diags.AddError(summary, Failure(tried, err))
}
