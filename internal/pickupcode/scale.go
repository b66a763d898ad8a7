package pickupcode

import (
	"slices"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// partition splits codes, by what a fresh list shows, into those that cancelling must
// reach and those that need no call. A code that was last seen unused, is not listed
// and is not past its time counts as live: the list may lag.
func partition(codes []dingshang.PickupCode, l listing, now time.Time) (live, spent []dingshang.PickupCode) {
	listed := l.byID()
	for _, code := range codes {
		_, isListed := listed[code.ID]
		if isListed || code.Status == statusUnused && !past(code.ExpiresAt, now) {
			live = append(live, code)
		} else {
			spent = append(spent, code)
		}
	}
	return live, spent
}

// shrink chooses what to give up so that keep codes remain: spent codes first, the
// lowest id first; then live ones, the newest first.
func shrink(live, spent []dingshang.PickupCode, keep int) (drop, cancel []dingshang.PickupCode) {
	excess := len(live) + len(spent) - keep
	if excess <= 0 {
		return nil, nil
	}
	spent = slices.SortedFunc(slices.Values(spent), byAscendingID)
	live = slices.SortedFunc(slices.Values(live), byAscendingID)
	drop = spent[:min(excess, len(spent))]
	excess -= len(drop)
	return drop, live[len(live)-excess:]
}

// without returns the codes that are not among gone, in their order.
func without(codes, gone []dingshang.PickupCode) []dingshang.PickupCode {
	ids := make(map[string]bool, len(gone))
	for _, code := range gone {
		ids[code.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(codes), func(code dingshang.PickupCode) bool { return ids[code.ID] })
}
