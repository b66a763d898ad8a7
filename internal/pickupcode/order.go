package pickupcode

import (
	"slices"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// order is one request for codes with all that is needed to find what it made. While
// unsettled it is kept in the resource's private state, so it holds ids and no code.
type order struct {
	MachineNo string    `json:"machine_no"`
	ProductID string    `json:"product_id,omitempty"` // empty: every product
	Count     int64     `json:"count,omitempty"`      // codes asked for; 0 for every product
	Length    int64     `json:"length"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	StartedAt time.Time `json:"started_at"`          // when the list from before was asked for
	SentAt    time.Time `json:"sent_at"`             // when the request ended, answered or not
	Confirmed bool      `json:"confirmed,omitempty"` // the server said that it made them

	// Before holds, per product, the ids of codes that are not this order's.
	Before map[string][]string `json:"before"`
	// Stock is what each product had in the machine before, for every product only.
	Stock map[string]int64 `json:"stock,omitempty"`

	// Settled: it is known what became of the order; nothing is looked for any more.
	Settled bool `json:"settled,omitempty"`
}

func (o *order) place() place { return place{machineNo: o.MachineNo, productID: o.ProductID} }

// open tells whether codes of the order may still have to be found.
func (o *order) open(now time.Time) bool {
	return o != nil && !o.Settled && (o.ExpiresAt.IsZero() || o.ExpiresAt.After(now))
}

// products lists where the order's codes can be.
func (o *order) products() []string {
	if o.ProductID != "" {
		return []string{o.ProductID}
	}
	products := make([]string, 0, len(o.Before))
	for id := range o.Before {
		products = append(products, id)
	}
	slices.SortFunc(products, compareIDs)
	return products
}

// candidates are the listed codes that can be the order's: new, nobody's yet, and of the
// expiry and length asked for. They come by ascending id.
func (o *order) candidates(l listing, owned func(id string) bool) []dingshang.PickupCode {
	var found []dingshang.PickupCode
	for product, codes := range l {
		before := make(map[string]bool, len(o.Before[product]))
		for _, id := range o.Before[product] {
			before[id] = true
		}
		for _, code := range codes {
			if before[code.ID] || owned(code.ID) || int64(len(code.Code)) != o.Length || !code.ExpiresAt.Equal(o.ExpiresAt) {
				continue
			}
			code.Status = statusUnused
			found = append(found, code)
		}
	}
	slices.SortFunc(found, byAscendingID)
	return found
}

// takesPart tells whether less than expected is accepted in the end: with every product,
// once the server said that it made codes, some products may just have none.
func (o *order) takesPart(claimed, candidates []dingshang.PickupCode) bool {
	if o.ProductID != "" || !o.Confirmed {
		return false
	}
	return len(claimed) > 0 || len(candidates) == 0 && o.emptyShelves()
}

// emptyShelves: an order of every product on a machine where none has stock; the server
// may rightly make nothing.
func (o *order) emptyShelves() bool {
	for _, stock := range o.Stock {
		if stock > 0 {
			return false
		}
	}
	return true
}

// Zones differ by half hours, between these.
const (
	zoneStep     = 30 * time.Minute
	westernmost  = -12 * time.Hour
	easternmost  = 14 * time.Hour
	clocksDiffer = time.Minute // of this computer and the server
)

// sameMoment splits candidates, in a later run, into those created while the order was
// sent and looked for, in whatever zone the server writes, and those created at another
// time: another resource or person may have made as many of the same kind since. A time
// that cannot be read tells nothing, so its code stays.
func (o *order) sameMoment(candidates []dingshang.PickupCode, settleTime time.Duration) (then, later []dingshang.PickupCode) {
	// The server may act later than was waited for; as long again is granted.
	first, last := o.StartedAt.Add(-clocksDiffer), o.SentAt.Add(2*settleTime+time.Second)
	for _, code := range candidates {
		at, err := createdAt(code)
		matches := err != nil
		for zone := westernmost; zone <= easternmost; zone += zoneStep {
			moment := at.Add(-zone)
			matches = matches || !moment.Before(first) && !moment.After(last)
		}
		if matches {
			then = append(then, code)
		} else {
			later = append(later, code)
		}
	}
	return then, later
}

// createdAt reads the server's text, in no zone.
func createdAt(code dingshang.PickupCode) (time.Time, error) {
	return time.Parse(time.DateTime, code.CreatedAt)
}
