package bench

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
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

// processorTicks is the processor time that the process has had, in hundredths of a
// second, which Linux counts in on every machine that Go runs on.
func processorTicks(pid int) int64 {
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return 0
	}
	// The name, in parentheses, may hold anything.
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return user + system
}

// use is what the processes of one program took: the largest peak of one of them, and
// the processor time of all.
type use struct {
	peak int64
	cpu  time.Duration
}

// watchChildren follows the processes that parent starts from the program, until
// stopped.
func watchChildren(parent int, program string) (stop func() use) {
	program, _ = filepath.EvalSymlinks(program)
	var peak int64
	ticks := map[int]int64{}
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		often := time.NewTicker(20 * time.Millisecond)
		defer often.Stop()
		for {
			for _, pid := range childrenOf(parent, program) {
				peak = max(peak, residentPeak(pid))
				ticks[pid] = max(ticks[pid], processorTicks(pid))
			}
			select {
			case <-often.C:
			case <-quit:
				return
			}
		}
	}()
	return func() use {
		close(quit)
		<-done
		u := use{peak: peak}
		for _, n := range ticks {
			u.cpu += time.Duration(n) * 10 * time.Millisecond
		}
		return u
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
