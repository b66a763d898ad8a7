package campaign

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"terraform-provider-dingshang/internal/emulator"
)

// audit follows every code from the call that made it, by what the emulator knows and
// by what the states hold. It shares no code with the provider.
type audit struct {
	emulator *emulator.Server
	world    *world
	report   func(string)

	held  map[string]string // code id → resource, after the last run
	made  map[string]int    // code id → run that made it
	lost  map[string]int    // code id → first run at whose end no state held it
	named map[string]int    // code id → last run that named it
	calls int               // those looked at so far
}

func newAudit(w *world, report func(string)) *audit {
	return &audit{
		emulator: w.emulator, world: w, report: report,
		held: map[string]string{}, made: map[string]int{}, lost: map[string]int{}, named: map[string]int{},
	}
}

func (a *audit) violate(r *run, format string, args ...any) {
	a.report(fmt.Sprintf("after run %d: ", r.number) + fmt.Sprintf(format, args...))
}

var idInText = regexp.MustCompile(`\b\d{4}\b`)

// after looks at what one run left behind.
func (a *audit) after(r *run, s state) {
	codes := map[string]emulator.Code{}
	for _, code := range a.emulator.Codes("", "") {
		codes[code.ID] = code
		if _, known := a.made[code.ID]; !known {
			a.made[code.ID] = r.number
			a.lost[code.ID] = r.number
		}
	}
	for _, d := range r.diagnostics {
		if strings.HasPrefix(d.summary, "Adopted") {
			continue // these are in the state now
		}
		for _, id := range idInText.FindAllString(d.summary+" "+d.detail, -1) {
			a.named[id] = r.number
		}
	}
	a.objects(r, s, codes)
	a.sent(r, codes)
	a.said(r)
	for id, code := range codes {
		if why := a.astray(code, s); why != "" {
			a.violate(r, "code %s of %s/%s, %s", id, code.MachineNo, code.ProductID, why)
		}
	}
}

// objects checks every object in the state by itself and against the others, and notes
// who holds what.
func (a *audit) objects(r *run, s state, codes map[string]emulator.Code) {
	before := a.held
	a.held = map[string]string{}
	for name, i := range s {
		for _, o := range i.objects() {
			list, live := codesOf(o), 0
			for _, held := range list {
				truth, exists := codes[held.id]
				switch {
				case a.held[held.id] != "":
					a.violate(r, "code %s is in the states of %s and %s", held.id, a.held[held.id], name)
				case !exists:
					a.violate(r, "%s holds code %s, which never was", name, held.id)
				case truth.Call == 0:
					a.violate(r, "%s claims code %s, which somebody else made", name, held.id)
				case truth.Code != held.number || truth.ProductID != held.product:
					a.violate(r, "%s holds code %s with a wrong number or product", name, held.id)
				}
				a.held[held.id] = name
				if held.status == "UNUSED" {
					live++
				}
			}
			if count := attribute(o, "code_count"); textOf(attribute(o, "product_id")) != "" && numberOf(count) != len(list) {
				a.violate(r, "%s has code_count %d and %d codes", name, numberOf(count), len(list))
			}
			if n := numberOf(attribute(o, "unused_count")); n != live {
				a.violate(r, "%s has unused_count %d and %d unused codes", name, n, live)
			}
		}
	}
	for id := range before {
		if a.held[id] == "" {
			a.lost[id] = r.number
		}
	}
}

// sent checks the calls of the run: what they cancelled, and that none made codes twice.
func (a *audit) sent(r *run, codes map[string]emulator.Code) {
	all := a.emulator.Calls()
	calls := all[a.calls:]
	a.calls = len(all)
	requests := map[string][]emulator.Call{}
	for _, call := range calls {
		switch call.Name {
		case "cancel":
			id := call.Params["id"]
			code, exists := codes[id]
			switch {
			case !exists || !call.Acted:
			case code.Call == 0:
				a.violate(r, "code %s was cancelled, which somebody else made", id)
			case a.held[id] != "" && !r.erred(a.held[id]):
				a.violate(r, "code %s was cancelled, and %s holds it and had no error", id, a.held[id])
			}
		case "cancel_all":
			a.violate(r, "everything on the machine was cancelled")
		case "generate", "generate_all":
			if call.Status != 429 {
				requests[call.Params["quantity"]] = append(requests[call.Params["quantity"]], call)
			}
		}
	}
	// A run creates a resource once or makes it grow once.
	for mark, list := range requests {
		if len(list) > 1 {
			a.violate(r, "%d requests for codes of the resource with mark %s, the first answered %d, code %d %q (acted: %t)",
				len(list), mark, list[0].Status, list[0].Code, list[0].Message, list[0].Acted)
		}
	}
}

// said checks that an ambiguity is claimed only where there is one.
func (a *audit) said(r *run) {
	for _, d := range r.diagnostics {
		at := placeIn(d.summary)
		if at == "" || !strings.HasPrefix(d.summary, "Pickup codes cannot be told apart") {
			continue
		}
		machine, product, _ := strings.Cut(at, "/")
		if product == "all" {
			product = ""
		}
		if !a.world.murky(machine, product) && a.strangers(machine, product) == 0 {
			a.violate(r, "%q, and nobody else made codes there", d.summary)
		}
	}
	for _, d := range r.diagnostics {
		text := d.summary + " " + d.detail
		for _, sign := range []string{"Please report", "Provider returned", "Unexpected", "Value Conversion", "Missing Resource Identity", "This is always an error in the provider"} {
			if strings.Contains(text, sign) {
				a.violate(r, "an error of the provider's: %s: %s", d.summary, d.detail)
			}
		}
		for _, code := range a.emulator.Codes("", "") {
			if strings.Contains(text, code.Code) && !strings.Contains(code.MachineNo, code.Code) {
				a.violate(r, "the number of code %s shows in %q", code.ID, d.summary)
			}
		}
	}
}

// strangers counts the live codes of a place that no state holds although the provider
// made them: an earlier request's, which are as good as anybody's to the next one.
func (a *audit) strangers(machine, product string) int {
	n := 0
	for _, code := range a.emulator.Codes(machine, product) {
		if code.Call != 0 && a.held[code.ID] == "" {
			n++
		}
	}
	return n
}

var placeText = regexp.MustCompile(`\((\d+/(?:\d+|all))[/)]`)

func placeIn(summary string) string {
	if m := placeText.FindStringSubmatch(summary); m != nil {
		return m[1]
	}
	return ""
}

// astray says what is wrong with a live code that no state holds: nothing, if the user
// was told its id since, or if a resource is there that may find it yet.
func (a *audit) astray(code emulator.Code, s state) string {
	switch {
	case code.Call == 0, code.Status != emulator.Unused, a.held[code.ID] != "", a.isNamed(code.ID):
		return ""
	case a.world.isGone(code.MachineNo, code.ProductID):
		return ""
	}
	if name := a.owner(code); s[name] == nil {
		return fmt.Sprintf("made for %s in run %d, is live, in no state, and no message named it since run %d", name, a.made[code.ID], a.lost[code.ID])
	}
	return ""
}

func (a *audit) isNamed(id string) bool {
	run, ok := a.named[id]
	return ok && run >= a.lost[id]
}

// owner is the resource whose request made the code, by the mark in the request.
func (a *audit) owner(code emulator.Code) string {
	calls := a.emulator.Calls()
	at := slices.IndexFunc(calls, func(call emulator.Call) bool { return call.N == code.Call })
	return nameOfMark(calls[at].Params["quantity"])
}

func nameOfMark(mark string) string { return string(rune('a' + int(mark[0]-'0') - 2)) }
