package pickupcode

import (
	"strings"

	"terraform-provider-dingshang/internal/dingshang"
)

// place is where codes are made: one product of a machine, or every product of it.
type place struct {
	machineNo string
	productID string // empty: every product
}

const everyProduct = "all"

func (p place) all() bool { return p.productID == "" }

// String is the beginning of resource ids, and what a person imports by.
func (p place) String() string {
	if p.all() {
		return p.machineNo + "/" + everyProduct
	}
	return p.machineNo + "/" + p.productID
}

// listing is the live codes of some products, by product id.
type listing map[string][]dingshang.PickupCode

// byID finds the listed codes.
func (l listing) byID() map[string]dingshang.PickupCode {
	codes := map[string]dingshang.PickupCode{}
	for _, list := range l {
		for _, code := range list {
			codes[code.ID] = code
		}
	}
	return codes
}

func idsOf(codes []dingshang.PickupCode) []string {
	ids := make([]string, len(codes))
	for i, code := range codes {
		ids[i] = code.ID
	}
	return ids
}

// compareIDs orders ids as the numbers they are.
func compareIDs(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func byAscendingID(a, b dingshang.PickupCode) int { return compareIDs(a.ID, b.ID) }
