package pickupcode

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"terraform-provider-dingshang/internal/dingshang"
)

// interruptGrace is how long the effect of a request that has left is still looked for
// after an interrupt. Some CI systems kill a run 7.5 s after they interrupt it.
const interruptGrace = 3500 * time.Millisecond

// issuer makes codes for one resource. Its caller has the turn at the place.
type issuer struct {
	client     api
	desk       *Desk
	clock      dingshang.Clock
	settleTime time.Duration
	resourceID string // empty while creating
}

// issued is what a request led to. Exactly one of three things holds: the codes are
// known (err is nil); nothing can have been made (open is nil); or it is not settled,
// and open must be saved.
type issued struct {
	codes   []dingshang.PickupCode // by ascending id
	missing []string               // products without a code, accepted after the wait
	open    *order
	err     *issueError
}

// stage says where a request ended without all its codes.
type stage int

const (
	stageClosed    stage = iota // an earlier request at the place did not settle
	stageListing                // the list from before could not be had
	stageSending                // the request did not reach the application
	stageRejected               // the server said that it did not act
	stageUnsettled              // what the server did is not known
	stageContested              // codes from elsewhere cannot be told apart
)

// issueError says why codes are not there, and which ids appeared meanwhile.
type issueError struct {
	stage stage
	cause error // an API error; may be nil
	seen  []string
}

func (e *issueError) Error() string {
	if e.cause == nil {
		return "pickup codes not settled"
	}
	return e.cause.Error()
}

func (e *issueError) Unwrap() error { return e.cause }

// issue lists, sends the request once, and lists again until the codes it made are
// there. From the moment the request leaves, ctx ending no longer stops it at once:
// what the server did is looked for during a grace.
func (s *issuer) issue(ctx context.Context, o order, quantity int64) issued {
	if s.desk.isClosed(o.place()) {
		return issued{err: &issueError{stage: stageClosed}}
	}
	if err := s.listBefore(ctx, &o); err != nil {
		return issued{err: &issueError{stage: stageListing, cause: err}}
	}

	err := s.client.GeneratePickupCodes(ctx, dingshang.GenerateRequest{
		MachineNo: o.MachineNo, ProductID: o.ProductID, Count: o.Count,
		Length: o.Length, ExpiresAt: o.ExpiresAt, Quantity: quantity,
	})
	o.SentAt = s.clock.Now()
	afterwards, done := dingshang.Linger(ctx, interruptGrace)
	defer done()
	if err != nil {
		switch dingshang.OutcomeOf(err) {
		case dingshang.OutcomeNotReached, dingshang.OutcomeRefused:
			return issued{err: &issueError{stage: stageSending, cause: err}}
		case dingshang.OutcomeRejected:
			return s.lookAtRejected(afterwards, o, err)
		case dingshang.OutcomeUnknown:
		}
	}
	o.Confirmed = err == nil
	made := s.settle(afterwards, o, s.clock.Now().Add(s.settleTime), err)
	if made.open != nil {
		s.desk.close(o.place())
	}
	return made
}

// resolve finds out what became of an order that an earlier run left open. It waits out
// the rest of the settle time, and all of it anew where the server said that it made
// the codes; nothing tells that no code has appeared in it.
func (s *issuer) resolve(ctx context.Context, o order) (codes []dingshang.PickupCode, nothing bool, failure *issueError) {
	until := s.clock.Now().Add(s.settleTime)
	if rest := o.SentAt.Add(s.settleTime); !o.Confirmed && rest.Before(until) {
		until = rest
	}
	found := s.settle(ctx, o, until, nil)
	if found.err != nil && len(found.err.seen) == 0 && found.err.cause == nil && ctx.Err() == nil {
		return nil, true, nil
	}
	if found.err != nil {
		s.desk.close(o.place())
	}
	return found.codes, false, found.err
}

// listBefore records which codes are not the order's: all that are listed, and, since a
// list may lag, all that a resource of this process has.
func (s *issuer) listBefore(ctx context.Context, o *order) error {
	o.Before = map[string][]string{}
	if o.ProductID != "" {
		codes, err := s.client.PickupCodesNow(ctx, o.MachineNo, o.ProductID)
		o.Before[o.ProductID] = idsOf(codes)
		return err
	}
	catalog, err := s.client.CatalogNow(ctx, o.MachineNo)
	if err != nil {
		return err
	}
	before, failed := lists(ctx, s.client.PickupCodesNow, o.MachineNo, productsOf(catalog))
	o.Stock = make(map[string]int64, len(catalog))
	for product, stock := range catalog {
		o.Before[product] = idsOf(before[product])
		o.Stock[product] = stock.Inventory
	}
	return firstFailure(failed)
}

// lookAtRejected looks once after a clear refusal: should codes be there all the same,
// the error names them. If even the look fails, a later run must be able to look.
func (s *issuer) lookAtRejected(ctx context.Context, o order, cause error) issued {
	candidates, err := s.look(ctx, o)
	if err != nil {
		s.desk.close(o.place())
		return issued{open: &o, err: &issueError{stage: stageRejected, cause: cause}}
	}
	return issued{err: &issueError{stage: stageRejected, cause: cause, seen: idsOf(candidates)}}
}

// settle looks until the order's codes are there, or until the time has passed, or
// until it is clear that they cannot be told from others.
func (s *issuer) settle(ctx context.Context, o order, until time.Time, cause error) issued {
	var seen, agreed []dingshang.PickupCode
	end := &issueError{stage: stageUnsettled, cause: cause}
	first := true
	for attempt := 0; ; attempt++ {
		candidates, err := s.lookBefore(ctx, o, until)
		if err != nil {
			// The server's answer to the request says more than a look that an interrupt cut.
			if end.cause == nil || ctx.Err() == nil {
				end.cause = errors.Join(cause, err)
			}
		} else {
			seen, end.cause = candidates, cause
			codes, v := o.claim(candidates)
			switch {
			case v == certain, v == probable && !first && slices.Equal(idsOf(agreed), idsOf(codes)):
				s.desk.own(o.MachineNo, idsOf(codes), s.resourceID)
				if cause != nil {
					tflog.Info(ctx, "a request for pickup codes had no clear answer, and all its codes are there", map[string]any{"place": o.place().String(), "codes": len(codes)})
				}
				return issued{codes: codes}
			case v == contested:
				end.stage = stageContested
			}
			agreed, first = codes, false
			if v == waiting && o.emptyShelves() && o.Confirmed && len(candidates) == 0 && attempt > 0 {
				return issued{}
			}
		}
		now := s.clock.Now()
		if end.stage == stageContested || !now.Before(until) || ctx.Err() != nil {
			break
		}
		if s.clock.Sleep(ctx, min(lookDelay(attempt), until.Sub(now))) != nil {
			break
		}
	}
	return s.unsettled(ctx, o, seen, end)
}

// unsettled ends an order whose time has passed.
func (s *issuer) unsettled(ctx context.Context, o order, seen []dingshang.PickupCode, end *issueError) issued {
	if codes, v := o.claim(seen); o.ProductID == "" && o.Confirmed && v == waiting && len(codes) > 0 && ctx.Err() == nil {
		// The server said that it made codes; some products just have none.
		s.desk.own(o.MachineNo, idsOf(codes), s.resourceID)
		return issued{codes: codes, missing: o.missing(codes)}
	}
	if len(seen) > 0 && o.Count > 0 && len(seen) > int(o.Count) {
		end.stage = stageContested
	}
	end.seen = idsOf(seen)
	return issued{open: &o, err: end}
}

// lookBefore bounds a look, so that a server that hangs does not hold up the end.
func (s *issuer) lookBefore(ctx context.Context, o order, until time.Time) ([]dingshang.PickupCode, error) {
	ctx, cancel := context.WithTimeout(ctx, max(until.Sub(s.clock.Now()), leastLook))
	defer cancel()
	return s.look(ctx, o)
}

// look lists once and returns what can be the order's.
func (s *issuer) look(ctx context.Context, o order) ([]dingshang.PickupCode, error) {
	l, failed := lists(ctx, s.client.PickupCodesNow, o.MachineNo, o.products())
	if err := firstFailure(failed); err != nil {
		return nil, err
	}
	return o.candidates(l, s.desk.ownedByOthers(o.MachineNo, s.resourceID)), nil
}

// leastLook is the least time that a look gets, however late it is.
const leastLook = 5 * time.Second

// lookDelay grows from a quarter of a second to two.
func lookDelay(attempt int) time.Duration {
	return min(250*time.Millisecond<<min(attempt, 3), 2*time.Second)
}
