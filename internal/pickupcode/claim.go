package pickupcode

import (
	"slices"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// verdict is what one look at the lists says about an order.
type verdict int

const (
	// waiting: not all is there yet.
	waiting verdict = iota
	// certain: the codes are the order's, and they are all.
	certain
	// probable: as certain, but worth a second look that agrees.
	probable
	// contested: codes from elsewhere are among the candidates and cannot be told apart,
	// whatever else appears.
	contested
)

// claim decides which candidates are the order's. It never claims a part: fewer codes
// than asked for may be somebody else's.
func (o *order) claim(candidates []dingshang.PickupCode) ([]dingshang.PickupCode, verdict) {
	if o.ProductID == "" {
		return o.claimEvery(candidates)
	}
	wanted := int(o.Count)
	switch {
	case len(candidates) == wanted:
		return candidates, certain
	case len(candidates) < wanted:
		return nil, waiting
	}
	bursts, ok := burstsOf(candidates)
	if !ok {
		return nil, contested
	}
	var fitting []dingshang.PickupCode
	fits := 0
	for _, burst := range bursts {
		switch {
		case len(burst) > wanted:
			return nil, contested
		case len(burst) == wanted:
			fitting = burst
			fits++
		}
	}
	switch fits {
	case 0:
		return nil, waiting
	case 1:
		return fitting, probable
	}
	return nil, contested
}

// claimEvery decides for an order of every product. How many codes a product gets is
// the server's affair, one each or one per item in stock; where that does not fit, codes
// from elsewhere are among them. A burst that is complete by itself is the order's; two
// such bursts are two orders.
func (o *order) claimEvery(candidates []dingshang.PickupCode) ([]dingshang.PickupCode, verdict) {
	bursts, _ := burstsOf(candidates)
	var complete [][]dingshang.PickupCode
	for _, burst := range bursts {
		if o.regular(burst) && len(o.missing(burst)) == 0 {
			complete = append(complete, burst)
		}
	}
	switch {
	case len(candidates) == 0:
		return nil, waiting
	case len(complete) > 1:
		return nil, contested
	case len(complete) == 1:
		return complete[0], probable
	case !o.regular(candidates):
		return nil, waiting
	case len(o.missing(candidates)) > 0:
		return candidates, waiting
	}
	return candidates, probable
}

// regular tells whether every product that has codes has one, or as many as items were
// in stock.
func (o *order) regular(candidates []dingshang.PickupCode) bool {
	single, stocked := true, true
	for product, n := range perProduct(candidates) {
		single = single && n == 1
		stocked = stocked && n == o.Stock[product]
	}
	return single || stocked
}

// missing lists the products that had stock and have no candidate.
func (o *order) missing(candidates []dingshang.PickupCode) []string {
	counts := perProduct(candidates)
	var missing []string
	for product, stock := range o.Stock {
		if stock > 0 && counts[product] == 0 {
			missing = append(missing, product)
		}
	}
	slices.SortFunc(missing, compareIDs)
	return missing
}

func perProduct(codes []dingshang.PickupCode) map[string]int64 {
	counts := map[string]int64{}
	for _, code := range codes {
		counts[code.ProductID]++
	}
	return counts
}

// burstsOf groups codes by time of creation: those that follow each other within a
// second were made together. Only differences between the times are used, since the
// vendor does not say in which zone it writes them. ok is false where one is unreadable.
func burstsOf(codes []dingshang.PickupCode) (bursts [][]dingshang.PickupCode, ok bool) {
	type dated struct {
		at   time.Time
		code dingshang.PickupCode
	}
	all := make([]dated, len(codes))
	for i, code := range codes {
		at, err := createdAt(code)
		if err != nil {
			return nil, false
		}
		all[i] = dated{at, code}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.at.Compare(b.at) })
	for i, d := range all {
		if i == 0 || d.at.Sub(all[i-1].at) > time.Second {
			bursts = append(bursts, nil)
		}
		last := len(bursts) - 1
		bursts[last] = append(bursts[last], d.code)
	}
	for _, burst := range bursts {
		slices.SortFunc(burst, byAscendingID)
	}
	return bursts, true
}
