package campaign

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// audit follows every code from the call that made it, by what the vendor truly did and
// by what the states hold. It shares no code with the provider and knows nothing of the
// ways in which the provider tells codes apart.
type audit struct {
	vendor *vendor
	world  *world
	report func(string)
	keys   map[int]string // tag → resource

	step    int
	held    map[string]string      // code id → resource, after the last step
	holders map[string]string      // the same, after the step before
	open    map[string][]time.Time // resource → when its requests were sent that are not settled, after the last step
	// elsewhere are the resources of which an object is at another address than the provider
	// is configured for: what is there cannot be known.
	elsewhere map[string]bool
	lost      map[string]int // code id → first step at whose end no state held it
	named     map[string]int // code id → last step that named it
	calls     int            // those looked at so far

	makers map[int]*call // by the emulator's number
	codes  map[string]emulator.Code
}

func newAudit(v *vendor, w *world, report func(string)) *audit {
	return &audit{
		vendor: v, world: w, report: report, keys: map[int]string{}, held: map[string]string{},
		lost: map[string]int{}, named: map[string]int{}, makers: map[int]*call{}, codes: map[string]emulator.Code{},
	}
}

func (a *audit) violate(format string, args ...any) {
	a.report(fmt.Sprintf("after step %d: ", a.step) + fmt.Sprintf(format, args...))
}

// maker is the resource whose call made a code; empty for somebody else.
func (a *audit) maker(code emulator.Code) string {
	if c := a.makers[code.Call]; c != nil {
		return a.keys[c.number("quantity")]
	}
	return ""
}

// after looks at what the runs of a step left behind.
func (a *audit) after(runs []*run, workspaces []*workspace) {
	a.step++
	a.look()
	a.read(runs)
	a.objects(workspaces)
	a.sent(runs)
	a.said(runs)
	for _, code := range a.codes {
		if why := a.astray(code, true); why != "" {
			a.violate("%s", why)
		}
	}
}

// look learns what the vendor has.
func (a *audit) look() {
	for _, c := range a.vendor.past() {
		if c.record > 0 {
			a.makers[c.record] = c
		}
	}
	a.codes = map[string]emulator.Code{}
	for _, code := range a.vendor.emulator.Codes("", "") {
		a.codes[code.ID] = code
		if _, known := a.lost[code.ID]; !known {
			a.lost[code.ID] = a.step
		}
	}
}

var idInText = regexp.MustCompile(`\b\d{4}\b`)

// read notes which ids the user was told. A plan's warning says what is to come, so only
// what it refuses counts.
func (a *audit) read(runs []*run) {
	for _, r := range runs {
		for _, d := range r.diagnostics {
			if d.source == planned && !d.isError {
				continue
			}
			for _, id := range idInText.FindAllString(d.summary+" "+d.detail, -1) {
				a.named[id] = a.step
			}
		}
	}
}

// objects checks every object of the states by itself and against the others, and notes
// who holds what.
func (a *audit) objects(workspaces []*workspace) {
	a.holders, a.held, a.elsewhere = a.held, map[string]string{}, map[string]bool{}
	a.open = map[string][]time.Time{}
	for _, w := range workspaces {
		for name, i := range w.state {
			for _, o := range i.objects() {
				a.object(w.key(name), o)
				a.elsewhere[w.key(name)] = a.elsewhere[w.key(name)] || w.isElsewhere(o)
			}
		}
	}
	for id := range a.holders {
		if a.held[id] == "" {
			a.lost[id] = a.step
		}
	}
}

func (a *audit) object(key string, o *object) {
	list := codesOf(o)
	var ids, spent []string
	for _, held := range list {
		code, exists := a.codes[held.id]
		switch {
		case a.coincides(code):
			a.vendor.tally.count("coincidences of expiry", 1)
		case a.held[held.id] != "":
			a.violate("code %s is in the states of %s and %s", held.id, a.held[held.id], key)
		case !exists:
			a.violate("%s holds code %s, which never was", key, held.id)
		case a.maker(code) != key:
			a.violate("%s holds code %s, which %s made", key, held.id, orElse(a.maker(code), "somebody else"))
		case code.Code != held.number && !held.hidden, code.ProductID != held.product:
			a.violate("%s holds code %s with a wrong number or product", key, held.id)
		}
		a.held[held.id] = key
		ids = append(ids, held.id)
		if held.status != "UNUSED" {
			spent = append(spent, held.id)
		}
	}
	if product := textOf(attribute(o, "product_id")); product != "" && numberOf(attribute(o, "code_count")) != len(list) {
		a.violate("%s has code_count %d and %d codes", key, numberOf(attribute(o, "code_count")), len(list))
	}
	if n := numberOf(attribute(o, "unused_count")); n != len(list)-len(spent) {
		a.violate("%s has unused_count %d and %d unused codes", key, n, len(list)-len(spent))
	}
	if all := textsOf(attribute(o, "code_ids")); !slices.Equal(all, ids) {
		a.violate("%s has code_ids %v and codes %v", key, all, ids)
	}
	if all := textsOf(attribute(o, "spent_code_ids")); !slices.Equal(all, spent) {
		a.violate("%s has spent_code_ids %v, and %v are spent", key, all, spent)
	}
	if requests := attribute(o, "pending_requests"); !requests.IsNull() && len(elementsOf(requests)) == 0 {
		a.violate("%s has an empty list of pending_requests", key)
	}
	a.open[key] = append(a.open[key], sentTimes(o)...)
}

// awaits reports whether a state knows that the call may still act.
func (a *audit) awaits(c *call) bool {
	return slices.ContainsFunc(a.open[a.keys[c.number("quantity")]], func(sent time.Time) bool { return sent.Sub(c.sent).Abs() < time.Second })
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// sent checks the calls of a step: what they cancelled, and that none made codes twice.
func (a *audit) sent(runs []*run) {
	all := a.vendor.past()
	calls := all[a.calls:]
	a.calls = len(all)
	for _, c := range calls {
		switch c.name {
		case "cancel":
			id := c.params["id"]
			code, exists := a.codes[id]
			if !exists || !c.acted.Load() {
				continue
			}
			owner := orElse(a.holders[id], a.maker(code))
			switch {
			case a.maker(code) == "":
				a.violate("code %s was cancelled, which somebody else made", id)
			case a.coincides(code):
			case a.held[id] != "" && !erred(runs, a.held[id]):
				a.violate("code %s was cancelled, and %s holds it and had no error", id, a.held[id])
			case !touched(runs, owner):
				a.violate("code %s of %s was cancelled, which was not to change", id, owner)
			}
		case "cancel_all":
			a.violate("everything on the machine was cancelled")
		}
	}
	for _, r := range runs {
		for _, l := range r.legs {
			a.leg(r, l, all)
		}
	}
}

// leg checks the calls for codes that one apply of a resource sent.
func (a *audit) leg(r *run, l leg, calls []*call) {
	key := r.workspace.key(l.resource)
	var sent []*call
	for _, c := range calls[l.first:min(l.last, len(calls))] {
		if c.generates() && a.keys[c.number("quantity")] == key && c.status != 429 && c.fault != noDial.name {
			sent = append(sent, c)
		}
	}
	if len(sent) > 1 {
		a.violate("%s: %d requests for codes in one %s; the first met %q", key, len(sent), l.action, sent[0].fault)
	}
	for _, c := range sent {
		switch {
		case l.action == remove:
			a.violate("%s: a destroy asked for codes", key)
		case c.name == "generate" && c.number("count") > l.asks:
			a.violate("%s: a %s asked for %d codes and lacked %d", key, l.action, c.number("count"), l.asks)
		case r.clean:
			a.onceOnly(key, c)
		}
	}
}

// onceOnly checks that, with nothing that fails, codes are asked for only when all that
// were made before are known.
func (a *audit) onceOnly(key string, next *call) {
	for _, code := range a.codes {
		c := a.makers[code.Call]
		if a.maker(code) != key || c == next || c.acts.After(next.sent) || code.Status != emulator.Unused {
			continue
		}
		unknown := a.held[code.ID] == "" && a.holders[code.ID] == "" && !a.isNamed(code.ID)
		if unknown && !a.denied(code) && !a.elsewhere[key] && (!c.belated() || c.awaited) {
			a.violate("%s: codes were asked for while code %s of an earlier request was live and unknown", key, code.ID)
		}
	}
}

// touched reports whether a run planned to change a resource.
func touched(runs []*run, key string) bool {
	return slices.ContainsFunc(runs, func(r *run) bool {
		name, mine := strings.CutPrefix(key, r.workspace.name+".")
		return mine && r.changes[name] != "" && r.changes[name] != nothing
	})
}

// erred reports whether there was an error about the resource.
func erred(runs []*run, key string) bool {
	return slices.ContainsFunc(runs, func(r *run) bool {
		return slices.ContainsFunc(r.diagnostics, func(d diagnostic) bool { return d.isError && r.workspace.key(d.resource) == key })
	})
}

// said checks what the runs told the user.
func (a *audit) said(runs []*run) {
	numbers := map[string]string{}
	for _, code := range a.codes {
		numbers[code.Code] = code.ID
	}
	for _, r := range runs {
		for _, d := range r.diagnostics {
			text := d.summary + " " + d.detail
			for _, sign := range []string{"Please report", "Provider returned", "Unexpected", "Value Conversion", "Missing Resource Identity", "This is always an error in the provider"} {
				if strings.Contains(text, sign) {
					a.violate("an error of the provider's: %s", text)
				}
			}
			for _, secret := range []string{emulator.AppSecret, emulator.AppKey} {
				if strings.Contains(text, secret) {
					a.violate("a secret shows in %q", d.summary)
				}
			}
			for _, digits := range strings.FieldsFunc(text, func(c rune) bool { return c < '0' || c > '9' }) {
				if id := numbers[digits]; id != "" {
					a.violate("the number of code %s shows in %q", id, d.summary)
				}
			}
		}
	}
}

// astray says what is wrong with a live code that no state holds: nothing, if the user
// was told its id since, or, with hope, if the state knows of a request that may find it.
func (a *audit) astray(code emulator.Code, hope bool) string {
	key := a.maker(code)
	switch {
	case key == "", code.Status != emulator.Unused, a.held[code.ID] != "", a.isNamed(code.ID):
	case a.world.isGone(code.MachineNo, code.ProductID), hope && len(a.open[key]) > 0, a.beyond(code):
	default:
		c := a.makers[code.Call]
		return fmt.Sprintf("code %s, made for %s by a call at %s that met %q, is live, in no state, and no message named it since step %d",
			code.ID, key, c.sent.Format("15:04:05"), c.fault, a.lost[code.ID])
	}
	return ""
}

func (a *audit) isNamed(id string) bool {
	step, ok := a.named[id]
	return ok && step >= a.lost[id]
}
