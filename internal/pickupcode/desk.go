package pickupcode

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"
)

// Desk is what the resources of one provider configuration know of each other, for the
// life of the process: whose turn it is at a place, which codes belong to whom, and
// which places are closed because a request there did not settle.
type Desk struct {
	mu       sync.Mutex
	machines map[string]*counter
	orders   map[string]order // by resource id, as the last refresh left them
	gone     map[string]bool  // machines, and products as places, that this run's refresh found missing
}

// counter is the desk of one machine.
type counter struct {
	// A product's turn takes one, every product's turn takes all.
	turns    *semaphore.Weighted
	products map[string]*semaphore.Weighted
	closed   map[string]bool   // by product id; "" for every product
	owners   map[string]string // code id → id of the resource that has it
}

// NewDesk opens a desk.
func NewDesk() *Desk {
	return &Desk{machines: map[string]*counter{}, orders: map[string]order{}, gone: map[string]bool{}}
}

// at returns the machine's counter; the caller holds the lock.
func (d *Desk) at(machineNo string) *counter {
	c := d.machines[machineNo]
	if c == nil {
		c = &counter{
			turns:    semaphore.NewWeighted(math.MaxInt64),
			products: map[string]*semaphore.Weighted{},
			closed:   map[string]bool{},
			owners:   map[string]string{},
		}
		d.machines[machineNo] = c
	}
	return c
}

// turn waits until nobody else makes or looks for codes at the place. Turns come in the
// order of asking. The caller ends its turn by calling done.
func (d *Desk) turn(ctx context.Context, p place) (done func(), err error) {
	d.mu.Lock()
	c := d.at(p.machineNo)
	product := c.products[p.productID]
	if product == nil {
		product = semaphore.NewWeighted(1)
		c.products[p.productID] = product
	}
	d.mu.Unlock()

	weight := int64(1)
	if p.all() {
		weight = math.MaxInt64
	}
	// The product first: who waits for it holds nothing that others wait for.
	if err := product.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	if err := c.turns.Acquire(ctx, weight); err != nil {
		product.Release(1)
		return nil, err
	}
	return func() {
		c.turns.Release(weight)
		product.Release(1)
	}, nil
}

// close keeps later creates from sending at the place: a request there did not settle,
// and its codes may still appear among theirs.
func (d *Desk) close(p place) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at(p.machineNo).closed[p.productID] = true
}

func (d *Desk) isClosed(p place) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	closed := d.at(p.machineNo).closed
	return closed[p.productID] || closed[""] || p.all() && len(closed) > 0
}

// own records that the codes belong to the resource, so that none is claimed again, even
// from a list that lags. It returns those that another resource has.
func (d *Desk) own(machineNo string, ids []string, resourceID string) (contested []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	owners := d.at(machineNo).owners
	for _, id := range ids {
		if owner, owned := owners[id]; owned && owner != resourceID && owner != "" {
			contested = append(contested, id)
		}
		owners[id] = resourceID
	}
	return contested
}

// withOwned adds to ids those of all codes on the machine that a resource has.
func (d *Desk) withOwned(machineNo string, ids []string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Concat(ids, slices.Sorted(maps.Keys(d.at(machineNo).owners)))
}

// owned tells whether a resource of this process has the code.
func (d *Desk) owned(machineNo string) func(id string) bool {
	return func(id string) bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		_, owned := d.at(machineNo).owners[id]
		return owned
	}
}

// remember keeps what the refresh knows of a resource's order. Terraform plans the
// replacement of a tainted resource without its private state; this is how the order
// reaches the destroy that follows.
func (d *Desk) remember(resourceID string, o order) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.orders[resourceID] = o
}

// remembersOrderAt tells whether this run's refresh met an order of the place. A plan
// there may be for the replacement of a tainted resource, or for its destroy.
func (d *Desk) remembersOrderAt(p place) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id := range d.orders {
		if strings.HasPrefix(id, p.String()+"/") {
			return true
		}
	}
	return false
}

func (d *Desk) remembered() map[string]order {
	d.mu.Lock()
	defer d.mu.Unlock()
	orders := make(map[string]order, len(d.orders))
	for id, o := range d.orders {
		orders[id] = o
	}
	return orders
}

// markGone records that a refresh found the machine, or the product at a place, missing.
func (d *Desk) markGone(what string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone[what] = true
}

func (d *Desk) isGone(what string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.gone[what]
}
