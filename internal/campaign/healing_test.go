package campaign

import (
	"slices"
	"strings"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// isSettled reports whether a resource is as configured. It may remember a request from
// which codes may yet come.
func (a *audit) isSettled(w *workspace, name string) bool {
	i := w.state[name]
	at := slices.IndexFunc(w.configs, func(c config) bool { return c.name == name })
	return i.current != nil && !i.current.tainted && len(i.deposed) == 0 &&
		(at < 0 || w.configs[at].product == "" || len(codesOf(i.current)) == w.configs[at].count)
}

// healed checks, after clean runs of an unchanged configuration, that the last plan has
// nothing to do, and that server and state agree.
func (a *audit) healed(r *run, w *workspace) {
	if a.unplannable(r, w) {
		return // nothing could be applied
	}
	for _, c := range w.configs {
		if a.world.isGone(c.machine, c.product) || c.product == "" && a.anyGone(c.machine) || c.isOver() {
			continue
		}
		i := w.state[c.name]
		switch {
		case i == nil || i.current == nil:
			a.violate("%s is not there after healing: %s", w.key(c.name), r.errors(c.name))
		case r.changes[c.name] != nothing:
			a.violate("%s is to be changed (%s) after healing: %s", w.key(c.name), r.changes[c.name], r.errors(c.name))
		case !a.isSettled(w, c.name):
			a.violate("%s is not settled after healing: %s", w.key(c.name), r.errors(c.name))
		default:
			a.truthful(w.key(c.name), i.current)
		}
	}
	a.nothingAstray()
}

// truthful checks that a state shows as unused what is.
func (a *audit) truthful(key string, o *object) {
	for _, held := range codesOf(o) {
		if unused := a.codes[held.id].Status == emulator.Unused; unused != (held.status == "UNUSED") {
			a.violate("%s shows code %s as %s, and it is %s", key, held.id, held.status, a.codes[held.id].Status)
		}
	}
}

// destroyed checks that clean destroys left nothing that was not named.
func (a *audit) destroyed(r *run, w *workspace) {
	for name := range w.state {
		if !a.unplannable(r, w) {
			a.violate("%s is still there after it was destroyed: %s", w.key(name), r.errors(name))
		}
	}
	a.nothingAstray()
}

// nothingAstray checks that every live code is in a state or was named; hopes that a
// resource finds it yet do not count any more.
func (a *audit) nothingAstray() {
	for _, code := range a.codes {
		if why := a.astray(code, false); why != "" {
			a.violate("%s", why)
		}
	}
}

// isOver reports whether the codes' time is past, or so near that none can be made.
func (c config) isOver() bool {
	at, err := time.Parse(time.RFC3339, c.expiredAt)
	return err == nil && time.Until(at) < 5*time.Minute
}

// unplannable reports whether the plan failed because of a resource that is yet to be
// made and cannot be: its machine or product is gone, or its time. What cannot be made
// stops a destroy too, which plans first; what is there must not.
func (a *audit) unplannable(r *run, w *workspace) bool {
	return slices.ContainsFunc(w.configs, func(c config) bool {
		return (a.world.isGone(c.machine, c.product) || c.isOver()) && r.errors(c.name) != ""
	})
}

func (a *audit) anyGone(machine string) bool {
	return slices.ContainsFunc([]string{cola, water, tea, crisps}, func(product string) bool { return a.world.isGone(machine, product) })
}

// errors is what the run said of one resource, for the report.
func (r *run) errors(name string) string {
	var texts []string
	for _, d := range r.diagnostics {
		if d.resource == name && d.isError {
			texts = append(texts, d.summary+": "+d.detail)
		}
	}
	return strings.ReplaceAll(strings.Join(texts, " | "), "\n", " ")
}
