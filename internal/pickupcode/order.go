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

// candidates are the listed codes that can be the order's: new, nobody else's, and of
// the expiry and length asked for. They come by ascending id.
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

// emptyShelves: an order of every product on a machine where none has stock; the server
// may rightly make nothing.
func (o *order) emptyShelves() bool {
	if o.ProductID != "" {
		return false
	}
	for _, stock := range o.Stock {
		if stock > 0 {
			return false
		}
	}
	return true
}
