package issuance

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/transport"
)

type listFunc func(ctx context.Context, machineNo, productID string) (dingshang.PickupCodeList, error)

// listing is the live codes of some products, as far as they could be listed.
type listing struct {
	codes      map[string][]Code                     // by product id
	failed     map[string]error                      // by product id
	unreadable map[string][]dingshang.UnreadableCode // by product id
}

// list lists several products at once; the client bounds how many calls there are at a time.
func (e *Engine) list(ctx context.Context, list listFunc, machineNo string, products []string) listing {
	l := listing{codes: map[string][]Code{}, failed: map[string]error{}, unreadable: map[string][]dingshang.UnreadableCode{}}
	var (
		mu    sync.Mutex
		group sync.WaitGroup
	)
	for _, product := range products {
		group.Go(func() {
			answer, err := list(ctx, machineNo, product)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				l.failed[product] = err
				return
			}
			l.codes[product] = answer.Codes
			if len(answer.Unreadable) > 0 {
				l.unreadable[product] = answer.Unreadable
			}
		})
	}
	group.Wait()
	return l
}

// firstFailure is the failure of the lowest product id; gone products count only where
// they are asked for.
func (l listing) firstFailure(gone bool) error {
	for _, product := range sortedKeys(l.failed) {
		if err := l.failed[product]; gone || !dingshang.IsRecordGone(err) {
			return err
		}
	}
	return nil
}

// failureOf is why a listing does not show all of the request's codes. With all
// products, one that is gone has none.
func (s *search) failureOf(l listing) error { return l.firstFailure(!s.request.AllProducts()) }

// allUnreadable returns the elements that could not be read, product by product.
func (l listing) allUnreadable() []dingshang.UnreadableCode {
	var elements []dingshang.UnreadableCode
	for _, product := range sortedKeys(l.unreadable) {
		elements = append(elements, l.unreadable[product]...)
	}
	return elements
}

// unreadableTexts says which elements could not be read, for people.
func (l listing) unreadableTexts() []string {
	return dingshang.PickupCodeList{Unreadable: l.allUnreadable()}.UnreadableTexts()
}

// hides reports whether an element that cannot be read may be the code.
func (l listing) hides(c Code) bool {
	return slices.ContainsFunc(l.unreadable[c.ProductID], func(e dingshang.UnreadableCode) bool { return e.ID == "" || e.ID == c.ID })
}

// all returns the listed codes by ascending id, each once.
func (l listing) all() []Code {
	var codes []Code
	for _, list := range l.codes {
		codes = append(codes, list...)
	}
	slices.SortFunc(codes, ByID)
	return slices.CompactFunc(codes, func(a, b Code) bool { return a.ID == b.ID })
}

// leastLook is the least time that an exchange of a look gets, however late it is.
const leastLook = 5 * time.Second

// listBounded lists for a look. Time that calls wait for a free connection is not time
// spent looking; a server that hangs must not hold up the end.
func (s *search) listBounded(ctx context.Context) listing {
	limit := max(s.until, leastLook)
	var (
		mu      sync.Mutex
		longest time.Duration
	)
	l := s.list(ctx, func(ctx context.Context, machineNo, productID string) (dingshang.PickupCodeList, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		started, queued, hurry := s.clock.Now(), time.Duration(0), (*time.Timer)(nil)
		ctx = transport.OnSending(ctx, func(waited time.Duration) {
			queued += waited
			if hurry == nil {
				hurry = time.AfterFunc(limit, cancel)
			}
		})
		answer, err := s.client.PickupCodesNow(ctx, machineNo, productID)
		if hurry != nil {
			hurry.Stop()
		}
		mu.Lock()
		defer mu.Unlock()
		longest = max(longest, s.clock.Now().Sub(started)-queued)
		return answer, err
	}, s.request.MachineNo, s.products)
	s.until -= longest
	return l
}

// relistProducts lists the products once more after the request was sent: the server made
// codes of one that was added meanwhile, or that the list from before left out.
func (s *search) relistProducts(ctx context.Context) error {
	if !s.relist {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		mu             sync.Mutex
		started, limit = s.clock.Now(), max(s.until, leastLook)
		hurry          = time.AfterFunc(limit, cancel) // runs while no call waits for a free connection
	)
	defer hurry.Stop()
	ctx = transport.OnQueueing(ctx, func() { hurry.Stop() })
	ctx = transport.OnSending(ctx, func(waited time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		started = started.Add(waited)
		hurry.Reset(limit)
	})
	catalog, err := s.client.CatalogNow(ctx, s.request.MachineNo)
	s.until -= max(s.clock.Now().Sub(started), 0)
	if err != nil {
		return err
	}
	s.products, s.relist = distinctIDs(append(sortedKeys(catalog), s.products...)), false
	return nil
}

// inventories returns how many items of each product are in stock.
func inventories(catalog dingshang.Catalog) map[string]int64 {
	stock := make(map[string]int64, len(catalog))
	for product, s := range catalog {
		stock[product] = s.Inventory
	}
	return stock
}

// productsOf lists the products of codes.
func productsOf(codes []Code) []string {
	products := make([]string, 0, len(codes))
	for _, code := range codes {
		products = append(products, code.ProductID)
	}
	return distinctIDs(products)
}

// distinctIDs returns the ids in order, each once.
func distinctIDs(ids []string) []string {
	ids = slices.SortedFunc(slices.Values(ids), CompareIDs)
	return slices.Compact(ids)
}

// sortedKeys returns the ids that are the keys of a map, in order.
func sortedKeys[V any](m map[string]V) []string {
	return slices.SortedFunc(maps.Keys(m), CompareIDs)
}
