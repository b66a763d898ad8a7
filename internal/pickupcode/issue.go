package pickupcode

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/interrupt"
)

// interruptGrace is how long the effect of a request that has left is still looked for
// after an interrupt. Some CI systems kill a run 7.5 s after they interrupt it.
const interruptGrace = 3500 * time.Millisecond

// issuer makes codes for one resource. Its caller has the turn at the place.
type issuer struct {
	client     api
	desk       *Desk
	clock      clock.Clock
	settleTime time.Duration
	resourceID string // empty while creating, when the id is not known
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
	o.StartedAt = s.clock.Now()
	if err := s.listBefore(ctx, &o); err != nil {
		return issued{err: &issueError{stage: stageListing, cause: err}}
	}

	afterwards, done := interrupt.WithGrace(ctx, interruptGrace)
	defer done()
	err := s.client.GeneratePickupCodes(ctx, dingshang.GenerateRequest{
		MachineNo: o.MachineNo, ProductID: o.ProductID, Count: o.Count,
		Length: o.Length, ExpiresAt: o.ExpiresAt, Quantity: quantity,
	})
	o.SentAt = s.clock.Now()
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
	made := s.settle(afterwards, o, s.clock.Now().Add(s.settleTime), err, s.look)
	if made.open != nil {
		s.desk.close(o.place())
	}
	return made
}

// resolution is what a later run found out about an open order.
type resolution struct {
	codes   []dingshang.PickupCode // certainly the order's
	nothing bool                   // none of it appeared, in a look after the time
	others  []string               // ids of the same kind, made at another time
	failure *issueError
}

// resolve finds out what became of an order that an earlier run left open. It waits out
// the rest of the settle time, and all of it anew where the server said that it made
// the codes.
func (s *issuer) resolve(ctx context.Context, o order) resolution {
	until := s.clock.Now().Add(s.settleTime)
	if rest := o.SentAt.Add(s.settleTime); !o.Confirmed && rest.Before(until) {
		until = rest
	}
	var r resolution
	found := s.settle(ctx, o, until, nil, func(ctx context.Context, o order) ([]dingshang.PickupCode, error) {
		candidates, err := s.look(ctx, o)
		then, later := o.sameMoment(candidates, s.settleTime)
		r.others = idsOf(later)
		return then, err
	})
	r.codes, r.failure = found.codes, found.err
	if r.failure != nil && len(r.failure.seen) == 0 && r.failure.cause == nil && ctx.Err() == nil {
		r.nothing, r.failure = true, nil
	}
	if r.failure != nil {
		s.desk.close(o.place())
	}
	return r
}

// listBefore records which codes are not the order's: all that are listed, and, since a
// list may lag, all that a resource of this process has. The latter are left out of
// every look by the desk too; they are noted here for later runs.
func (s *issuer) listBefore(ctx context.Context, o *order) error {
	o.Before = map[string][]string{}
	if o.ProductID != "" {
		codes, err := s.client.PickupCodesNow(ctx, o.MachineNo, o.ProductID)
		o.Before[o.ProductID] = s.desk.withOwned(o.MachineNo, idsOf(codes))
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

// lookFunc returns what can be the order's now.
type lookFunc func(ctx context.Context, o order) ([]dingshang.PickupCode, error)

// settle looks until the order's codes are there, or until the time has passed, or
// until it is clear that they cannot be told from others. Only a look that began after
// the time ends the wait: an earlier one may have been too early for the last code.
func (s *issuer) settle(ctx context.Context, o order, until time.Time, cause error, look lookFunc) issued {
	end := &issueError{stage: stageUnsettled, cause: cause}
	var seen, agreed []dingshang.PickupCode
	for attempt, late := 0, 0; ; attempt++ {
		if !s.clock.Now().Before(until) {
			late++
		}
		final := late > 0
		candidates, err := s.bounded(ctx, o, until, look)
		if err != nil {
			end.cause = errors.Join(cause, err)
		} else {
			codes, v := o.claim(candidates)
			if v == certain || v == probable && slices.Equal(idsOf(agreed), idsOf(codes)) {
				return s.settled(ctx, o, issued{codes: codes}, cause)
			}
			if final && v == waiting && o.takesPart(codes, candidates) {
				return s.settled(ctx, o, issued{codes: codes, missing: o.missing(codes)}, cause)
			}
			seen, agreed, end.cause = candidates, codes, cause
			if v == contested {
				end.stage = stageContested
				break
			}
			// What is probable gets the look that agrees, however late.
			final = final && (v != probable || late > agreeingLooks)
		}
		if final || ctx.Err() != nil || s.clock.Sleep(ctx, s.pause(attempt, until)) != nil {
			break
		}
	}
	if o.Count > 0 && len(seen) > int(o.Count) {
		end.stage = stageContested
	}
	end.seen = idsOf(seen)
	return issued{open: &o, err: end}
}

// settled records whose the codes are now.
func (s *issuer) settled(ctx context.Context, o order, made issued, cause error) issued {
	s.desk.own(o.MachineNo, idsOf(made.codes), s.resourceID)
	if cause != nil {
		tflog.Info(ctx, "a request for pickup codes had no clear answer, and all its codes are there", map[string]any{"place": o.place().String(), "codes": len(made.codes)})
	}
	return made
}

// look lists once and returns what can be the order's.
func (s *issuer) look(ctx context.Context, o order) ([]dingshang.PickupCode, error) {
	l, failed := lists(ctx, s.client.PickupCodesNow, o.MachineNo, o.products())
	if err := firstFailure(failed); err != nil {
		return nil, err
	}
	return o.candidates(l, s.desk.owned(o.MachineNo)), nil
}

const (
	// leastLook is the least time that a look gets, however late it is.
	leastLook = 5 * time.Second
	// agreeingLooks is how often a look after the time may be repeated to agree.
	agreeingLooks = 3
)

// bounded keeps a server that hangs from holding up the end.
func (s *issuer) bounded(ctx context.Context, o order, until time.Time, look lookFunc) ([]dingshang.PickupCode, error) {
	limit := max(until.Sub(s.clock.Now()), leastLook) + s.client.Pace(len(o.products()))
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return look(ctx, o)
}

// pause grows from a quarter of a second to two, and ends when the time does.
func (s *issuer) pause(attempt int, until time.Time) time.Duration {
	step := min(250*time.Millisecond<<min(attempt, 3), 2*time.Second)
	if rest := until.Sub(s.clock.Now()); rest > 0 {
		return min(step, rest)
	}
	return step
}
