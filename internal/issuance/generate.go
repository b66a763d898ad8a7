package issuance

import (
	"context"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/interrupt"
	"terraform-provider-dingshang/internal/transport"
)

// interruptGrace is how long the effect of a request that has left is still looked for
// after an interrupt. Some CI systems kill a run 7.5 s after they interrupt it.
const interruptGrace = 3500 * time.Millisecond

// Generate lists, sends the request once, and lists again until its codes are there.
// The timeout does not include waiting for other requests. From the moment the request
// leaves, ctx ending no longer stops it at once: what the server did is looked for
// during a grace period.
func (e *Engine) Generate(ctx context.Context, owner string, spec Spec, timeout time.Duration) Outcome {
	if outcome, marked := e.generateMarked(ctx, owner, spec, timeout); marked {
		return outcome
	}
	return e.generateUnmarked(ctx, owner, spec, timeout)
}

// generateMarked sends a request with an expiry of its own. It is false where no mark
// fits, and nothing was sent.
func (e *Engine) generateMarked(ctx context.Context, owner string, spec Spec, timeout time.Duration) (outcome Outcome, marked bool) {
	marks := func() []time.Time { return possibleMarks(spec.ExpiresAt, e.clock.Now(), e.settleTime) }
	if len(marks()) == 0 {
		return nil, false
	}
	unlock, err := e.process.share(ctx, spec.MachineNo)
	if err != nil {
		return Failed{Stage: StageWaiting, Cause: err}, true
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	s := e.newSearch(owner, spec)
	if err := s.listBefore(ctx); err != nil {
		return Failed{Stage: StageListing, Cause: err}, true
	}
	carried, held := expiriesOf(s.listed), e.process.expiriesOwned(spec.MachineNo, owner)
	for expiry := range held {
		carried[expiry] = true // by codes that are spent, so that no list shows them
	}
	possible := marks()
	mark, ok := e.process.reserveMark(spec.MachineNo, possible, carried, draw)
	if !ok {
		return nil, false
	}
	s.crowded = crowded(possible, carried)
	s.request.ExpiresAt = mark
	others := held[mark.Unix()]
	for _, element := range s.unreadable {
		if element.ID != "" {
			others = append(others, element.ID)
		}
	}
	s.request.IDsBefore = distinctIDs(others)
	for _, code := range s.listed {
		s.exclude(code)
	}
	outcome = s.send(ctx, spec.Quantity)
	switch outcome.(type) {
	case Made, Failed:
		e.process.releaseMark(s.request)
	}
	return outcome, true
}

// generateUnmarked sends a request whose codes are told by counting, so it must be alone
// on its target.
func (e *Engine) generateUnmarked(ctx context.Context, owner string, spec Spec, timeout time.Duration) Outcome {
	unlock, err := e.process.lock(ctx, spec.Target)
	if err != nil {
		return Failed{Stage: StageWaiting, Cause: err}
	}
	defer unlock()
	if e.process.isClosed(spec.Target) {
		return Failed{Stage: StageClosed}
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	s := e.newSearch(owner, spec)
	s.request.Unmarked = true
	e.process.noteCounted(spec.Target)
	if err := s.listBefore(ctx); err != nil {
		return Failed{Stage: StageListing, Cause: err}
	}
	s.request.IDsBefore = sortedKeys(s.before)
	outcome := s.send(ctx, spec.Quantity)
	switch outcome.(type) {
	case Unsettled, Contested:
		e.process.closeTarget(spec.Target)
	}
	return outcome
}

func (e *Engine) newSearch(owner string, spec Spec) *search {
	return &search{
		Engine: e, owner: owner,
		request: Request{Target: spec.Target, Count: spec.Count, Length: spec.Length, ExpiresAt: spec.ExpiresAt},
	}
}

// listBefore records which codes are not the request's: all that are listed now.
func (s *search) listBefore(ctx context.Context) error {
	s.products = []string{s.request.ProductID}
	if s.request.AllProducts() {
		catalog, err := s.client.CatalogNow(ctx, s.request.MachineNo)
		if err != nil {
			return err
		}
		s.products, s.stock = sortedKeys(catalog), inventories(catalog)
	}
	listing := s.list(ctx, s.client.PickupCodesNow, s.request.MachineNo, s.products)
	if err := s.failureOf(listing); err != nil {
		return err
	}
	s.listed, s.unreadable, s.before = listing.all(), listing.allUnreadable(), map[string]bool{}
	for _, code := range s.listed {
		s.before[code.ID] = true
	}
	for _, element := range s.unreadable {
		if element.ID != "" {
			s.before[element.ID] = true
		}
	}
	return nil
}

// expiriesOf returns when the codes expire, in Unix seconds.
func expiriesOf(codes []Code) map[int64]bool {
	expiries := map[int64]bool{}
	for _, code := range codes {
		expiries[code.ExpiresAt.Unix()] = true
	}
	return expiries
}

// send sends the request once, and finds out what it led to.
func (s *search) send(ctx context.Context, quantity int64) Outcome {
	afterwards, done := interrupt.WithGrace(ctx, interruptGrace)
	defer done()
	r := &s.request
	r.SentAt = s.clock.Now()
	// A server that limits the rate can keep the request waiting for minutes.
	ctx = transport.OnSending(ctx, func(time.Duration) { r.SentAt = s.clock.Now() })
	err := s.client.GeneratePickupCodes(ctx, dingshang.GenerateRequest{
		MachineNo: r.MachineNo, ProductID: r.ProductID, Count: r.Count,
		Length: r.Length, ExpiresAt: r.ExpiresAt, Quantity: quantity,
	})
	return s.afterSending(afterwards, err)
}

func (s *search) afterSending(ctx context.Context, err error) Outcome {
	s.request.Confirmed = err == nil
	if err != nil {
		switch dingshang.OutcomeOf(err) {
		case dingshang.OutcomeNotReached, dingshang.OutcomeRefused:
			return Failed{Stage: StageSending, Cause: err}
		case dingshang.OutcomeRejected:
			// The server says that it did not act. Codes that are there all the same are found here.
			seen, failure := s.look(ctx)
			if failure == nil && len(seen.matching) == 0 && !seen.earlier && len(s.before) > 0 {
				seen, failure = s.look(ctx) // a list without any of the codes from before is hardly true
			}
			switch {
			case failure != nil:
				return Unsettled{Request: s.request, Cause: err}
			case len(seen.matching) == 0 || s.request.Unmarked:
				return Failed{Stage: StageRefused, Cause: err, Seen: IDs(seen.matching)}
			}
		case dingshang.OutcomeUnknown:
		}
	}
	s.until, s.relist = s.settleTime, s.request.AllProducts()
	return s.settle(ctx, err)
}
