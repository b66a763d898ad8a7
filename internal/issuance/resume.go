package issuance

import (
	"context"
	"slices"
)

// Resume finds out what became of requests that an earlier run left pending: it looks
// for the rest of settle_time, and at least once. The outcomes are in the order of
// h.Pending; [Failed] says that nothing of an unmarked request appeared.
func (e *Engine) Resume(ctx context.Context, h Holding) []Outcome {
	e.Own(h.MachineNo, h.Codes, h.Owner)
	outcomes := make([]Outcome, len(h.Pending))
	for _, r := range h.Pending {
		e.process.holdMark(r)
	}
	for i, r := range h.Pending {
		outcomes[i] = e.resume(ctx, &h, r)
	}
	return outcomes
}

// resume settles one request, and adds the codes it claims to the holding.
func (e *Engine) resume(ctx context.Context, h *Holding, r Request) Outcome {
	if r.Unmarked {
		// Counting must not meet another request.
		unlock, err := e.process.lock(ctx, r.Target)
		if err != nil {
			return Unsettled{Request: r, Cause: err}
		}
		defer unlock()
	}
	s, err := e.resumed(ctx, *h, r, e.client.CatalogNow)
	if r.PastAt(e.clock.Now()) && (err != nil || !s.lists(ctx)) {
		return Made{} // nothing of it can be redeemed
	}
	if err != nil {
		return Unsettled{Request: r, Cause: err}
	}
	if r.Unmarked && e.process.isCounted(r.Target) {
		// A request that this run sent may have taken the codes that appeared first; the
		// others appear later.
		s.until = e.settleTime
	}
	outcome := s.settle(ctx, nil)
	h.Codes = append(h.Codes, claimedBy(outcome)...)
	if !r.Unmarked {
		return outcome
	}
	if u, ok := outcome.(Unsettled); ok && u.Abandoned() {
		return Failed{Stage: StageRefused}
	}
	// Its codes may still appear among those of a request that this run sends.
	if _, ok := outcome.(Made); !ok && e.clock.Now().Before(r.SentAt.Add(2*e.settleTime)) {
		e.process.closeTarget(r.Target)
	}
	return outcome
}

// lists reports whether a code of the request is listed. It has not expired then, whatever
// this computer's clock shows.
func (s *search) lists(ctx context.Context) bool {
	now, err := s.look(ctx)
	return err == nil && len(now.matching) > 0
}

// resumed is the search for a request that another run sent.
func (e *Engine) resumed(ctx context.Context, h Holding, r Request, catalog catalogFunc) (*search, error) {
	s := &search{
		Engine: e, owner: h.Owner, request: r, later: true,
		products: []string{r.ProductID}, before: map[string]bool{}, has: markedBy(r, h.Codes),
	}
	// A clock that was ahead when the request was sent must not make this run wait for it.
	s.until = min(r.SentAt.Add(e.settleTime).Sub(e.clock.Now()), e.settleTime)
	for _, id := range r.IDsBefore {
		s.before[id] = true
	}
	if r.AllProducts() {
		// Products that were added since can have codes of the request too.
		products, err := catalog(ctx, r.MachineNo)
		if err != nil {
			return nil, err
		}
		s.products = distinctIDs(append(sortedKeys(products), productsOf(h.Codes)...))
		s.stock = inventories(products)
	}
	return s, nil
}

// markedBy returns the codes that the request is known to have made.
func markedBy(r Request, codes []Code) []Code {
	if r.Unmarked {
		return nil
	}
	var marked []Code
	for _, code := range codes {
		if code.ExpiresAt.Equal(r.ExpiresAt) && !slices.Contains(r.IDsBefore, code.ID) {
			marked = append(marked, code)
		}
	}
	return marked
}

// claimedBy returns the codes that an outcome gives to the resource.
func claimedBy(o Outcome) []Code {
	switch o := o.(type) {
	case Made:
		return o.Codes
	case Unsettled:
		return o.Codes
	}
	return nil
}

// Claimed returns the codes that the outcomes give to the resource, by ascending id.
func Claimed(outcomes []Outcome) []Code {
	var codes []Code
	for _, outcome := range outcomes {
		codes = append(codes, claimedBy(outcome)...)
	}
	slices.SortFunc(codes, ByID)
	return codes
}

// StillPending returns the requests whose outcome is not known yet.
func StillPending(outcomes []Outcome) []Request {
	var pending []Request
	for _, outcome := range outcomes {
		switch o := outcome.(type) {
		case Unsettled:
			pending = append(pending, o.Request)
		case Contested:
			pending = append(pending, o.Request)
		}
	}
	return pending
}

// nothing reports whether a look showed no trace of the request.
func (u Unsettled) nothing() bool {
	return u.Cause == nil && len(u.Codes)+len(u.Altered)+len(u.Late)+len(u.Unknown)+len(u.Unreadable) == 0
}

// Untraced reports whether a destroy may give the request up. Besides an abandoned one,
// that is an unmarked one where all that matches was created at another time: such codes
// are not even its kind.
func (u Unsettled) Untraced() bool {
	late := u
	if u.Request.Unmarked {
		late.Late = nil
	}
	return late.Abandoned()
}

// Abandoned reports whether the request may be taken to have had no effect: the server
// did not confirm it, and a look after settle_time showed nothing of it.
func (u Unsettled) Abandoned() bool { return !u.Request.Confirmed && u.nothing() }
