package campaign

import (
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
	r.vendor.awaits = func(c *call) bool { return r.audit.pending[r.audit.keys[c.number("quantity")]] }
	for i, list := range configs {
		w := &workspace{name: string(rune('x' + i)), configs: list, state: state{}, host: hosts[0], wire: wire{}, flaw: f}
		for _, host := range hosts {
			w.wire[host] = r.vendor
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
	for range attempts {
		if r.clean(nil) {
			break
		}
	}
	if r.helpOut() {
		for range attempts {
			if r.clean(nil) {
				break
			}
		}
	}
	r.clean(nil)
	for i, w := range r.workspaces {
		r.audit.healed(r.runs[len(r.runs)-len(r.workspaces)+i], w)
	}
}

// helpOut does what the operator has to do where a provider rightly gives up, and reports
// whether there was something: what is left of the resource is cancelled in the console
// and the resource removed from the state.
func (r *round) helpOut() bool {
	helped := false
	for _, w := range r.workspaces {
		for name := range w.state {
			key := w.key(name)
			if !r.audit.isSettled(w, name) && (r.audit.twinned(key) || r.audit.robbed(key)) {
				r.tally.count("left to the operator", 1)
				for _, code := range r.audit.codes {
					if r.audit.maker(code) == key {
						r.vendor.emulator.Cancel(code.MachineNo, code.ID)
					}
				}
				delete(w.state, name)
				helped = true
			}
		}
	}
	return helped
}

// finish destroys everything, in clean runs.
func (r *round) finish() {
	left := func() (n int) {
		for _, w := range r.workspaces {
			n += len(w.state)
		}
		return n
	}
	for range attempts {
		if r.clean(func(current *run) { current.destroy = true }); left() == 0 {
			break
		}
	}
	if left() > 0 && r.helpOut() {
		r.clean(func(current *run) { current.destroy = true })
	}
	for i, w := range r.workspaces {
		r.audit.destroyed(r.runs[len(r.runs)-len(r.workspaces)+i], w)
	}
}
