package pickupcode

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/issuance"
)

// Every error about generating, finding, refreshing and cancelling codes is worded here,
// and every warning in warnings.go. Summaries name the product and the machine, because
// Terraform merges warnings that share a summary. Codes are named by id, never by number.

// operation is what the resource was doing when the outcome of a request stayed unknown.
type operation int

const (
	creating operation = iota
	adding
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
		return diag.NewErrorDiagnostic(summary, "The operation was interrupted while it waited for another resource on the same product.\n\nNo request was sent. Run terraform apply again.")
	case issuance.StageClosed:
		return diag.NewErrorDiagnostic(summary,
			"The outcome of an earlier request for codes without expiry on this product is unknown, and its codes could not be distinguished from new ones. "+
				"No request was sent for this resource. Run terraform apply again. Codes with an expiry, even a distant one, do not have to wait for each other.")
	case issuance.StageListing:
		return diag.NewErrorDiagnostic(summary, apidiag.Failure("list the existing pickup codes before generating new ones: "+m.describe(), f.Cause)+"\n\nNo request was sent.")
	case issuance.StageSending:
		if errors.Is(f.Cause, context.Canceled) {
			return diag.NewErrorDiagnostic(summary, "The operation was interrupted before the request was sent, so no code was generated. Run terraform apply again.")
		}
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
	switch n := len(u.Codes); {
	case n > 0:
		fmt.Fprintf(&text, "; %s appeared, with %s, and %s to this resource.", of(n, u.Request), idList(issuance.IDs(u.Codes)), belong(n))
	case len(traces(u)) > 0:
		text.WriteString("; no codes could be attributed to it yet.")
	default:
		text.WriteString("; none of its codes is listed yet.")
	}
	if u.Cause != nil {
		text.WriteString("\n\n" + apidiag.Answer(u.Cause))
	}
	text.WriteString(traces(u))
	text.WriteString("\n\n" + nextStep(doing) + " " + wayOut(m, doubts{alike: slices.Concat(u.Late, u.Unknown), different: len(u.Altered)+len(u.Unreadable) > 0}))
	return diag.NewErrorDiagnostic("Outcome unknown: "+m.describe(), text.String())
}

// traces names codes that may belong to the request and are not claimed.
func traces(u issuance.Unsettled) string {
	var text string
	if len(u.Altered) > 0 {
		text += "\n\nCodes with a different expiry or length than requested appeared, with " + idList(u.Altered) +
			". If the server changed the request, they belong to it. They were neither claimed nor cancelled."
	}
	if len(u.Late) > 0 {
		text += "\n\nCodes that match the request (" + idList(u.Late) + ") were not created when it was sent." +
			" They cannot be attributed, and were neither claimed nor cancelled. If this computer's clock was wrong, they may belong to the request."
	}
	if len(u.Unknown) > 0 {
		text += "\n\n" + of(len(u.Unknown), u.Request) + " without an expiry appeared, with " + idList(u.Unknown) +
			". Codes without an expiry cannot be attributed while some are missing, so none was claimed and none was cancelled."
	}
	if len(u.Unreadable) > 0 {
		text += "\n\nNew elements of the server's list could not be read: " + strings.Join(u.Unreadable, "; ") +
			". They may be codes of the request, and were neither claimed nor cancelled."
	}
	return text
}

// contested says that codes cannot be attributed, and how a person decides.
func contested(m model, c issuance.Contested, doing operation) diag.Diagnostic {
	text := fmt.Sprintf("The provider tried to %s. ", doing) + disputed(c)
	if c.Cause != nil {
		text += "\n\n" + apidiag.Answer(c.Cause)
	}
	return diag.NewErrorDiagnostic("Cannot identify this resource's codes: "+m.describe(), text+"\n\n"+stays(doing)+" "+wayOut(m, doubts{alike: c.IDs}))
}

// disputed says whose the codes may be.
func disputed(c issuance.Contested) string {
	return fmt.Sprintf("The request was for %s, and matching codes appeared with %s. Some of them belong to someone else, and it cannot be determined which. "+
		"None was claimed and none was cancelled.", asked(c.Request), idList(c.IDs))
}

// stays says what is in state where more codes match a request than it can have.
func stays(doing operation) string {
	switch doing {
	case creating:
		return "The request was recorded in state and not retried. The resource is tainted."
	case adding:
		return "The request was recorded in state and not retried. Existing codes were not changed."
	case destroying:
	}
	return "The request remains in state, and so do the codes that were not cancelled."
}

// nextStep says what is in state and what to do.
func nextStep(doing operation) string {
	switch doing {
	case creating:
		return "The request was recorded in state and not retried. The next refresh adds its codes once they are listed. " +
			"The resource is tainted: the next apply cancels them and creates new ones. To keep the codes instead, run terraform untaint ADDRESS before the next apply."
	case adding:
		return "The request was recorded in state and not retried. Existing codes were not changed. Run terraform apply again later: it adds the codes once they are listed."
	case destroying:
	}
	return "The request remains in state, and so do the codes that were not cancelled. Run terraform apply or terraform destroy again later."
}

// doubts are codes that may belong to a request.
type doubts struct {
	alike     []string // ids of those that one resource can have together with its own
	different bool     // others appeared, which it cannot
}

// wayOut is what a person can do if the provider cannot decide. Commands keep the
// resource's own codes.
func wayOut(m model, d doubts) string {
	own := issuance.IDs(issuance.Unused(m.codes()))
	command, ok := importCommand(m.target(), slices.Concat(own, d.alike))
	switch {
	case d.different:
		return "If the problem persists, look up these codes in the merchant console and cancel the ones that nobody needs. Then run Terraform again."
	case len(d.alike) > 0:
		text := "If the problem persists, look up these codes in the merchant console and cancel the ones that nobody needs. Then run Terraform again."
		if ok {
			text += " To keep them instead, remove the resource from state and import it with the ids that belong to it:\n\n  terraform state rm ADDRESS\n  " + command
		}
		return text
	case len(own) == 0:
		return "If the problem persists and the codes are not in the merchant console, remove the resource from state:\n\n  terraform state rm ADDRESS"
	case ok:
		return "If the problem persists and the codes are not in the merchant console, remove the resource from state and import its own codes:\n\n" +
			"  terraform state rm ADDRESS\n  " + command
	}
	return "If the problem persists, look up the codes in the merchant console."
}

func notLookedUp(m model, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("No pickup codes created: "+m.describe(),
		apidiag.Failure("look up the names and the price of "+m.target().String(), err)+"\n\nNo request was sent.")
}

func notCancelled(m model, c issuance.Cancelled) diag.Diagnostic {
	if c.NotListed {
		return diag.NewErrorDiagnostic("Pickup codes not cancelled: "+m.describe(),
			apidiag.Failure("list the pickup codes before cancelling them: "+m.describe(), c.Failure)+"\n\nNo code was cancelled, and all remain in state. Run Terraform again to cancel them.")
	}
	return diag.NewErrorDiagnostic("Pickup codes not cancelled: "+m.describe(),
		apidiag.Failure("cancel "+codesWith(issuance.IDs(c.Left)), c.Failure)+"\n\nOnly "+this(len(c.Left))+" in state; the others were cancelled. Run Terraform again to cancel "+them(len(c.Left))+".")
}

func otherAccount(m model, current, doing string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Codes are in another account: "+m.describe(), fmt.Sprintf(
		"The provider cannot %s: they are in account %s, and the provider is configured for %s. Nothing was sent, and state was not changed. "+
			"Configure the provider with the url and app_id of %s. If the same account moved to another address, run terraform apply -refresh-only first: "+
			"the refresh records the new account once one of the codes is listed there. If the codes no longer matter, remove the resource from state: terraform state rm ADDRESS",
		doing, m.Account.ValueString(), current, m.Account.ValueString()))
}
