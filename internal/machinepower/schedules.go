package machinepower

import (
	"context"
	"sync"
)

// Schedules records which schedule this process last sent to each machine: a machine has
// one, and it cannot be read back. One caller at a time changes a machine's.
type Schedules struct {
	mu       sync.Mutex
	machines map[string]*lastSchedule
}

type lastSchedule struct {
	locked chan struct{} // full while a caller holds the lock
	sentAt string        // empty: none was sent
}

// NewSchedules returns an empty record for one process.
func NewSchedules() *Schedules { return &Schedules{machines: map[string]*lastSchedule{}} }

// lock waits until no one else changes the machine's schedule. Of two that send and clear
// at once, neither could say which one reached the machine last.
func (s *Schedules) lock(ctx context.Context, machineNo string) (*lastSchedule, error) {
	s.mu.Lock()
	last := s.machines[machineNo]
	if last == nil {
		last = &lastSchedule{locked: make(chan struct{}, 1)}
		s.machines[machineNo] = last
	}
	s.mu.Unlock()
	select {
	case last.locked <- struct{}{}:
		return last, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *lastSchedule) unlock() { <-l.locked }
