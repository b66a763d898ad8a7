package console

import (
	"context"
	"errors"
	"iter"

	"golang.org/x/sync/errgroup"
)

// pageSize is what is asked for; a server may give fewer machines a page.
const pageSize = 100

// page is one page of the fleet.
type page struct {
	Data        []Machine `json:"data"`
	Total       int       `json:"total"`
	CurrentPage int       `json:"currentPage"`
	LastPage    int       `json:"lastPage"`
	PerPage     int       `json:"perPage"`
}

// maxPages bounds what a server can make a client ask for.
const maxPages = 10_000

// last is the number of the last page, by everything that the first one says: a server
// may give fewer machines a page than it says.
func (p page) last() int {
	last := p.LastPage
	if size := min(max(p.PerPage, 0), len(p.Data)); size > 0 {
		last = max(last, (p.Total+size-1)/size)
	}
	return min(last, maxPages)
}

func (c *Client) page(ctx context.Context, number int, groupID *int64) (page, error) {
	p, err := call[page](ctx, c, opMachines, map[string]any{"input": pageInput(number, groupID)})
	if err != nil {
		return page{}, err
	}
	for _, m := range p.Data {
		if m.ID == 0 || m.MachineNo == "" {
			return page{}, &Error{Operation: opMachines.name, Kind: KindUnreadable, HTTPStatus: 200, Cause: errors.New("the answer has a machine without a number")}
		}
	}
	return p, nil
}

func pageInput(number int, groupID *int64) map[string]any {
	input := map[string]any{"current_page": number, "per_page": pageSize}
	if groupID != nil {
		input["group_id"] = *groupID
	}
	return input
}

// Machines iterates over the fleet, or one group of it, page by page. It ends with the
// first error.
func (c *Client) Machines(ctx context.Context, groupID *int64) iter.Seq2[Machine, error] {
	return func(yield func(Machine, error) bool) {
		seen := map[int64]bool{}
		for number, last := 1, 1; number <= last; number++ {
			p, err := c.page(ctx, number, groupID)
			if err != nil {
				yield(Machine{}, err)
				return
			}
			for _, m := range p.Data {
				// A page shows a machine again when another one was added ahead of it meanwhile.
				if !seen[m.ID] && !yield(m, nil) {
					return
				}
				seen[m.ID] = true
			}
			if number == 1 {
				last = p.last()
			}
			if len(p.Data) == 0 {
				return
			}
		}
	}
}

// Machine returns the machine with the given number. It reads the whole fleet once and
// caches it for the run; a machine that this client changed is read alone, once after
// each change.
func (c *Client) Machine(ctx context.Context, machineNo string) (Machine, error) {
	c.mu.Lock()
	id, changed := c.changed[machineNo]
	c.mu.Unlock()
	if changed {
		return c.machines.Get(ctx, key(machineNo), func(ctx context.Context) (Machine, error) {
			return c.machine(ctx, id, machineNo)
		})
	}
	fleet, err := c.fleet.Get(ctx, "", c.wholeFleet)
	if err != nil {
		return Machine{}, err
	}
	m, listed := fleet[machineNo]
	if !listed {
		return Machine{}, &Error{Operation: opMachines.name, Kind: KindNotListed}
	}
	return m, nil
}

// KnownMachine returns the machine with the given number if it is cached. It makes no call.
func (c *Client) KnownMachine(machineNo string) (Machine, bool) {
	c.mu.Lock()
	_, changed := c.changed[machineNo]
	c.mu.Unlock()
	if changed {
		return c.machines.Peek(key(machineNo))
	}
	fleet, _ := c.fleet.Peek("")
	m, known := fleet[machineNo]
	return m, known
}

// MachineNow returns the machine as the console has it now.
func (c *Client) MachineNow(ctx context.Context, m Machine) (Machine, error) {
	c.forget(m)
	return c.Machine(ctx, m.MachineNo)
}

// wholeFleet reads all pages, those after the first at once.
func (c *Client) wholeFleet(ctx context.Context) (map[string]Machine, error) {
	first, err := c.page(ctx, 1, nil)
	if err != nil {
		return nil, err
	}
	pages := make([]page, max(first.last(), 1))
	pages[0] = first
	group, ctx := errgroup.WithContext(ctx)
	for i := range pages[1:] {
		group.Go(func() (err error) {
			pages[i+1], err = c.page(ctx, i+2, nil)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	fleet := make(map[string]Machine, first.Total)
	for _, p := range pages {
		for _, m := range p.Data {
			fleet[m.MachineNo] = m
		}
	}
	return fleet, nil
}

func (c *Client) machine(ctx context.Context, id int64, machineNo string) (Machine, error) {
	m, err := call[Machine](ctx, c, opMachine, map[string]any{"id": id})
	if err == nil && (m.ID != id || m.MachineNo != machineNo) {
		return Machine{}, &Error{Operation: opMachine.name, Kind: KindUnreadable, HTTPStatus: 200, Cause: errors.New("the answer is another machine")}
	}
	return m, err
}

// forget drops the cached machine. From now on it is read alone.
func (c *Client) forget(m Machine) {
	c.mu.Lock()
	c.changed[m.MachineNo] = m.ID
	c.mu.Unlock()
	c.machines.Forget(key(m.MachineNo))
}

// key ends a number, so that none is the beginning of another.
func key(machineNo string) string { return machineNo + "/" }
