package pickupcode

import (
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// Statuses of a code in state.
const (
	statusUnused = "UNUSED"
	// statusExpired: not listed, and its time is past.
	statusExpired = "EXPIRED"
	// statusSpent: not listed before its time; the API does not tell which.
	statusSpent = "USED_OR_CANCELLED"
)

// refreshed returns the codes with the statuses that the lists show. Products that are
// not in the listing keep what they had.
func refreshed(codes []dingshang.PickupCode, l listing, now time.Time) []dingshang.PickupCode {
	live := l.byID()
	fresh := make([]dingshang.PickupCode, len(codes))
	for i, code := range codes {
		listed, isListed := live[code.ID]
		switch _, asked := l[code.ProductID]; {
		case !asked:
		case isListed:
			listed.ProductID, listed.Status = code.ProductID, statusUnused
			code = listed
		case code.Status != statusUnused:
		case past(code.ExpiresAt, now):
			code.Status = statusExpired
		default:
			code.Status = statusSpent
		}
		fresh[i] = code
	}
	return fresh
}

func past(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

func unused(codes []dingshang.PickupCode) []dingshang.PickupCode {
	var live []dingshang.PickupCode
	for _, code := range codes {
		if code.Status == statusUnused {
			live = append(live, code)
		}
	}
	return live
}
