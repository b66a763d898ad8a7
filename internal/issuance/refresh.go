package issuance

import (
	"context"
	"slices"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

type catalogFunc func(ctx context.Context, machineNo string) (dingshang.Catalog, error)

// Refreshed is what a refresh found.
type Refreshed struct {
	// Codes are the held ones with the statuses that the lists show, then adopted ones.
	Codes    []Code
	Adopted  []Code
	Outcomes []Outcome // of h.Pending, in its order; nil where not everything could be listed

	Foreign    []string // ids listed with another number, expiry or length: not ours
	Shared     []string // ids that another resource of this process has too
	Unreadable []string
	// Failure is why not everything could be listed; nil otherwise.
	Failure error
	// Listed says that at least one product could be listed.
	Listed bool
}

// Refresh updates the statuses of the held codes, and adopts codes of pending requests.
func (e *Engine) Refresh(ctx context.Context, h Holding) Refreshed {
	shared := e.Own(h.MachineNo, h.Codes, h.Owner)
	for _, r := range h.Pending {
		e.process.holdMark(r)
	}
	creation := h.isUnsettledCreation()
	products, err := e.productsToRefresh(ctx, h)
	if err != nil {
		e.process.notePending(h.Target, creation)
		return Refreshed{Codes: h.Codes, Shared: shared, Failure: err}
	}
	l := e.list(ctx, e.client.PickupCodes, h.MachineNo, products)
	now := e.clock.Now() // after the lists, so that what expired meanwhile is expired
	r := Refreshed{Shared: shared, Unreadable: l.unreadableTexts(), Failure: l.firstFailure(true), Listed: len(l.codes) > 0}
	r.Codes, r.Foreign = h.refreshed(l, now)
	if len(h.Pending) == 0 {
		return r
	}
	if l.firstFailure(!h.AllProducts()) != nil {
		e.process.notePending(h.Target, creation)
		return r
	}
	for _, request := range h.Pending {
		outcome := e.adopt(ctx, h, request, l)
		r.Outcomes = append(r.Outcomes, outcome)
		h.Codes = append(slices.Clone(h.Codes), claimedBy(outcome)...)
	}
	r.Adopted = Claimed(r.Outcomes)
	r.Codes = append(r.Codes, r.Adopted...)
	e.process.notePending(h.Target, creation && len(StillPending(r.Outcomes)) > 0)
	return r
}

// isUnsettledCreation reports whether all that the resource has was made by requests that
// are still pending: then it may be tainted.
func (h Holding) isUnsettledCreation() bool {
	made := 0
	for _, r := range h.Pending {
		made += len(markedBy(r, h.Codes))
	}
	return len(h.Pending) > 0 && made == len(h.Codes)
}

// NoteGone records that a refresh found the product missing, or the machine where there is none.
func (e *Engine) NoteGone(t Target) { e.process.markGone(t) }

// productsToRefresh lists the held codes' products and those where pending requests may
// have generated codes.
func (e *Engine) productsToRefresh(ctx context.Context, h Holding) ([]string, error) {
	products := h.products()
	if len(h.Pending) > 0 && h.AllProducts() {
		catalog, err := e.client.Catalog(ctx, h.MachineNo)
		if err != nil {
			return nil, err
		}
		products = distinctIDs(append(products, sortedKeys(catalog)...))
	}
	return products, nil
}

// adopt judges a pending request by one listing.
func (e *Engine) adopt(ctx context.Context, h Holding, r Request, l listing) Outcome {
	s, err := e.resumed(ctx, h, r, e.client.Catalog)
	if err != nil {
		return Unsettled{Request: r, Cause: err}
	}
	found := s.observe(l)
	// Codes that are listed have not expired, whatever this computer's clock shows.
	if r.PastAt(e.clock.Now()) && len(found.matching) == 0 {
		return Made{}
	}
	switch s.judge(found.matching) {
	case certain:
		return s.made(found.matching, nil)
	case contested:
		return s.contested(found.matching, nil)
	case probable:
		// With all products, codes that are adopted now are complete once a later
		// refresh finds no more.
		if !r.Unmarked && len(found.matching) > 0 {
			break
		}
		again, err := s.look(ctx)
		if err == nil && slices.Equal(IDs(again.matching), IDs(found.matching)) {
			return s.made(found.matching, nil)
		}
	case waiting:
	}
	return s.unsettled(found, nil)
}

// refreshed returns the held codes with the statuses that the listing shows, and the ids
// that are listed as other codes. Products that could not be listed keep what they had.
func (h Holding) refreshed(l listing, now time.Time) (codes []Code, foreign []string) {
	live := map[string]Code{}
	for _, code := range l.all() {
		live[code.ID] = code
	}
	codes = make([]Code, len(h.Codes))
	for i, code := range h.Codes {
		listed, isListed := live[code.ID]
		switch _, asked := l.codes[code.ProductID]; {
		case !asked:
		case isListed && !h.same(code, listed):
			foreign = append(foreign, code.ID)
		case isListed:
			listed.ProductID, listed.Status = code.ProductID, StatusUnused
			code = listed
		case code.Status != StatusUnused || l.hides(code):
		case Past(code, now):
			code.Status = StatusExpired
		default:
			code.Status = StatusSpent
		}
		codes[i] = code
	}
	return codes, foreign
}

// same reports whether a code that is listed under the id of a held one is that code.
func (h Holding) same(held, listed Code) bool {
	return held.ProductID == listed.ProductID && held.ExpiresAt.Equal(listed.ExpiresAt) &&
		int64(len(listed.Code)) == h.Length && (held.Code == "" || held.Code == listed.Code)
}

// Recognizes reports whether the machine lists at least one of the held codes. Of one that
// never expires, and whose number is not held, the time of creation has to be the same
// too: another merchant's codes have the same ids, and never expire either.
func (e *Engine) Recognizes(ctx context.Context, h Holding) (bool, error) {
	l := e.list(ctx, e.client.PickupCodes, h.MachineNo, h.products())
	listed := map[string]Code{}
	for _, code := range l.all() {
		listed[code.ID] = code
	}
	for _, code := range h.Codes {
		if found, ok := listed[code.ID]; ok && h.same(code, found) && (code.Code != "" || !code.ExpiresAt.IsZero() || code.CreatedAt == found.CreatedAt) {
			return true, nil
		}
	}
	return false, l.firstFailure(true)
}

// Numbers returns the numbers of those held codes that are listed, by id.
func (e *Engine) Numbers(ctx context.Context, h Holding) (map[string]string, error) {
	l := e.list(ctx, e.client.PickupCodes, h.MachineNo, productsOf(h.Codes))
	held := map[string]Code{}
	for _, code := range h.Codes {
		held[code.ID] = code
	}
	numbers := map[string]string{}
	for _, code := range l.all() {
		if mine, ok := held[code.ID]; ok && h.same(mine, code) {
			numbers[code.ID] = code.Code
		}
	}
	return numbers, l.firstFailure(false)
}
