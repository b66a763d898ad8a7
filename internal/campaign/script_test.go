package campaign

import (
	"fmt"
	"math/rand/v2"
	"sync"
)

// script is what goes wrong in one step: faults and other actors, each at a position such
// as "the second list of product 1323442". Positions do not depend on how the goroutines
// of a run happen to be scheduled, so that a seed plays the same script again.
type script struct {
	tally *tally

	mu     sync.Mutex
	seen   map[string]int // calls so far, by name and product
	faults map[string]fault
	before map[string][]actor
	after  map[string][]actor
}

// actor is somebody who acts at the moment of a call; it returns false where there was
// nothing to do.
type actor struct {
	name string
	act  func(*call) bool
}

func newScript(t *tally) *script {
	return &script{tally: t, seen: map[string]int{}, faults: map[string]fault{}, before: map[string][]actor{}, after: map[string][]actor{}}
}

func position(call, product string, nth int) string {
	return fmt.Sprintf("%s %s #%d", call, product, nth)
}

// next counts a call and decides what goes wrong with it.
func (s *script) next(c *call) fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tally.count("calls", 1)
	kind := c.name + " " + c.product
	s.seen[kind]++
	c.at = position(c.name, c.product, s.seen[kind])
	f := s.faults[c.at]
	if f.name != "" {
		s.tally.fault(c.name, f.name)
	}
	return f
}

func (s *script) act(actors map[string][]actor, c *call) {
	s.mu.Lock()
	due := actors[c.at]
	s.mu.Unlock()
	for _, a := range due {
		if a.act(c) {
			s.tally.count("actor: "+a.name, 1)
		}
	}
}

// drawFaults invents the faults of a step. honest: the server lies neither in lists nor
// in what it stores.
func (s *script) drawFaults(r *rand.Rand, configs []config, honest, prompt bool) {
	for range r.IntN(5) {
		call, product, nth := drawPosition(r, configs[r.IntN(len(configs))])
		times := 1
		if call != "generate" && call != "generate_all" && r.IntN(3) == 0 {
			times += r.IntN(6)
		}
		for i := range times {
			s.faults[position(call, product, nth+i)] = drawFault(r, call, honest, prompt)
		}
	}
}

// drawPosition chooses a call that the configuration is likely to make.
func drawPosition(r *rand.Rand, c config) (call, product string, nth int) {
	product = c.product
	if product == "" {
		product = []string{cola, water, tea}[r.IntN(3)]
	}
	switch n := r.IntN(20); {
	case n < 9 && c.product == "":
		return "generate_all", "", 1 + r.IntN(2)
	case n < 9:
		return "generate", product, 1 + r.IntN(2)
	case n < 15:
		return "codes", product, 1 + r.IntN(8)
	case n < 18:
		return "cancel", "", 1 + r.IntN(8)
	case n < 19:
		return "machine", "", 1 + r.IntN(2)
	}
	return "products", "", 1 + r.IntN(2)
}
