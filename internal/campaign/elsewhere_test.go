package campaign

import (
	"slices"

	"terraform-provider-dingshang/internal/acctest/core"
)

// elsewhere is the address of another vendor, who knows nothing of the resources and
// whose other customers have codes under the same ids.
const elsewhere = "else.test"

// visit runs a workspace against the other vendor, as when an environment variable is
// wrong, and moves it back. Nothing may change there, nor in the state.
func (r *round) visit(w *workspace, destroy bool) {
	other := newVendor(fleet(), r.seed%2 == 0, false, r.tally)
	other.emulator.Generate(machineA, cola, 20, 6, "")
	other.emulator.Generate(machineA, water, 20, 6, "")
	here := w.host
	w.host, w.hosts[elsewhere] = elsewhere, other
	before := idsOf(w.state)
	current := r.newRun(w)
	current.clean, current.destroy = true, destroy
	r.tally.count("visits to another vendor", 1)
	r.step(newScript(r.tally), current)
	w.host = here
	for _, c := range other.past() {
		if c.acted.Load() {
			current.violate("a %s changed something at another vendor's", c.name)
		}
	}
	if after := idsOf(w.state); !slices.Equal(before, after) {
		current.violate("the state held codes %v before and %v after a run at another vendor's", before, after)
	}
}

// visitable reports whether a run against another vendor would make nothing there.
func (w *workspace) visitable() bool {
	return !slices.ContainsFunc(w.configs, func(c config) bool {
		i := w.state[c.name]
		return c.createFirst || c.skipDestroy || c.isOver() || i == nil || i.current == nil || len(codesOf(i.current)) == 0 ||
			core.As[bool](attribute(i.current, "skip_destroy"))
	})
}

func idsOf(s state) []string {
	var ids []string
	for _, i := range s {
		for _, o := range i.objects() {
			for _, held := range codesOf(o) {
				ids = append(ids, held.id)
			}
		}
	}
	slices.Sort(ids)
	return ids
}
