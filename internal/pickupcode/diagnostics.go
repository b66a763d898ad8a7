package pickupcode

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/dingshang"
)

// Every diagnostic about making, finding, refreshing and cancelling codes is written
// here. Summaries name the place, because Terraform merges diagnostics of one summary.
// Codes are named by id, never by number.

func notStarted(m model, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Interrupted before anything was done "+m.title(),
		apidiag.Failure("wait for this resource's turn behind others of the same product", err)+"\n\nNo request was sent.")
}

// notMade says why a request for codes did not give them, what is saved, and what
// happens next.
func notMade(m model, made issued, creating bool) diag.Diagnostic {
	p := m.place()
	tried := "make pickup codes " + m.title()
	saved := made.open != nil
	switch made.err.stage {
	case stageClosed:
		return diag.NewErrorDiagnostic("No pickup codes made "+m.title(),
			"An earlier request for codes there did not settle in this run: its codes may still appear, and could not be told from new ones. "+
				"Nothing was sent for this resource. Run terraform apply again.")
	case stageListing:
		return diag.NewErrorDiagnostic("No pickup codes made "+m.title(),
			apidiag.Failure("list the pickup codes "+m.title()+" before making new ones", made.err.cause)+"\n\nNo request for codes was sent.")
	case stageSending:
		return diag.NewErrorDiagnostic("No pickup codes made "+m.title(),
			apidiag.Failure(tried, made.err.cause)+"\n\nThe request did not reach the application: no code was made.")
	case stageRejected:
		text := apidiag.Failure(tried, made.err.cause)
		switch {
		case saved:
			text += "\n\nThe server refused, and the codes could not be listed to make sure that none was made. " + nextRun(creating)
		case len(made.err.seen) > 0:
			text += "\n\nThe server refused, and yet codes of this kind appeared at that moment, with the ids " + strings.Join(made.err.seen, ", ") +
				". They are probably somebody else's, and are neither claimed nor cancelled. If they are yours: terraform import ADDRESS '" + importCommandID(p, made.err.seen) + "'."
		}
		return diag.NewErrorDiagnostic("No pickup codes made "+m.title(), text)
	case stageContested:
		return diag.NewErrorDiagnostic("Pickup codes cannot be told apart "+m.title(), contestedText(m, made.open, made.err)+"\n\n"+nextRun(creating))
	case stageUnsettled:
	}
	text := outcomeText(made.open, made.err)
	text += "\n\n" + nextRun(creating)
	return diag.NewErrorDiagnostic("Pickup codes did not settle "+m.title(), text)
}

// outcomeText says what is known of a request that did not settle.
func outcomeText(o *order, e *issueError) string {
	var text string
	if o.Confirmed {
		text = "The server said that it made the codes, and they were not all listed in time."
	} else {
		text = "A request for codes was sent, and it is not known whether the server acted on it."
	}
	if e.cause != nil {
		text += "\n\n" + apidiag.Failure("make the codes and list them", e.cause)
	}
	if len(e.seen) > 0 {
		text += fmt.Sprintf("\n\nOf %s, %s appeared since, with the ids %s. That is not certainly this request's, so none is claimed or cancelled.",
			asked(o), counted(len(e.seen), "code"), strings.Join(e.seen, ", "))
	}
	return text
}

func contestedText(m model, o *order, e *issueError) string {
	text := fmt.Sprintf("The request was for %s. Since then %s of this kind appeared, with the ids %s: others made codes at the same moment, "+
		"and which are this resource's is not certain. None is claimed and none is cancelled.",
		asked(o), counted(len(e.seen), "code"), strings.Join(e.seen, ", "))
	if e.cause != nil {
		text += "\n\n" + apidiag.Failure("make the codes and list them", e.cause)
	}
	return text + "\n\n" + wayOut(m, e.seen)
}

func asked(o *order) string {
	if o.ProductID == "" {
		return "codes of every product"
	}
	return counted(int(o.Count), "code")
}

// nextRun says what is saved and what the next run does with it.
func nextRun(creating bool) string {
	if creating {
		return "What is known of the request is saved, and it was not sent again. The next refresh adopts its codes if they are certain by then. " +
			"The resource is tainted: the next apply cancels them and makes new ones. To keep the codes instead, run terraform untaint and then apply."
	}
	return "What is known of the request is saved, and it was not sent again. The codes there were are untouched. " +
		"The next plan adopts the new codes if they are certain by then, or makes the ones that are missing."
}

// wayOut is what a person can do where the provider must not decide.
func wayOut(m model, ids []string) string {
	p := m.place()
	if p.all() {
		return "Look at the codes in the vendor's console and cancel the ones that nobody needs. Then take the resource out of the state " +
			"(terraform state rm ADDRESS) and apply again."
	}
	return "Look at the codes in the vendor's console, take the resource out of the state (terraform state rm ADDRESS), and import the ids that are its " +
		"(terraform import ADDRESS '" + importCommandID(p, ids) + "', with only those ids)."
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func importCommandID(p place, ids []string) string {
	return p.String() + "/" + strings.Join(ids, ",")
}

// notResolved says that an order of an earlier run is still not certain.
func notResolved(m model, o *order, e *issueError) diag.Diagnostic {
	if e.stage == stageContested {
		return diag.NewErrorDiagnostic("Pickup codes cannot be told apart "+m.title(), contestedText(m, o, e))
	}
	return diag.NewErrorDiagnostic("Pickup codes did not settle "+m.title(),
		"A request of an earlier run is still open. "+outcomeText(o, e)+"\n\nRun again later. If it stays so: "+lowerFirst(wayOut(m, e.seen)))
}

// needsRefresh stops a run that does not know what a creation left behind. Terraform
// drops the notes with this error, so a second run may have to say it again.
func needsRefresh(m model, seen []string) diag.Diagnostic {
	text := "The creation of this resource did not complete, and this run has no notes on it because a plan was made without a refresh. "
	if len(seen) > 0 {
		text += "Codes with the ids " + strings.Join(seen, ", ") + " may be its. "
	}
	return diag.NewErrorDiagnostic("Refresh needed before destroying "+m.title(),
		text+"None is cancelled. Run again without -refresh=false. If this error comes again: "+wayOut(m, seen))
}

func notListed(m model, err error) diag.Diagnostic {
	text := "The machine does not exist any more, so there is nothing to cancel. Run terraform apply again: the refresh takes the codes out of the state."
	if err != nil {
		text = apidiag.Failure("list the pickup codes "+m.title()+" before cancelling", err) + "\n\nNo code was cancelled, and the state keeps them all."
	}
	return diag.NewErrorDiagnostic("No pickup codes cancelled "+m.title(), text)
}

func notCancelled(m model, e *cancelError) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Pickup codes not cancelled "+m.title(),
		apidiag.Failure("cancel the codes with the ids "+strings.Join(e.ids, ", "), e.cause)+
			"\n\nThe state keeps exactly these codes; the others are done. Run again to cancel them.")
}

func warnMissing(m model, missing []string) diag.Diagnostics {
	if len(missing) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(fmt.Sprintf("No codes for %s %s", counted(len(missing), "product"), m.title()),
		"The server said that it made codes for every product, and none appeared for the products with the ids "+strings.Join(missing, ", ")+
			", which had stock. The resource is complete without them.")}
}

func warnQuantity(m model, codes []dingshang.PickupCode) diag.Diagnostics {
	wanted := m.Quantity.ValueInt64()
	for _, code := range codes {
		if wanted != 0 && code.Quantity != wanted {
			return diag.Diagnostics{diag.NewWarningDiagnostic(fmt.Sprintf("The server did not take quantity = %d %s", wanted, m.title()),
				fmt.Sprintf("The vendor reserves quantity and ignored it: each code dispenses %s. The state keeps the number of the configuration.", counted(int(code.Quantity), "item")))}
		}
	}
	return nil
}

func warnNotRefreshed(m model) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Not refreshed: pickup codes "+m.title(),
		"A setting of the provider is not known yet, so the API was not asked. The state is kept as it was.")
}

func notRefreshed(m model, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Cannot refresh pickup codes "+m.title(), apidiag.Failure("list the pickup codes "+m.title(), err)+"\n\nThe state is kept as it was.")
}

func warnKept(m model, err error) diag.Diagnostic {
	summary := "Not refreshed: pickup codes " + m.title()
	if dingshang.IsKind(err, dingshang.KindOffline) {
		summary = "Not refreshed, machine offline: pickup codes " + m.title()
	}
	return diag.NewWarningDiagnostic(summary, apidiag.Failure("list the pickup codes "+m.title(), err)+"\n\nThe state is kept as it was.")
}

func warnRemoved(m model) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Machine is gone: pickup codes "+m.title(),
		"The server says, asked twice, that the machine does not exist. The resource is taken out of the state. It held the codes with the ids "+
			strings.Join(idsOf(codesFromList(m.Codes)), ", ")+".")
}

// warnOthers names codes that a request of an earlier run probably did not make.
func warnOthers(m model, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Other codes left alone "+m.title(),
		"A request of an earlier run had not settled. Codes of the same kind were made at another time than it was sent, with the ids "+strings.Join(ids, ", ")+
			": they are taken for somebody else's, and are neither claimed nor cancelled.")}
}

// warnTwice names codes that two resources of this configuration have in their states.
func warnTwice(m model, ids []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Codes in two resources "+m.title(),
		"Another resource has the codes with the ids "+strings.Join(ids, ", ")+" too. Destroying either cancels them for both. "+
			"Take one of the resources out of the state (terraform state rm ADDRESS), and import there only what is its.")
}

func warnUnsettled(m model, o *order, seen, others []string) diag.Diagnostic {
	text := "A request for " + asked(o) + " of an earlier run has not settled: "
	if len(seen) == 0 {
		text += "nothing of it has appeared."
	} else {
		text += "codes with the ids " + strings.Join(seen, ", ") + " appeared since, and they are not certainly its. " + wayOut(m, seen)
	}
	if len(others) > 0 {
		text += " Codes with the ids " + strings.Join(others, ", ") + " are of the same kind and were made at another time; they are left alone."
	}
	return diag.NewWarningDiagnostic("Not settled: pickup codes "+m.title(), text)
}

func warnNeverAppeared(m model, o *order) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Nothing to cancel "+m.title(),
		"An earlier run asked for "+asked(o)+", and the server said that it made them, but they were never listed, nor in a whole settle_time now. "+
			"Look in the vendor's console whether they exist.")
}

func warnAdopted(m model, codes []dingshang.PickupCode) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("Adopted %s %s", counted(len(codes), "code"), m.title()),
		"They were made by a request of an earlier run that had not settled. Their ids are "+strings.Join(idsOf(codes), ", ")+".")
}

func warnLeftAlive(m model, codes []dingshang.PickupCode) diag.Diagnostics {
	if len(codes) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(fmt.Sprintf("Left %s alive %s", counted(len(codes), "unused code"), m.title()),
		"skip_destroy is true: the codes were not cancelled and can still be redeemed. Their ids are "+strings.Join(idsOf(codes), ", ")+".")}
}
