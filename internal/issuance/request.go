package issuance

import (
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// Code is a pickup code. Its status is one of the constants in status.go.
type Code = dingshang.PickupCode

// Target is where codes are: one product of a machine, or all products of it.
type Target struct {
	MachineNo string
	ProductID string // empty: all products
}

// AllProducts reports whether the target is all products of the machine.
func (t Target) AllProducts() bool { return t.ProductID == "" }

// String is machine/product, or machine/all.
func (t Target) String() string {
	if t.AllProducts() {
		return t.MachineNo + "/all"
	}
	return t.MachineNo + "/" + t.ProductID
}

// Spec is what a caller wants generated.
type Spec struct {
	Target
	Count     int64     // 0 with all products
	Length    int64     // digits of a code
	ExpiresAt time.Time // the latest expiry; zero: never
	Quantity  int64     // 0: not sent
}

// Request is a generating request that left, with all that is needed to find its codes
// in a later run. It holds ids and never a code.
type Request struct {
	Target
	Count     int64 // codes asked for; 0 with all products
	Length    int64
	ExpiresAt time.Time // the mark; where the request is unmarked, the expiry asked for
	SentAt    time.Time
	Confirmed bool // the server answered that it generated the codes

	// Unmarked says that the expiry is not the request's own: codes are told by counting.
	Unmarked bool
	// IDsBefore are codes that are not the request's although they may look so: those from
	// before an unmarked request, and those that carry the mark of a marked one.
	IDsBefore []string
	// Altered are codes with another expiry or length that the run which sent the request saw
	// in place of its own, as many: the server has probably changed it.
	Altered []string
}

// PastAt reports whether no code of the request can still be redeemed.
func (r Request) PastAt(now time.Time) bool { return past(r.ExpiresAt, now) }

// matches reports whether a code has the expiry and length that the request asked for.
func (r Request) matches(c Code) bool {
	return c.ExpiresAt.Equal(r.ExpiresAt) && int64(len(c.Code)) == r.Length
}

// WithoutCodes returns the requests that remain pending once the codes are given up:
// a request does not wait for codes that it has made and that are gone. With all
// products it is not known how many more there are, so these explain the confirmation.
func WithoutCodes(requests []Request, gone []Code) []Request {
	var remaining []Request
	for _, r := range requests {
		n := int64(len(markedBy(r, gone)))
		switch {
		case r.AllProducts():
			r.Confirmed = r.Confirmed && n == 0
		case n >= r.Count:
			continue
		default:
			r.Count -= n
		}
		remaining = append(remaining, r)
	}
	return remaining
}
