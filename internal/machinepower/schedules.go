package machinepower

import (
	"context"
	"sync"
)

// Schedules notes which schedule this process sent to a machine last: a machine has one,
// and nobody can ask it which. It is changed by one caller at a time.
type Schedules struct {
	mu       sync.Mutex
	machines map[string]*lastSchedule
}

type lastSchedule struct {
	turn   chan struct{}
	sentAt string // empty: none was sent
}

// NewSchedules makes the notes of one process.
func NewSchedules() *Schedules { return &Schedules{machines: map[string]*lastSchedule{}} }

// lock waits until no one else changes the machine's schedule. Of two that send and clear
// at once, neither could say which one reached the machine last.
func (s *Schedules) lock(ctx context.Context, machineNo string) (*lastSchedule, error) {
	s.mu.Lock()
	last := s.machines[machineNo]
	if last == nil {
		last = &lastSchedule{turn: make(chan struct{}, 1)}
		s.machines[machineNo] = last
	}
	s.mu.Unlock()
	select {
	case last.turn <- struct{}{}:
		return last, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *lastSchedule) unlock() { <-l.turn }
