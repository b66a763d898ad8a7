package campaign

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"
)

var (
	every = flag.Int("every", 60, "play one in so many of the exhaustive rounds")
	only  = flag.Int("only", -1, "play one exhaustive round, by its number")
)

// scenario is one change of one resource, in which things go wrong.
type scenario struct {
	name          string
	before, after *config // nil: not there
	noRefresh     bool
}

// scenarios is each kind of change for each kind of codes.
func scenarios() []scenario {
	marked := config{name: "a", machine: machineA, product: cola, count: 3, length: 6, expiredAt: nextYear, tag: 2}
	timeless, relative, all := marked, marked, marked
	timeless.expiredAt = ""
	relative.expiredAt, relative.validFor = "", "720h"
	all.product = ""
	var out []scenario
	for _, kind := range []struct {
		name string
		config
	}{{"expiring", marked}, {"never expiring", timeless}, {"valid_for", relative}, {"all products", all}} {
		was := kind.config
		more, fewer, other := was, was, was
		more.count, fewer.count, other.keeper = 5, 1, "other"
		first := other
		first.createFirst = true
		kept := was
		kept.skipDestroy = true
		list := []scenario{{name: "create", after: &was}, {name: "replace", before: &was, after: &other}, {name: "destroy", before: &was}}
		if kind.product != "" {
			list = append(list, scenario{name: "grow", before: &was, after: &more}, scenario{name: "shrink", before: &was, after: &fewer})
		}
		if kind.name == "expiring" {
			list = append(list, scenario{name: "create before destroy", before: &was, after: &first}, scenario{name: "skip_destroy", before: &kept})
		}
		for _, s := range list {
			s.name = kind.name + ", " + s.name
			out = append(out, s)
			if s.before != nil && kind.name != "valid_for" {
				s.name, s.noRefresh = s.name+", -refresh=false", true
				out = append(out, s)
			}
		}
	}
	return out
}

// event is something that goes wrong at a call.
type event struct {
	name string
	fault
	before, after func(r *round, current *run, c config) actor
}

// example is one exhaustive round.
type example struct {
	scenario
	events map[string]event // by position
}

// eventsAt is one event of each kind that a call may meet.
func eventsAt(name string) []event {
	var out []event
	for _, f := range faultsOf(name) {
		out = append(out, event{name: f.name, fault: f})
	}
	interrupt := func(_ *round, current *run, _ config) actor {
		return actor{"interrupt", func(*call) bool { return current.stop() }}
	}
	offline := func(d time.Duration) func(r *round, _ *run, c config) actor {
		return func(r *round, _ *run, c config) actor { return r.world.offline(c.machine, d) }
	}
	customer := func(r *round, _ *run, c config) actor {
		held := r.audit.held
		return r.world.customer(c.machine, 1, func(id string) bool { return held[id] != "" })
	}
	out = append(out,
		event{name: "interrupt before", before: interrupt}, event{name: "interrupt after", after: interrupt},
		event{name: "offline before", before: offline(20 * time.Second)}, event{name: "offline after", after: offline(20 * time.Second)},
		event{name: "offline for long before", before: offline(time.Hour)}, event{name: "offline for long after", after: offline(time.Hour)},
		event{name: "customer", after: customer},
	)
	if name == "generate" {
		for _, more := range []int{0, 2} {
			same := func(r *round, _ *run, c config) actor { return r.world.sameWish(c, more) }
			out = append(out, event{name: fmt.Sprintf("%d more of the same expiry before", more), before: same},
				event{name: fmt.Sprintf("%d more of the same expiry after", more), after: same})
		}
		out = append(out, event{name: "twins", after: func(r *round, _ *run, _ config) actor { return r.world.twin(0) }})
	}
	return out
}

// examples is every event at each of the calls of every scenario; and after each way to
// lose an answer of a generating call, every event at each of the lists that follow.
func examples(positions map[string][]string) []example {
	var out []example
	for _, s := range scenarios() {
		lists := 0
		for _, at := range positions[s.name] {
			if nameAt(at) == "codes" {
				lists++
			}
			for _, e := range eventsAt(nameAt(at)) {
				out = append(out, example{s, map[string]event{at: e}})
			}
		}
		for _, at := range positions[s.name] {
			if nameAt(at) != "generate" {
				continue
			}
			for _, f := range []fault{vague[0].idle(), vague[0].acted(0), vague[0].acted(20 * time.Second), vague[8].acted(0)} {
				for nth := range 3 {
					for _, e := range eventsAt("codes") {
						list := position("codes", cola, lists+nth)
						out = append(out, example{s, map[string]event{at: {name: f.name, fault: f}, list: e}})
					}
				}
			}
		}
	}
	return out
}

func nameAt(at string) (name string) {
	_, err := fmt.Sscan(at, &name)
	must(err)
	return name
}

// TestExhaustive plays every combination of one event of each kind at each of the calls
// of every change, each followed by clean runs. A round that failed is played again by
// `go test ./internal/campaign -run TestExhaustive -args -only N`.
func TestExhaustive(t *testing.T) {
	positions := map[string][]string{}
	for _, s := range scenarios() {
		inBubble(t, func() {
			r := example{s, nil}.play(0, newTally())
			if len(r.violations) > 0 {
				t.Fatalf("%s, without any fault: %v\n%s", s.name, r.violations, r.story())
			}
			for _, c := range r.vendor.past() {
				if during := r.faulty; !c.sent.Before(during.began) && !c.sent.After(during.ended) && !slices.Contains(positions[s.name], c.at) {
					positions[s.name] = append(positions[s.name], c.at)
				}
			}
		})
	}
	all := examples(positions)
	n, nth := (len(all)+*every-1) / *every, func(i int) int { return i * *every }
	if *only >= 0 {
		n, nth = 1, func(int) int { return *only }
	}
	t.Logf("%d of %d rounds", n, len(all))
	playAll(t, n, func(i int, counts *tally) *round { return all[nth(i)].play(nth(i), counts) })
}

// play plays an example.
func (e example) play(n int, counts *tally) *round {
	var configs []config
	if e.before != nil {
		configs = []config{*e.before}
	} else {
		configs = []config{*e.after}
	}
	r := newRound(uint64(n), counts, flaw{}, configs)
	r.name = e.name
	w := r.workspaces[0]
	if e.before != nil {
		r.clean(nil)
	}
	current := r.newRun(w)
	current.noRefresh, current.destroy = e.noRefresh, e.after == nil
	if e.after != nil {
		w.configs = []config{*e.after}
	}
	s := newScript(counts)
	for at, event := range e.events {
		r.name += fmt.Sprintf("; %s: %s", at, event.name)
		s.faults[at] = event.fault
		if event.before != nil {
			s.before[at] = append(s.before[at], event.before(r, current, w.configs[0]))
		}
		if event.after != nil {
			s.after[at] = append(s.after[at], event.after(r, current, w.configs[0]))
		}
	}
	r.faulty = current
	r.step(s, current)
	r.world.repair()
	if e.after != nil {
		r.heal()
	}
	r.finish()
	return r
}
