package campaign

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// tally counts what a campaign did.
type tally struct {
	mu     sync.Mutex
	counts map[string]int
	faults map[string]map[string]int // by call and kind
}

func newTally() *tally {
	return &tally{counts: map[string]int{}, faults: map[string]map[string]int{}}
}

func (t *tally) count(what string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[what] += n
}

func (t *tally) fault(call, kind string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.faults[call] == nil {
		t.faults[call] = map[string]int{}
	}
	t.faults[call][kind]++
	t.counts["faults"]++
}

func (t *tally) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(t.counts)) {
		fmt.Fprintf(&b, "%-36s %7d\n", what, t.counts[what])
	}
	for _, call := range slices.Sorted(maps.Keys(t.faults)) {
		fmt.Fprintf(&b, "faults of %s:\n", call)
		for _, kind := range slices.Sorted(maps.Keys(t.faults[call])) {
			fmt.Fprintf(&b, "  %-34s %7d\n", kind, t.faults[call][kind])
		}
	}
	return b.String()
}
