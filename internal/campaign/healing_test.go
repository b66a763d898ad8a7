package campaign

import (
	"slices"
	"strings"
)

// healed checks, after clean runs of an unchanged configuration, that the last plan has
// nothing to do, and that server and states agree.
func (a *audit) healed(r *run, s state, configs []config) {
	if a.unplannable(r, nil, configs) {
		return // nothing could be applied
	}
	for _, c := range configs {
		if a.world.isGone(c.machine, c.product) || a.stuck(r, c) || a.blocked(r, c, configs) {
			continue
		}
		if c.product == "" && a.anyGone(c.machine) {
			continue
		}
		i := s[c.name]
		switch {
		case i == nil || i.current == nil:
			a.violate(r, "%s is not there after healing: %s", c.name, r.errors(c.name))
		case i.current.tainted || len(i.deposed) > 0:
			a.violate(r, "%s is tainted or has deposed objects after healing: %s", c.name, r.errors(c.name))
		case r.changes[c.name] != nothing:
			a.violate(r, "%s is to be changed (%s) after healing: %s", c.name, r.changes[c.name], r.errors(c.name))
		case c.product != "" && len(codesOf(i.current)) != c.count:
			a.violate(r, "%s has %d codes after healing and wants %d", c.name, len(codesOf(i.current)), c.count)
		}
	}
	a.nothingAstray(r)
}

// destroyed checks that clean destroys left nothing that was not named.
func (a *audit) destroyed(r *run, s state, configs []config) {
	for _, c := range configs {
		if s[c.name] != nil && !a.stuck(r, c) && !a.unplannable(r, s, configs) {
			a.violate(r, "%s is still there after it was destroyed: %s", c.name, r.errors(c.name))
		}
	}
	a.nothingAstray(r)
}

// nothingAstray checks that every live code is in a state or was named; hopes that a
// resource finds it yet do not count any more.
func (a *audit) nothingAstray(r *run) {
	for _, code := range a.emulator.Live("") {
		if why := a.astray(code, nil); why != "" {
			a.violate(r, "code %s of %s/%s, %s", code.ID, code.MachineNo, code.ProductID, why)
		}
	}
}

// abandoned counts the live codes that no state holds and that messages named.
func (a *audit) abandoned() int {
	n := 0
	for _, code := range a.emulator.Live("") {
		if code.Call != 0 && a.held[code.ID] == "" && !a.world.isGone(code.MachineNo, code.ProductID) {
			n++
		}
	}
	return n
}

// stuck tells whether the provider rightly leaves a resource to its user: it says that
// codes cannot be told apart, and others did make or spend codes there.
func (a *audit) stuck(r *run, c config) bool {
	gone := c.product == "" && a.anyGone(c.machine)
	if !gone && !a.world.murky(c.machine, c.product) {
		return false
	}
	for _, d := range r.diagnostics {
		if d.resource != c.name {
			continue
		}
		for _, begins := range []string{"Pickup codes cannot be told apart", "Pickup codes did not settle", "Not settled"} {
			if strings.HasPrefix(d.summary, begins) {
				return true
			}
		}
	}
	return false
}

// blocked tells whether a resource waits for another at its place to be sorted out.
func (a *audit) blocked(r *run, c config, configs []config) bool {
	return slices.ContainsFunc(configs, func(other config) bool {
		near := other.product == c.product || other.product == "" || c.product == ""
		return other.name != c.name && other.machine == c.machine && near && a.stuck(r, other)
	})
}

// unplannable tells whether the plan failed because of a resource that s does not hold,
// whose machine or product is gone. What is yet to be made there stops a destroy too,
// which plans first; what is there must not.
func (a *audit) unplannable(r *run, s state, configs []config) bool {
	return slices.ContainsFunc(configs, func(c config) bool {
		return s[c.name] == nil && a.world.isGone(c.machine, c.product) && strings.Contains(r.errors(c.name), "Unknown")
	})
}

func (a *audit) anyGone(machine string) bool {
	for _, product := range []string{cola, water, tea, crisps} {
		if a.world.isGone(machine, product) {
			return true
		}
	}
	return false
}

// erred tells whether the run had an error about the resource.
func (r *run) erred(name string) bool {
	return slices.ContainsFunc(r.diagnostics, func(d diagnostic) bool { return d.isError && d.resource == name })
}

// errors is what the run said of one resource, for the report.
func (r *run) errors(name string) string {
	var texts []string
	for _, d := range r.diagnostics {
		if d.resource == name {
			texts = append(texts, d.summary+": "+d.detail)
		}
	}
	return strings.ReplaceAll(strings.Join(texts, " | "), "\n", " ")
}
