package pickupcode

import (
	"context"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"terraform-provider-dingshang/internal/dingshang"
)

// cancelling bounds the goroutines of one resource; the client bounds the calls.
const cancelling = 64

// cancelError names the codes that could not be cancelled, and why the first could not.
type cancelError struct {
	ids   []string
	cause error
}

func (e *cancelError) Error() string { return e.cause.Error() }

func (e *cancelError) Unwrap() error { return e.cause }

// cancelCodes cancels the codes and returns those that are worthless now. Gone, used and
// expired already count as done.
func cancelCodes(ctx context.Context, client api, machineNo string, codes []dingshang.PickupCode) ([]dingshang.PickupCode, *cancelError) {
	var (
		mu     sync.Mutex
		done   []dingshang.PickupCode
		failed *cancelError
		group  errgroup.Group
	)
	group.SetLimit(cancelling)
	for _, code := range codes {
		group.Go(func() error {
			err := cancelled(client.CancelPickupCode(ctx, machineNo, code.ProductID, code.ID))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				done = append(done, code)
				return nil
			}
			if failed == nil {
				failed = &cancelError{cause: err}
			}
			failed.ids = append(failed.ids, code.ID)
			return nil
		})
	}
	_ = group.Wait()
	if failed != nil {
		slices.SortFunc(failed.ids, compareIDs)
	}
	return done, failed
}

// cancelled tells whether the code is worthless after the call.
func cancelled(err error) error {
	if dingshang.IsRecordGone(err) || dingshang.IsSpent(err) {
		return nil
	}
	return err
}

// listForCancelling lists the codes' products. gone means that the machine does not
// exist any more, and no code can be redeemed.
func listForCancelling(ctx context.Context, client api, machineNo string, codes []dingshang.PickupCode) (l listing, gone bool, err error) {
	l, failed := lists(ctx, client.PickupCodesNow, machineNo, productIDs(codes))
	err = firstFailure(failed)
	if machineGone(ctx, client, machineNo, err) {
		return nil, true, nil
	}
	return l, false, err
}

func productIDs(codes []dingshang.PickupCode) []string {
	seen := map[string]bool{}
	var ids []string
	for _, code := range codes {
		if !seen[code.ProductID] {
			seen[code.ProductID] = true
			ids = append(ids, code.ProductID)
		}
	}
	return ids
}
