package pickupcode

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

func warnElsewhere(m model, current string, err error) diag.Diagnostic {
	text := fmt.Sprintf("The codes are in account %s, and the provider is configured for %s, where none of them is listed. State was not changed. "+
		"Configure the provider with the url and app_id of %s to manage them.", m.Account.ValueString(), current, m.Account.ValueString())
	if err != nil {
		text += "\n\n" + apidiag.Failure("list the pickup codes: "+m.describe(), err)
	}
	return diag.NewWarningDiagnostic("Not refreshed, codes are in another account: "+m.describe(), text)
}

func warnTakenOver(m model, current string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Account changed: "+m.describe(), fmt.Sprintf(
		"The codes were in account %s. They are listed in %s, which the provider is configured for, so state now records that account.", m.Account.ValueString(), current))
}

func warnNotRefreshed(m model) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Not refreshed: "+m.describe(), "A provider setting is not known yet, so the API was not called. State was not changed.")
}

func notRefreshed(m model, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Cannot refresh pickup codes: "+m.describe(), apidiag.Failure("list the pickup codes: "+m.describe(), err)+"\n\nState was not changed.")
}

func warnKept(m model, err error) diag.Diagnostic {
	summary := "Not refreshed: " + m.describe()
	if dingshang.IsKind(err, dingshang.KindOffline) {
		summary = "Not refreshed, machine offline: " + m.describe()
	}
	return diag.NewWarningDiagnostic(summary, apidiag.Failure("list the pickup codes: "+m.describe(), err)+"\n\nState was not changed.")
}

func warnRemoved(m model) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Machine does not exist: "+m.describe(),
		"Two API calls confirmed that the machine does not exist. The resource was removed from state. It had "+codesWith(issuance.IDs(m.codes()))+".")
}

func warnMissing(m model, made issuance.Made) diag.Diagnostics {
	missing := made.Missing
	if len(made.Codes) == 0 {
		return warning("No codes appeared: "+m.describe(),
			"The server confirmed the request, no product was in stock, and no code appeared within `settle_time`. The resource is complete without codes. "+
				"Look in the merchant console whether any were generated; if so, cancel them there.")
	}
	if len(missing) == 0 {
		return nil
	}
	return warning(fmt.Sprintf("No codes for %s: %s", counted(len(missing), "product"), m.describe()),
		"The server confirmed the request, but no code appeared for "+counted(len(missing), "product")+" in stock, with "+idList(missing)+". The resource is complete without them.")
}

func warnQuantity(m model, codes []issuance.Code) diag.Diagnostics {
	wanted := m.Quantity.ValueInt64()
	for _, code := range codes {
		if wanted != 0 && code.Quantity != wanted {
			return warning(fmt.Sprintf("quantity = %d ignored: %s", wanted, m.describe()),
				fmt.Sprintf("The API ignored `quantity`: each code dispenses %s. State keeps the configured value.", counted(int(code.Quantity), "item")))
		}
	}
	return nil
}

func warnUnreadable(m model, unreadable []string) diag.Diagnostics {
	if len(unreadable) == 0 {
		return nil
	}
	return warning("Unreadable pickup codes: "+m.describe(),
		"The list of pickup codes has elements that cannot be read: "+strings.Join(unreadable, "; ")+". They were skipped; the other codes were read.")
}

func warnForeign(m model, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	return warning("Other codes listed under known ids: "+m.describe(),
		"The server lists codes with a different number, expiry or length under "+idList(ids)+". They are not this resource's codes. State was not changed for them, and they will not be cancelled.")
}

// warnShared names codes that two resources of this configuration have.
func warnShared(m model, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	return warning("Codes in two resources: "+m.describe(),
		"Another resource also has "+codesWith(ids)+". Destroying either resource cancels them for both. "+
			"Remove one of the resources from state (terraform state rm ADDRESS), then import only the codes that belong to it.")
}

func warnAdopted(m model, codes []issuance.Code) diag.Diagnostics {
	if len(codes) == 0 {
		return nil
	}
	return warning(fmt.Sprintf("Added %s of an earlier request: %s", counted(len(codes), "code"), m.describe()),
		"An earlier run sent a request whose outcome was unknown. Its codes are listed now, with "+idList(issuance.IDs(codes))+", and were added to this resource.")
}

func warnUnsettled(m model, u issuance.Unsettled) diag.Diagnostic {
	text := "An earlier run sent a request for " + asked(u.Request) + ". "
	if u.Request.Confirmed {
		text += "The server confirmed it, and not all of its codes are listed."
	} else {
		text += "It is unknown whether the server acted on it."
	}
	return diag.NewWarningDiagnostic("Outcome unknown: "+m.describe(),
		text+traces(u)+"\n\nThe request stays in pending_requests, and each refresh adds its codes once they are listed. The next apply continues from here; if the resource is tainted, the next apply replaces it.")
}

func warnContested(m model, c issuance.Contested) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Cannot identify this resource's codes: "+m.describe(),
		"The outcome of a request of an earlier run is unknown. "+disputed(c)+" "+wayOut(m, doubts{alike: c.IDs}))
}

// warnLate names codes that a request which is given up probably did not make.
func warnLate(m model, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	return warning("Other codes not cancelled: "+m.describe(),
		"Codes that match an earlier request ("+idList(ids)+") were not created when it was sent."+
			" They are assumed to belong to someone else, and were neither claimed nor cancelled.")
}

// warnLeftAlive names every code that can still be redeemed, and those that only a list
// which was wrong would leave so.
func warnLeftAlive(m model, codes []issuance.Code) diag.Diagnostics {
	unused := issuance.Unused(codes)
	spent := slices.DeleteFunc(slices.Clone(codes), func(c issuance.Code) bool { return c.Status != issuance.StatusSpent })
	if len(unused)+len(spent) == 0 {
		return nil
	}
	text := "skip_destroy is true, so no code was cancelled, and Terraform no longer manages them."
	if len(unused) > 0 {
		text += " Codes that can still be redeemed: " + idList(issuance.IDs(unused)) + "."
	}
	if len(spent) > 0 {
		text += " Codes that were no longer listed because they were used or cancelled: " + idList(issuance.IDs(spent)) + "."
	}
	return warning(fmt.Sprintf("%s not cancelled: %s", counted(len(unused), "unused code"), m.describe()), text)
}

func warning(summary, detail string) diag.Diagnostics {
	return diag.Diagnostics{diag.NewWarningDiagnostic(summary, detail)}
}
