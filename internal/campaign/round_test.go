package campaign

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// Bounds of a run. An interrupted one has to end before CI systems lose patience.
const (
	longestRun         = 90 * time.Second
	longestInterrupted = 6 * time.Second
)

// round is one life of a configuration: some runs with faults, healing, destruction.
// Everything that is random in it follows from its seed.
type round struct {
	seed      uint64
	rand      *rand.Rand
	emulator  *emulator.Server
	terraform *terraform
	world     *world
	audit     *audit
	tally     *tally
	script    atomic.Pointer[script]
	runs      []*run

	mu         sync.Mutex
	violations []string
	cleanups   []func()
}

// Helper, Cleanup and Fatalf make a round what the emulator starts for.
func (r *round) Helper()                        {}
func (r *round) Cleanup(f func())               { r.cleanups = append(r.cleanups, f) }
func (r *round) Fatalf(format string, a ...any) { panic(fmt.Sprintf(format, a...)) }

func (r *round) report(violation string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.violations = append(r.violations, violation)
}

// newRound starts an emulator. between, where there is one, is put between the provider
// and the emulator; it gets the emulator's address and returns its own.
func newRound(seed uint64, t *tally, between func(r *round, url string) string) *round {
	r := &round{seed: seed, rand: seeded(seed, 0), tally: t}
	r.emulator = emulator.New(emulator.Config{Fleet: fleet(), NewGeneration: r.rand.IntN(2) == 0})
	url := r.emulator.Start(r)
	if between != nil {
		url = between(r, url)
	}
	r.terraform = &terraform{url: url, state: state{}}
	r.world = newWorld(r.emulator)
	r.audit = newAudit(r.world, r.report)
	r.emulator.Inject(func(call emulator.Call) *emulator.Fault { return r.script.Load().inject(call) })
	r.emulator.Before("", func(call emulator.Call) { s := r.script.Load(); s.runActors(s.before, call) })
	r.emulator.After("", func(call emulator.Call) { s := r.script.Load(); s.runActors(s.after, call) })
	return r
}

func seeded(seed, stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, stream)) //nolint:gosec // What is random here must be the same again.
}

func (r *round) end() {
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
}

// play runs the round and returns what was violated.
func (r *round) play() []string {
	defer r.end()
	r.tally.count("rounds", 1)
	configs := drawConfigs(r.rand)
	for i := range 1 + r.rand.IntN(3) {
		if i > 0 {
			edit(r.rand, configs)
		}
		r.faultyRun(configs, r.rand.IntN(8) == 0, r.terraform.apply)
	}
	r.world.repair()
	r.heal(configs)
	if r.rand.IntN(2) == 0 {
		r.faultyRun(configs, false, r.terraform.destroy)
		r.world.repair()
	}
	r.finish(configs)
	return r.violations
}

// faultyRun is a run in which things go wrong; it may be for one resource alone.
func (r *round) faultyRun(configs []config, targeted bool, do func(*run, []config)) {
	current := r.newRun()
	if targeted {
		current.target = configs[r.rand.IntN(len(configs))].name
	}
	s := newScript(r.emulator, r.tally)
	lag := time.Duration(0)
	if r.rand.IntN(4) == 0 {
		lag = time.Duration(20+r.rand.IntN(130)) * time.Millisecond
	}
	kept := 0
	if r.rand.IntN(5) == 0 {
		kept = 1 + r.rand.IntN(3)
	}
	r.emulator.HideNewCodesFor(lag)
	r.emulator.KeepGoneCodes(kept)
	s.drawFaults(r.rand, configs, lag > 0)
	held := r.audit.held
	r.world.drawActors(r.rand, s, configs, current, func(id string) bool { return held[id] != "" })
	r.do(current, s, configs, do)
}

// cleanRun is a run in which nothing goes wrong.
func (r *round) cleanRun(configs []config, planOnly bool, do func(*run, []config)) *run {
	current := r.newRun()
	current.clean, current.planOnly = true, planOnly
	r.do(current, newScript(r.emulator, r.tally), configs, do)
	return current
}

func (r *round) newRun() *run {
	current := &run{
		number: len(r.runs) + 1, report: r.report, parallelism: []int{1, 2, 10}[r.rand.IntN(3)],
		order: seeded(r.seed, uint64(len(r.runs)+1)),
	}
	r.runs = append(r.runs, current)
	return current
}

// apart is how long after a run that failed the next one begins, as when a person starts
// it: codes made then differ from the failed run's in the second of their creation, by
// which the provider tells them apart.
const apart = 2*settleTime + 2100*time.Millisecond

func (r *round) do(current *run, s *script, configs []config, do func(*run, []config)) {
	if n := len(r.runs); n > 1 && r.runs[n-2].failed() {
		time.Sleep(time.Until(r.runs[n-2].ended.Add(apart)))
	}
	r.script.Store(s)
	r.tally.count("runs", 1)
	current.began = time.Now()
	do(current, slices.Clone(configs))
	if took := current.ended.Sub(current.began); took > longestRun {
		current.violate("took %s", took)
	}
	if current.stopped() {
		r.tally.count("interrupts", 1)
		if took := current.ended.Sub(current.interrupted); took > longestInterrupted {
			current.violate("ended %s after the interrupt", took)
		}
	}
	r.audit.after(current, r.terraform.state)
}

// heal makes clean runs until there is nothing left to do, three at most.
func (r *round) heal(configs []config) {
	for range 3 {
		if r.cleanRun(configs, false, r.terraform.apply).quiet() {
			break
		}
	}
	r.audit.healed(r.cleanRun(configs, true, r.terraform.apply), r.terraform.state, configs)
}

// finish destroys everything, in clean runs.
func (r *round) finish(configs []config) {
	var last *run
	for range 3 {
		last = r.cleanRun(configs, false, r.terraform.destroy)
		if len(r.terraform.state) == 0 {
			break
		}
	}
	r.audit.destroyed(last, r.terraform.state, configs)
	r.tally.count("codes left to the user, named", r.audit.abandoned())
	r.tally.count("codes made", len(r.emulator.Codes("", "")))
}
