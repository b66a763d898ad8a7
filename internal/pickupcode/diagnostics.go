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

// Every diagnostic about generating, finding, refreshing and cancelling codes is worded
// here. Summaries name the codes' place, because Terraform merges diagnostics that share
// a summary. Codes are named by id, never by number.

// operation is what the resource was doing when a request did not settle.
type operation int

const (
	creating operation = iota
	growing
	destroying
)

func (o operation) String() string {
	return [...]string{"create pickup codes", "add pickup codes", "destroy pickup codes"}[o]
}

// failed says why nothing was generated.
func failed(m model, f issuance.Failed) diag.Diagnostic {
	summary := "No pickup codes created: " + m.describe()
	generating := "generate pickup codes: " + m.describe()
	switch f.Stage {
	case issuance.StageWaiting:
		return diag.NewErrorDiagnostic(summary, apidiag.Failure("wait for another request on the same product", f.Cause)+"\n\nNo request was sent. Run terraform apply again.")
	case issuance.StageClosed:
		return diag.NewErrorDiagnostic(summary,
			"The outcome of an earlier request for codes without expiry on this product is unknown, and its codes could not be told from new ones. "+
				"No request was sent for this resource. Run terraform apply again. Codes with an expiry, even a distant one, do not have to wait for each other.")
	case issuance.StageListing:
		return diag.NewErrorDiagnostic(summary, apidiag.Failure("list the existing pickup codes before generating new ones: "+m.describe(), f.Cause)+"\n\nNo request was sent.")
	case issuance.StageSending:
		return diag.NewErrorDiagnostic(summary, apidiag.Failure(generating, f.Cause)+"\n\nThe request did not reach the application, so no code was generated.")
	case issuance.StageRefused:
	}
	text := apidiag.Failure(generating, f.Cause)
	if len(f.Seen) > 0 {
		text += "\n\nCodes of this kind appeared at that moment, with " + idList(f.Seen) +
			". They are assumed to belong to someone else, and were neither claimed nor cancelled."
		if command, ok := importCommand(m.target(), f.Seen); ok {
			text += " If they are yours, import them: " + command
		}
	}
	return diag.NewErrorDiagnostic(summary, text)
}

// unsettled says what is known of a request whose outcome is unknown, what was saved,
// and what to do.
func unsettled(m model, u issuance.Unsettled, doing operation) diag.Diagnostic {
	var text strings.Builder
	if doing == destroying {
		fmt.Fprintf(&text, "The provider tried to %s. An earlier run sent a request for %s. ", doing, asked(u.Request))
	} else {
		fmt.Fprintf(&text, "The provider tried to %s and sent a request for %s. ", doing, asked(u.Request))
	}
	if u.Request.Confirmed {
		text.WriteString("The server confirmed it")
	} else {
		text.WriteString("It is unknown whether the server acted on it")
	}
	if n := len(u.Codes); n > 0 {
		fmt.Fprintf(&text, "; %s appeared, with %s, and %s to this resource.", of(n, u.Request), idList(issuance.IDs(u.Codes)), belong(n))
	} else {
		text.WriteString("; none of its codes is listed yet.")
	}
	if u.Cause != nil {
		text.WriteString("\n\n" + apidiag.Failure("generate the codes and list them", u.Cause))
	}
	text.WriteString(traces(u))
	text.WriteString("\n\n" + nextStep(m, doing, u.Altered, u.Late, u.Unknown))
	return diag.NewErrorDiagnostic("Outcome unknown: "+m.describe(), text.String())
}

// traces names codes that may belong to the request and are not claimed.
func traces(u issuance.Unsettled) string {
	var text string
	if len(u.Altered) > 0 {
		text += "\n\nCodes with another expiry or length than requested appeared, with " + idList(u.Altered) +
			". If the server changed the request, they belong to it. They were neither claimed nor cancelled."
	}
	if len(u.Late) > 0 {
		text += "\n\nCodes that match the request were created at another time than it was sent, with " + idList(u.Late) +
			". They cannot be attributed, and were neither claimed nor cancelled. If this computer's clock was wrong, they belong to the request."
	}
	if len(u.Unknown) > 0 {
		text += "\n\n" + of(len(u.Unknown), u.Request) + " without expiry appeared, with " + idList(u.Unknown) +
			". Fewer than requested cannot be attributed, so they were neither claimed nor cancelled."
	}
	return text
}

// contested says that codes cannot be attributed, and how a person decides.
func contested(m model, c issuance.Contested, doing operation) diag.Diagnostic {
	text := fmt.Sprintf("The provider tried to %s. The request was for %s, and matching codes appeared with %s: "+
		"some of them belong to someone else, and which ones cannot be told. None was claimed and none was cancelled.", doing, asked(c.Request), idList(c.IDs))
	if c.Cause != nil {
		text += "\n\n" + apidiag.Failure("generate the codes and list them", c.Cause)
	}
	return diag.NewErrorDiagnostic("Cannot identify this resource's codes: "+m.describe(), text+"\n\n"+nextStep(m, doing, c.IDs))
}

// nextStep says what is in state and what to do.
func nextStep(m model, doing operation, doubtful ...[]string) string {
	var text string
	switch doing {
	case creating:
		text = "The request was recorded in state and not retried. The next refresh adds its codes once they are listed. " +
			"The resource is tainted: the next apply cancels them and creates new ones. To keep the codes instead, run terraform untaint ADDRESS before the next apply."
	case growing:
		text = "The request was recorded in state and not retried. Existing codes were not changed. Run terraform apply again later: it adds the codes once they are listed."
	case destroying:
		text = "The request remains in state, and so do the codes that were not cancelled. Run terraform apply or terraform destroy again later."
	}
	return text + " " + wayOut(m, slices.Concat(doubtful...))
}

// wayOut is what a person can do if the provider cannot decide. Commands keep the
// resource's own codes.
func wayOut(m model, doubtful []string) string {
	if len(doubtful) > 0 {
		text := "If the error persists, look up these codes in the merchant console and cancel the ones that nobody needs; then run terraform apply again."
		ids := append(issuance.IDs(issuance.Unused(m.codes())), doubtful...)
		if command, ok := importCommand(m.target(), ids); ok {
			text += " To keep them instead, remove the resource from state and import only the ids that belong to it:\n\n" +
				"  terraform state rm ADDRESS\n  " + command
		}
		return text
	}
	own := issuance.IDs(issuance.Unused(m.codes()))
	if len(own) == 0 {
		return "If the error persists and the codes are not in the merchant console, remove the resource from state:\n\n  terraform state rm ADDRESS"
	}
	if command, ok := importCommand(m.target(), own); ok {
		return "If the error persists and the codes are not in the merchant console, remove the resource from state and import its own codes:\n\n" +
			"  terraform state rm ADDRESS\n  " + command
	}
	return "If the error persists, look up the codes in the merchant console."
}

func notLookedUp(m model, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("No pickup codes created: "+m.describe(),
		apidiag.Failure("look up the names and the price of "+m.target().String(), err)+"\n\nNo request was sent.")
}

func notCancelled(m model, c issuance.Cancelled) diag.Diagnostic {
	if c.NotListed {
		return diag.NewErrorDiagnostic("Pickup codes not cancelled: "+m.describe(),
			apidiag.Failure("list the pickup codes before cancelling them: "+m.describe(), c.Failure)+"\n\nNo code was cancelled, and all remain in state. Run again to cancel them.")
	}
	return diag.NewErrorDiagnostic("Pickup codes not cancelled: "+m.describe(),
		apidiag.Failure("cancel the codes with "+idList(issuance.IDs(c.Left)), c.Failure)+"\n\nOnly these codes remain in state; the others were cancelled. Run again to cancel them.")
}

func otherAccount(m model, current, doing string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Codes are in another account: "+m.describe(), fmt.Sprintf(
		"The provider cannot %s: they are in account %s, and the provider is configured for %s. Nothing was sent, and state was not changed. "+
			"Configure the provider with the url and app_id of %s. If the same account moved to another address, run terraform apply -refresh-only first: "+
			"the refresh takes over the new address once one of the codes is listed there. If the codes no longer matter, remove the resource from state: terraform state rm ADDRESS",
		doing, m.Account.ValueString(), current, m.Account.ValueString()))
}

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
		"Two API calls confirmed that the machine does not exist. The resource was removed from state. It had the codes with "+idList(issuance.IDs(m.codes()))+".")
}

func warnMissing(m model, missing []string) diag.Diagnostics {
	if len(missing) == 0 {
		return nil
	}
	return warning(fmt.Sprintf("No codes for %s: %s", counted(len(missing), "product"), m.describe()),
		"The server confirmed the request, and no code appeared for products that were in stock: "+idList(missing)+". The resource is complete without them.")
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
	return warning("Unreadable codes in a list: "+m.describe(),
		"The server's list has elements that cannot be read: "+strings.Join(unreadable, "; ")+". They were left alone; the other codes were read.")
}

func warnForeign(m model, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	return warning("Other codes listed under known ids: "+m.describe(),
		"The server lists codes with another number, expiry or length under "+idList(ids)+". They are not this resource's codes: state keeps what it has, and none of them is cancelled.")
}

// warnShared names codes that two resources of this configuration have.
func warnShared(m model, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	return warning("Codes in two resources: "+m.describe(),
		"Another resource has the codes with "+idList(ids)+" too, and destroying either resource cancels them for both. "+
			"Remove one of the resources from state (terraform state rm ADDRESS), and import there only the codes that belong to it.")
}

func warnAdopted(m model, codes []issuance.Code) diag.Diagnostics {
	if len(codes) == 0 {
		return nil
	}
	return warning(fmt.Sprintf("Added %s of an earlier request: %s", counted(len(codes), "code"), m.describe()),
		"An earlier run sent a request whose outcome was unknown. Its codes are listed now and belong to this resource, with "+idList(issuance.IDs(codes))+".")
}

func warnUnsettled(m model, u issuance.Unsettled) diag.Diagnostic {
	text := "An earlier run sent a request for " + asked(u.Request) + ". "
	if u.Request.Confirmed {
		text += "The server confirmed it, and not all of its codes are listed."
	} else {
		text += "It is unknown whether the server acted on it."
	}
	return diag.NewWarningDiagnostic("Outcome unknown: "+m.describe(),
		text+traces(u)+"\n\nThe request stays in pending_requests, and each refresh adds its codes once they are listed. Nothing needs to be done now; the next apply continues from here.")
}

func warnContested(m model, c issuance.Contested) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Cannot identify this resource's codes: "+m.describe(),
		"An earlier run sent a request for "+asked(c.Request)+", and matching codes appeared with "+idList(c.IDs)+
			": some of them belong to someone else, and which ones cannot be told. None was claimed and none was cancelled. "+wayOut(m, c.IDs))
}

// warnLate names codes that a request which is given up probably did not make.
func warnLate(m model, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	return warning("Other codes left alone: "+m.describe(),
		"Codes that match an earlier request were created at another time than it was sent, with "+idList(ids)+
			". They are assumed to belong to someone else, and were neither claimed nor cancelled.")
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
		text += " Codes that were not listed any more, and were used or cancelled by then: " + idList(issuance.IDs(spent)) + "."
	}
	return warning(fmt.Sprintf("%s not cancelled: %s", counted(len(unused), "unused code"), m.describe()), text)
}

func warning(summary, detail string) diag.Diagnostics {
	return diag.Diagnostics{diag.NewWarningDiagnostic(summary, detail)}
}

// asked writes how many codes a request was for.
func asked(r issuance.Request) string {
	if r.AllProducts() {
		return "codes of all products"
	}
	return counted(int(r.Count), "code")
}

// of writes "2 of 5 requested codes".
func of(n int, r issuance.Request) string {
	if r.AllProducts() {
		return counted(n, "code")
	}
	return fmt.Sprintf("%d of %s", n, counted(int(r.Count), "requested code"))
}

func belong(n int) string {
	if n == 1 {
		return "belongs"
	}
	return "belong"
}

func them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// idList writes "id 2111", "ids 2111, 2112".
func idList(ids []string) string {
	if len(ids) == 1 {
		return "id " + ids[0]
	}
	return "ids " + strings.Join(ids, ", ")
}
