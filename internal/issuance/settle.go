package issuance

import (
	"context"
	"errors"
	"slices"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// search looks for the codes of one request.
type search struct {
	*Engine
	owner   string
	request Request

	products   []string                   // where the codes can be
	stock      map[string]int64           // with all products: items in stock of each, before the request
	listed     []Code                     // before the request
	before     map[string]bool            // ids of codes that are not the request's
	unreadable []dingshang.UnreadableCode // in the lists before the request
	has        []Code                     // in a later run: codes with the mark that the resource has already
	found      map[string]Code            // codes with the mark that an earlier look showed, by id

	crowded bool          // most marks are carried, so that a list from before that lags makes one look free
	relist  bool          // with all products: the products are still to be listed again after the request
	later   bool          // another run sent the request
	until   time.Duration // how much looking is left
}

// settle looks until the request's codes are there, or until the time for looking has
// passed, or until it is clear that they cannot be attributed. Only a look that began
// after the time ends the wait: an earlier one may have been too early for the last code.
func (s *search) settle(ctx context.Context, cause error) Outcome {
	var (
		last    seen
		listed  bool // by the last look
		failure error
	)
	for attempt, extra := 0, 0; ; attempt++ {
		final := s.until <= 0
		now, err := s.look(ctx)
		failure, listed = cause, err == nil
		if err != nil {
			failure = errors.Join(cause, err)
		} else {
			switch s.judge(now.matching) {
			case certain:
				return s.made(now.matching, nil)
			case contested:
				return s.contested(now.matching, cause)
			case probable:
				if attempt > 0 && slices.EqualFunc(last.matching, now.matching, alike) {
					return s.made(now.matching, nil)
				}
				// It gets the look that agrees, however late.
				extra++
				final = final && extra > agreeingLooks
			case waiting:
			}
			last = now
		}
		if final {
			break
		}
		if err := s.pause(ctx, attempt); err != nil {
			// Not all of the time has passed, so that nothing appeared means nothing.
			failure, listed = errors.Join(failure, err), false
			break
		}
	}
	if listed && len(last.altered) == 0 && s.acceptsMissing(last.matching) {
		return s.made(last.matching, s.missing(last.matching))
	}
	return s.unsettled(last, failure)
}

// agreeingLooks is how often a look after the time may be repeated to agree.
const agreeingLooks = 3

// pause waits before the next look. It fails where the run has ended.
func (s *search) pause(ctx context.Context, attempt int) error {
	pause := min(250*time.Millisecond<<min(attempt, 3), 2*time.Second)
	if s.until > 0 {
		pause = min(pause, s.until)
	}
	s.until -= pause
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.clock.Sleep(ctx, pause)
}

// made claims the codes, all of them.
func (s *search) made(codes []Code, missing []string) Outcome {
	if contested, ok := s.claim(codes); !ok {
		return contested
	}
	return Made{Codes: codes, Missing: missing}
}

// unsettled claims what carries the mark. Unmarked codes are only named: fewer than
// asked for may be a stranger's.
func (s *search) unsettled(last seen, cause error) Outcome {
	if !s.later && s.explainedBy(last.altered) {
		s.request.Altered = IDs(last.altered)
	}
	u := Unsettled{Request: s.request, Altered: IDs(last.altered), Late: last.late, Unreadable: last.unreadable, Cause: cause}
	if s.request.Unmarked {
		u.Unknown = IDs(s.remember(last.matching))
		return u
	}
	u.Codes = s.remember(last.matching)
	if contested, ok := s.claim(u.Codes); !ok {
		return contested
	}
	return u
}

// contested names codes of which some are a stranger's. Which of them the server
// confirmed cannot be told, so the confirmation does not count any more: once somebody
// has cancelled them, the request had no effect.
func (s *search) contested(codes []Code, cause error) Contested {
	request := s.request
	request.Confirmed = false
	return Contested{Request: request, IDs: IDs(codes), Cause: cause}
}

// claim records that the codes belong to the resource, unless another one was faster.
func (s *search) claim(codes []Code) (Contested, bool) {
	shared := s.process.own(s.request.MachineNo, codes, s.owner)
	return s.contested(codes, nil), len(shared) == 0
}

// alike reports whether two looks show the same code.
func alike(a, b Code) bool { return a.ID == b.ID && a.Code == b.Code }
