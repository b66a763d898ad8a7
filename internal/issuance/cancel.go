package issuance

import (
	"context"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"terraform-provider-dingshang/internal/dingshang"
)

// cancelling bounds the goroutines of one resource; the client bounds the calls.
const cancelling = 64

// Cancelled is what became of codes that were to be cancelled.
type Cancelled struct {
	Left    []Code   // still to be cancelled, in their order
	Foreign []string // ids listed with another number, expiry or length: not ours, left alone
	// Failure is why codes are left: with NotListed nothing was cancelled.
	Failure   error
	NotListed bool
}

// Cancel cancels held codes. It lists first, so that a code that is listed under a held
// id and is another one is left alone. A list may lag, so every code that is not past
// its time gets a call, listed or not, whatever its last status; used, expired and
// cancelled ones answer so and count as done.
func (e *Engine) Cancel(ctx context.Context, h Holding, codes []Code) Cancelled {
	if len(codes) == 0 {
		return Cancelled{}
	}
	l := e.list(ctx, e.client.PickupCodesNow, h.MachineNo, productsOf(codes))
	if err := l.firstFailure(false); err != nil {
		if e.MachineGone(ctx, h.MachineNo, err) {
			return Cancelled{}
		}
		return Cancelled{Left: codes, Failure: err, NotListed: true}
	}
	listed := map[string]Code{}
	for _, code := range l.all() {
		listed[code.ID] = code
	}
	now := e.clock.Now()
	var result Cancelled
	var live []Code
	for _, code := range codes {
		switch other, isListed := listed[code.ID]; {
		case isListed && !h.same(code, other):
			result.Foreign = append(result.Foreign, code.ID)
		// What is listed has not expired, whatever this computer's clock shows.
		case isListed || !Past(code, now):
			live = append(live, code)
		}
	}
	result.Left, result.Failure = e.cancelEach(ctx, h.MachineNo, live, func(int) {})
	if result.Failure != nil && e.MachineGone(ctx, h.MachineNo, result.Failure) {
		result.Left, result.Failure = nil, nil
	}
	return result
}

// cancelEach cancels the codes, and returns those that are left and why the first is.
func (e *Engine) cancelEach(ctx context.Context, machineNo string, codes []Code, progress func(done int)) (left []Code, failure error) {
	var (
		mu    sync.Mutex
		done  int
		group errgroup.Group
	)
	group.SetLimit(cancelling)
	for _, code := range codes {
		group.Go(func() error {
			err := e.client.CancelPickupCode(ctx, machineNo, code.ProductID, code.ID)
			mu.Lock()
			defer mu.Unlock()
			if err == nil || dingshang.IsRecordGone(err) || dingshang.IsSpent(err) {
				done++
				progress(done)
				return nil
			}
			left = append(left, code)
			if failure == nil {
				failure = err
			}
			return nil
		})
	}
	_ = group.Wait()
	slices.SortFunc(left, ByID)
	return left, failure
}
