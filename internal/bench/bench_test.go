package bench

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestBench measures everything and prints one table. With BENCH=small the sizes are
// small, to try the harness itself.
//
// One part alone: BENCH_ONLY=wall, or requests, place, big, memory, startup.
func TestBench(t *testing.T) {
	mode := os.Getenv("BENCH")
	if mode == "" {
		t.Skip("set BENCH=1 to measure")
	}
	n := fullSizes
	if mode == "small" {
		n = smallSizes
	}
	r := &report{}
	defer func() { r.print(t) }()
	b := newToolbox(t)
	r.tell("Machine", "date, cores, toolchain", "%s, %d cores, %s, %s", time.Now().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), b.cli)
	r.tell("Machine", "load before", "%s", load())

	parts := []struct {
		name    string
		measure func()
	}{
		{"requests", func() { requests(t, r, n.requests, 2*time.Millisecond) }},
		{"wall", func() { wall(t, r, b, n.wall) }},
		{"place", func() { samePlace(t, r, 20) }},
		{"big", func() { big(t, r, n.big) }},
		{"memory", func() { memory(t, r, b, n.memory) }},
		{"startup", func() { startup(t, r, b) }},
	}
	for _, part := range parts {
		if only := os.Getenv("BENCH_ONLY"); only == "" || strings.Contains(only, part.name) {
			part.measure()
		}
	}
	r.tell("Machine, afterwards", "load", "%s", load())
}

type benchSizes struct {
	requests requestSizes
	wall     int   // resources
	big      []int // codes of one resource
	memory   int   // resources, four codes each
}

var (
	fullSizes = benchSizes{
		requests: requestSizes{resources: 200, machines: 10, onePlace: 60, products: 420},
		wall:     200, big: []int{100, 1000, 5000}, memory: 5000,
	}
	smallSizes = benchSizes{
		requests: requestSizes{resources: 40, machines: 4, onePlace: 60, products: 120},
		wall:     50, big: []int{100, 500}, memory: 100,
	}
)

// load is the machine's load averages, to judge how far times can be trusted.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "not known"
	}
	return strings.Join(strings.Fields(string(raw))[:3], " ")
}
