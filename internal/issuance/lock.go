package issuance

import (
	"context"
	"math"

	"golang.org/x/sync/semaphore"
)

// queues make requests on one machine wait for each other: unmarked ones one at a time
// for each product, one for all products excluding the others; and all requests while
// every code of the machine is cancelled.
type queues struct {
	whole    *semaphore.Weighted // each request takes one, cancelling everything takes all
	machine  *semaphore.Weighted // the same among unmarked requests
	products map[string]*semaphore.Weighted
}

// everything is the weight that excludes all others.
const everything = math.MaxInt64

func (p *process) queuesOf(machineNo string) *queues {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := p.machines[machineNo]
	if q == nil {
		q = &queues{
			whole: semaphore.NewWeighted(everything), machine: semaphore.NewWeighted(everything),
			products: map[string]*semaphore.Weighted{},
		}
		p.machines[machineNo] = q
	}
	return q
}

// share waits while every code of the machine is cancelled. The caller must call unlock.
func (p *process) share(ctx context.Context, machineNo string) (unlock func(), err error) {
	return acquire(ctx, p.queuesOf(machineNo).whole, 1)
}

// exclude waits until no request is at work on the machine, and keeps others from
// starting. The caller must call unlock.
func (p *process) exclude(ctx context.Context, machineNo string) (unlock func(), err error) {
	return acquire(ctx, p.queuesOf(machineNo).whole, everything)
}

// lock waits until no other unmarked request is at work on the target, in the order of
// asking. The caller must call unlock.
func (p *process) lock(ctx context.Context, t Target) (unlock func(), err error) {
	q := p.queuesOf(t.MachineNo)
	p.mu.Lock()
	product := q.products[t.ProductID]
	if product == nil {
		product = semaphore.NewWeighted(1)
		q.products[t.ProductID] = product
	}
	p.mu.Unlock()
	weight := int64(1)
	if t.AllProducts() {
		weight = everything
	}
	// The product first: who waits for it holds nothing that others wait for.
	var unlocks []func()
	release := func() {
		for _, unlock := range unlocks {
			unlock()
		}
	}
	for _, step := range []struct {
		on     *semaphore.Weighted
		weight int64
	}{{product, 1}, {q.machine, weight}, {q.whole, 1}} {
		unlock, err := acquire(ctx, step.on, step.weight)
		if err != nil {
			release()
			return nil, err
		}
		unlocks = append(unlocks, unlock)
	}
	return release, nil
}

func acquire(ctx context.Context, s *semaphore.Weighted, weight int64) (release func(), err error) {
	if err := s.Acquire(ctx, weight); err != nil {
		return nil, err
	}
	return func() { s.Release(weight) }, nil
}
