package campaign

import (
	"flag"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	rounds  = flag.Int("rounds", 150, "rounds to play")
	seed    = flag.Uint64("seed", 1, "seed of the first round; the others count on from it")
	workers = flag.Int("workers", 48, "rounds at a time; they mostly wait")
)

// TestCampaign plays rounds and fails where one violates a promise. A round that failed
// is played again by `go test ./internal/campaign -args -seed N -rounds 1`.
func TestCampaign(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // much garbage, little that lives
	began := time.Now()
	t.Logf("%d rounds from seed %d", *rounds, *seed)
	counts, failed := newTally(), 0
	seeds := make(chan uint64)
	var group sync.WaitGroup
	var mu sync.Mutex
	for range *workers {
		group.Go(func() {
			for n := range seeds {
				r := newRound(n, counts, nil)
				violations := r.play()
				if len(violations) == 0 {
					continue
				}
				mu.Lock()
				failed += len(violations)
				t.Errorf("seed %d:\n  %s\n%s", n, strings.Join(violations, "\n  "), r.story())
				mu.Unlock()
			}
		})
	}
	for i := range *rounds {
		seeds <- *seed + uint64(i)
	}
	close(seeds)
	group.Wait()
	t.Logf("%s in %s\nviolations %d", counts, time.Since(began).Round(time.Second), failed)
}
