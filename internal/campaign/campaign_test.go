package campaign

import (
	"flag"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

var (
	rounds  = flag.Int("rounds", 40, "random rounds to play")
	seed    = flag.Uint64("seed", 1, "seed of the first round; the others count on from it")
	workers = flag.Int("workers", 4, "rounds at a time")
)

// stories is how many failed rounds are told in full.
const stories = 10

// TestRandom plays rounds and fails where one violates a promise. A round that failed is
// played again by `go test ./internal/campaign -run TestRandom -args -seed N -rounds 1`.
func TestRandom(t *testing.T) {
	playAll(t, *rounds, func(n int, counts *tally) *round {
		s := *seed + uint64(n)
		return randomRound(s, counts)
	})
}

// playAll plays so many rounds, each in a bubble with its own clock, and reports.
func playAll(t *testing.T, n int, play func(n int, counts *tally) *round) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // much garbage, little that lives
	start := time.Now()
	counts := newTally()
	var next, failed atomic.Int64
	var group sync.WaitGroup
	for range *workers {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				var r *round
				inBubble(t, func() { r = play(i, counts) })
				counts.count("rounds", 1)
				counts.count("codes made", len(r.audit.codes))
				if len(r.violations) == 0 {
					continue
				}
				story := ""
				if failed.Add(1) <= stories {
					story = r.story()
				}
				t.Errorf("round %d %s:\n  %s\n%s", r.seed, r.name, strings.Join(r.violations, "\n  "), story)
			}
		})
	}
	group.Wait()
	t.Logf("%s\n%d rounds with violations, in %s", counts, failed.Load(), time.Since(start).Round(time.Second))
}

// inBubble gives f a clock of its own, and what is under way at its end time to end.
func inBubble(t *testing.T, f func()) {
	synctest.Test(t, func(*testing.T) {
		f()
		time.Sleep(24 * time.Hour)
	})
}

// randomRound plays the round of a seed.
func randomRound(seed uint64, counts *tally) *round {
	dice := seeded(seed, 1)
	time.Sleep(time.Until(began))
	base := drawBase(dice)
	all := [][]config{drawConfigs(dice, base, 2)}
	if dice.IntN(3) == 0 {
		all = append(all, drawConfigs(dice, base, 12))
	}
	r := newRound(seed, counts, flaw{}, all...)
	honest := r.rand.IntN(3) > 0
	if r.rand.IntN(2) == 0 { // faults meet what exists
		r.clean(nil)
		edit(r.rand, r.workspaces[0].configs)
	}
	for i := range 1 + r.rand.IntN(4) {
		if i > 0 {
			r.between()
		}
		r.faultyStep(honest, false)
	}
	r.calm()
	r.heal()
	if r.rand.IntN(3) == 0 { // a life without a destroy in between
		edit(r.rand, r.workspaces[0].configs)
		r.faultyStep(honest, false)
		r.calm()
		r.heal()
	}
	if r.rand.IntN(2) == 0 {
		r.faultyStep(honest, true)
		r.calm()
	}
	r.finish()
	return r
}

// between is what happens between two runs: time passes, and people do things.
func (r *round) between() {
	w := r.workspaces[r.rand.IntN(len(r.workspaces))]
	edit(r.rand, w.configs)
	r.rest()
	if r.rand.IntN(6) == 0 {
		c := w.configs[r.rand.IntN(len(w.configs))]
		if i := w.state[c.name]; i != nil && i.current != nil {
			flipped := *i.current
			flipped.tainted = !flipped.tainted
			i.current = &flipped
			r.tally.count("taint or untaint", 1)
		}
	}
	if r.rand.IntN(10) == 0 {
		w.host = hosts[r.rand.IntN(len(hosts))]
		r.tally.count("moved to another address", 1)
	}
	if r.rand.IntN(8) == 0 && w.visitable() {
		r.visit(w, r.rand.IntN(2) == 0)
	}
}

// rest lets time pass before the next run. Codes that never expire are told apart by
// their time once a run has failed, so no other request for such codes may be near.
func (r *round) rest() {
	d := []time.Duration{0, time.Second, 20 * time.Second, 5 * time.Minute, 2 * time.Hour}[r.rand.IntN(5)]
	if r.timeless() && slices.ContainsFunc(r.runs, func(current *run) bool { return current.failed() }) {
		d += 2*settleTime + 61*time.Second
	}
	time.Sleep(d)
}

// timeless reports whether some codes never expire. Of those, two processes must not make
// some at once: nobody could tell them apart.
func (r *round) timeless() bool {
	return slices.ContainsFunc(r.workspaces, func(w *workspace) bool {
		return slices.ContainsFunc(w.configs, func(c config) bool { return !c.expires() })
	})
}

// calm ends everything that goes wrong, and waits for what is still to act.
func (r *round) calm() {
	r.world.repair()
	r.rest()
	if r.rand.IntN(2) == 0 {
		time.Sleep(4 * time.Hour)
	}
	r.world.repair()
}

// faultyStep is a run, or one of each workspace, in which things go wrong.
func (r *round) faultyStep(honest, destroy bool) {
	s := newScript(r.tally)
	lag, kept := time.Duration(0), 0
	if r.rand.IntN(4) == 0 {
		lag = time.Duration(1+r.rand.IntN(12)) * time.Second
	}
	if r.rand.IntN(5) == 0 {
		kept = 1
	}
	r.vendor.hideNewCodes(lag)
	r.vendor.emulator.KeepGoneCodes(kept)

	var runs []*run
	var configs []config
	alone := -1
	if len(r.workspaces) == 2 && (r.timeless() || r.rand.IntN(2) == 0) {
		alone = r.rand.IntN(2)
	}
	for i, w := range r.workspaces {
		if alone >= 0 && alone != i {
			continue
		}
		current := r.newRun(w)
		r.draw(current, destroy)
		runs = append(runs, current)
		configs = append(configs, w.configs...)
	}
	s.drawFaults(r.rand, configs, honest, lag == 0)
	held := r.audit.held
	r.world.drawActors(r.rand, s, configs, runs, func(id string) bool { return held[id] != "" })
	r.step(s, runs...)
}

// draw chooses how a run is started.
func (r *round) draw(current *run, destroy bool) {
	current.parallelism = []int{1, 2, 10}[r.rand.IntN(3)]
	current.order = seeded(r.seed, uint64(100+current.number))
	current.destroy = destroy || r.rand.IntN(16) == 0
	current.noRefresh = r.rand.IntN(6) == 0
	someone := current.workspace.configs[r.rand.IntN(len(current.workspace.configs))].name
	switch r.rand.IntN(12) {
	case 0:
		current.target = someone
	case 1:
		current.replace = someone
	case 2:
		current.planOnly = true
	case 3:
		current.pause = time.Duration(r.rand.IntN(20)) * time.Minute
	}
}
