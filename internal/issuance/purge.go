package issuance

import (
	"context"
	"errors"
)

// Purged is what became of a purge.
type Purged struct {
	Cancelled  int      // codes that a call of their own cancelled, or that were gone by then
	Left       []Code   // still live
	Unreadable []string // elements of the lists that could not be read
}

// Purge cancels every unused code of the target, whoever it belongs to. It waits until no
// request is at work on the machine. The error is why codes are left, or why it is not
// known whether any are.
func (e *Engine) Purge(ctx context.Context, t Target, progress func(done, total int)) (Purged, error) {
	unlock, err := e.process.exclude(ctx, t.MachineNo)
	if err != nil {
		return Purged{}, err
	}
	defer unlock()
	products := []string{t.ProductID}
	var refused error
	if t.AllProducts() {
		catalog, err := e.client.CatalogNow(ctx, t.MachineNo)
		if err != nil {
			return Purged{}, err
		}
		products = sortedKeys(catalog)
		// Whatever it answers, the lists show what it did.
		refused = e.client.CancelAllPickupCodes(ctx, t.MachineNo)
	}
	return e.purgeListed(ctx, t, products, refused, progress)
}

// purgeListed cancels what is listed one by one, and lists again until nothing new shows.
func (e *Engine) purgeListed(ctx context.Context, t Target, products []string, refused error, progress func(done, total int)) (purged Purged, err error) {
	cancelled := map[string]bool{}
	for {
		l := e.list(ctx, e.client.PickupCodesNow, t.MachineNo, products)
		if err := l.firstFailure(!t.AllProducts()); err != nil {
			return purged, errors.Join(refused, err)
		}
		purged.Unreadable = l.unreadableTexts()
		var live []Code
		for _, code := range l.all() {
			if !cancelled[code.ID] {
				live = append(live, code)
			}
		}
		if len(live) == 0 {
			return purged, nil
		}
		before := purged.Cancelled
		left, failure := e.cancelEach(ctx, t.MachineNo, live, func(done int) { progress(before+done, before+len(live)) })
		purged.Cancelled += len(live) - len(left)
		if failure != nil {
			purged.Left = left
			return purged, errors.Join(refused, failure)
		}
		for _, code := range live {
			cancelled[code.ID] = true // a list that lags may still show it
		}
	}
}
