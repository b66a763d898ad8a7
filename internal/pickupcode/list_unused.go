package pickupcode

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

// listUnused lists the unused codes of a product by ascending id, for the data source
// and the ephemeral resource.
func listUnused(ctx context.Context, client *dingshang.Client, target issuance.Target, diags *diag.Diagnostics) []issuance.Code {
	list, err := client.PickupCodes(ctx, target.MachineNo, target.ProductID)
	if err != nil {
		apidiag.AddMachineFailure(diags, "Cannot list the pickup codes of "+target.String(),
			"list the pickup codes of product "+target.ProductID+" on machine "+target.MachineNo, err)
		return nil
	}
	if len(list.Unreadable) > 0 {
		diags.AddWarning("Unreadable pickup codes: "+target.String(),
			"The list of pickup codes has elements that cannot be read. They are left out: "+strings.Join(list.UnreadableTexts(), "; ")+".")
	}
	codes := slices.SortedFunc(slices.Values(list.Codes), issuance.ByID)
	for i := range codes {
		codes[i].Status = issuance.StatusUnused
	}
	return codes
}

// chosenCodes picks the codes with the ids, and returns the ids that no code has.
func chosenCodes(codes []issuance.Code, ids []string) (chosen []issuance.Code, missing []string) {
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	for _, code := range codes {
		if wanted[code.ID] {
			chosen = append(chosen, code)
			delete(wanted, code.ID)
		}
	}
	for id := range wanted {
		missing = append(missing, id)
	}
	slices.SortFunc(missing, issuance.CompareIDs)
	return chosen, missing
}
