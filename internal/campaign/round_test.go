package campaign

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
)

// Bounds of a run. An interrupted one has to end before CI systems lose patience.
const (
	longestRun         = 30 * time.Minute
	longestInterrupted = 7 * time.Second
)

// round is one life of one or two configurations: some steps with faults, healing,
// destruction. Everything that is random in it follows from its seed.
type round struct {
	seed       uint64
	name       string // of an exhaustive one
	faulty     *run   // its run in which things go wrong
	rand       *rand.Rand
	vendor     *vendor
	workspaces []*workspace
	world      *world
	audit      *audit
	tally      *tally
	runs       []*run

	mu         sync.Mutex
	violations []string
}

func (r *round) report(violation string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, what, _ := strings.Cut(violation, ": ")
	if !slices.ContainsFunc(r.violations, func(v string) bool { return strings.HasSuffix(v, what) }) {
		r.violations = append(r.violations, violation)
	}
}

func seeded(seed, stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, stream)) //nolint:gosec // What is random here must be the same again.
}

// began is when rounds begin, on their clocks.
var began = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// newRound makes a vendor and one workspace for each list of configurations.
func newRound(seed uint64, t *tally, f flaw, configs ...[]config) *round {
	time.Sleep(time.Until(began))
	r := &round{seed: seed, rand: seeded(seed, 0), tally: t}
	r.vendor = newVendor(fleet(), seed%2 == 0, seed%3 == 0, t)
	r.world = newWorld(r.vendor.emulator)
	r.audit = newAudit(r.vendor, r.world, r.report)
	r.vendor.awaits, r.vendor.held = r.audit.awaits, func(id string) bool { return r.audit.held[id] != "" }
	for i, list := range configs {
		w := &workspace{name: string(rune('x' + i)), configs: list, state: state{}, host: hosts[0], hosts: map[string]*vendor{}, flaw: f, processes: 1000 * i}
		for _, host := range hosts {
			w.hosts[host] = r.vendor
		}
		for _, c := range list {
			r.audit.keys[c.tag] = w.key(c.name)
		}
		r.workspaces = append(r.workspaces, w)
	}
	return r
}

// hosts are addresses of one vendor.
var hosts = []string{"one.test", "two.test:8080"}

// step runs all that is given side by side, by a script, and has it audited.
func (r *round) step(s *script, runs ...*run) {
	time.Sleep(time.Millisecond) // so that a call belongs to one step by its time
	r.vendor.follow(s)
	var group sync.WaitGroup
	for _, current := range runs {
		r.tally.count("runs", 1)
		group.Go(func() { current.workspace.do(current) })
	}
	group.Wait()
	for _, current := range runs {
		if took := current.ended.Sub(current.began) - current.pause; took > longestRun {
			current.violate("took %s", took)
		}
		if current.stopped() {
			r.tally.count("interrupts", 1)
			if took := current.ended.Sub(current.interrupted); took > longestInterrupted {
				current.violate("ended %s after the interrupt", took)
			}
		}
	}
	r.vendor.follow(nil)
	r.audit.after(runs, r.workspaces)
}

func (r *round) newRun(w *workspace) *run {
	current := &run{number: len(r.runs) + 1, workspace: w, report: r.report, parallelism: 10, changes: map[string]action{}}
	r.runs = append(r.runs, current)
	return current
}

// clean is a run of each workspace in which nothing goes wrong, one after the other. It
// reports whether all of them had nothing to do.
func (r *round) clean(change func(*run)) bool {
	quiet := true
	for _, w := range r.workspaces {
		current := r.newRun(w)
		current.clean = true
		if change != nil {
			change(current)
		}
		r.step(newScript(r.tally), current)
		quiet = quiet && current.quiet()
	}
	return quiet
}

// attempts is how many clean runs may be needed: to adopt or cancel what is left, to make
// what is missing, and to see that nothing is left to do.
const attempts = 3

// heal makes clean runs until there is nothing left to do.
func (r *round) heal() {
	r.repeat(nil, r.audit.isSettled)
	r.clean(nil)
	for i, w := range r.workspaces {
		r.audit.healed(r.runs[len(r.runs)-len(r.workspaces)+i], w)
	}
}

// finish destroys everything, in clean runs.
func (r *round) finish() {
	r.repeat(func(current *run) { current.destroy = true }, func(*workspace, string) bool { return false })
	for i, w := range r.workspaces {
		r.audit.destroyed(r.runs[len(r.runs)-len(r.workspaces)+i], w)
	}
}

// repeat makes clean runs until they have nothing to do, at most so many. Where the
// provider rightly gives up on a resource that is not done then, the operator helps, with
// the mildest means first, and the runs begin anew.
func (r *round) repeat(change func(*run), done func(w *workspace, name string) bool) {
	for _, help := range []func(*workspace, string) bool{nil, r.moveBack, r.moveBack, r.tidyUp, r.giveUp} {
		helped := help == nil
		for _, w := range r.workspaces {
			host := w.host
			for _, name := range slices.Sorted(maps.Keys(w.state)) {
				// Where it moved back for one, the others come along.
				if help != nil && w.host == host && !done(w, name) {
					helped = help(w, name) || helped
				}
			}
		}
		for n := 0; helped && n < attempts; n++ {
			if r.clean(change) {
				break
			}
		}
	}
}

// moveBack configures the address where the codes of a resource are.
func (r *round) moveBack(w *workspace, name string) bool {
	for _, o := range w.state[name].objects() {
		if w.isElsewhere(o) && w.hosts[hostOf(o)] != nil {
			w.host = hostOf(o)
			r.tally.count("operator: moved back", 1)
			return true
		}
	}
	return false
}

// isElsewhere reports whether the object is at another address than the provider is
// configured for.
func (w *workspace) isElsewhere(o *object) bool { return hostOf(o) != w.host }

// hostOf is where an object's codes are.
func hostOf(o *object) string {
	_, host, _ := strings.Cut(textOf(attribute(o, "account")), "@")
	return host
}

// tidyUp cancels in the console what is left of a resource outside of its state.
func (r *round) tidyUp(w *workspace, name string) bool {
	return r.cancel(w.key(name), "operator: cancelled codes", func(id string) bool { return r.audit.held[id] == "" })
}

// giveUp cancels all of a resource in the console and removes it from the state.
func (r *round) giveUp(w *workspace, name string) bool {
	if !r.audit.isExcused(w.key(name)) {
		return false
	}
	r.cancel(w.key(name), "operator: removed from state", func(string) bool { return true })
	delete(w.state, name)
	return true
}

func (r *round) cancel(key, what string, which func(id string) bool) bool {
	if !r.audit.isExcused(key) {
		return false
	}
	r.tally.count(what, 1)
	for id, code := range r.audit.codes {
		if r.audit.maker(code) == key && which(id) {
			r.vendor.emulator.Cancel(code.MachineNo, id)
		}
	}
	return true
}
