package bench

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// residentPeak is the most memory that the process has had in RAM; 0 where /proc does
// not tell.
func residentPeak(pid int) int64 {
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return kib << 10
		}
	}
	return 0
}

// watchChildren follows the processes that parent starts from the program, until
// stopped, and keeps the largest peak of one of them.
func watchChildren(parent int, program string) (stop func() int64) {
	program, _ = filepath.EvalSymlinks(program)
	var peak atomic.Int64
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticks := time.NewTicker(20 * time.Millisecond)
		defer ticks.Stop()
		for {
			for _, pid := range childrenOf(parent, program) {
				peak.Store(max(peak.Load(), residentPeak(pid)))
			}
			select {
			case <-ticks.C:
			case <-quit:
				return
			}
		}
	}()
	return func() int64 {
		close(quit)
		<-done
		return peak.Load()
	}
}

// childrenOf lists the children of every thread of parent that run the program.
func childrenOf(parent int, program string) []int {
	lists, _ := filepath.Glob(filepath.Join("/proc", strconv.Itoa(parent), "task", "*", "children"))
	var pids []int
	for _, list := range lists {
		raw, err := os.ReadFile(list)
		if err != nil {
			continue
		}
		for _, field := range strings.Fields(string(raw)) {
			pid, err := strconv.Atoi(field)
			if err != nil {
				continue
			}
			if exe, _ := os.Readlink(filepath.Join("/proc", field, "exe")); exe == program {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}
