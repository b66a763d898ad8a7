package bench

import (
	"syscall"
	"time"
)

// processorTime is what this process has used so far.
func processorTime() time.Duration {
	process, err := syscall.GetCurrentProcess()
	if err != nil {
		return 0
	}
	var created, exited, kernel, user syscall.Filetime
	if err := syscall.GetProcessTimes(process, &created, &exited, &kernel, &user); err != nil {
		return 0
	}
	// Counted in units of 100 ns. Filetime.Nanoseconds would take it for a date.
	units := uint64(kernel.HighDateTime)<<32 + uint64(kernel.LowDateTime) + uint64(user.HighDateTime)<<32 + uint64(user.LowDateTime)
	return time.Duration(units) * 100 //nolint:gosec // A process does not run for centuries.
}
