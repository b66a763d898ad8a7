package pickupcode

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// api is the part of the client that making, finding and cancelling codes needs.
type api interface {
	PickupCodesNow(ctx context.Context, machineNo, productID string) ([]dingshang.PickupCode, error)
	CatalogNow(ctx context.Context, machineNo string) (dingshang.Catalog, error)
	MachineNow(ctx context.Context, machineNo string) (dingshang.Machine, error)
	GeneratePickupCodes(ctx context.Context, r dingshang.GenerateRequest) error
	Pace(calls int) time.Duration
	CancelPickupCode(ctx context.Context, machineNo, productID, id string) error
}

type listFunc func(ctx context.Context, machineNo, productID string) ([]dingshang.PickupCode, error)

// lists fetches the live codes of several products at once; the client bounds how many
// calls there are at a time. It returns the lists that could be had, and the failures
// by product.
func lists(ctx context.Context, list listFunc, machineNo string, products []string) (listing, map[string]error) {
	found, failed := listing{}, map[string]error{}
	var (
		mu    sync.Mutex
		group sync.WaitGroup
	)
	for _, product := range products {
		group.Go(func() {
			codes, err := list(ctx, machineNo, product)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed[product] = err
				return
			}
			found[product] = codes
		})
	}
	group.Wait()
	return found, failed
}

// firstFailure is the failure of the lowest product id, leaving out products that are
// gone: those have no codes.
func firstFailure(failed map[string]error) error {
	for _, product := range slices.SortedFunc(maps.Keys(failed), compareIDs) {
		if err := failed[product]; !dingshang.IsRecordGone(err) {
			return err
		}
	}
	return nil
}

// machineGone confirms by a second call that the machine does not exist.
func machineGone(ctx context.Context, client api, machineNo string, err error) bool {
	if !dingshang.IsMachineGone(err) {
		return false
	}
	_, err = client.MachineNow(ctx, machineNo)
	return dingshang.IsMachineGone(err)
}

func productsOf(catalog dingshang.Catalog) []string {
	return slices.SortedFunc(maps.Keys(catalog), compareIDs)
}
