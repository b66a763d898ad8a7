package issuance

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// search looks for the codes of one request.
type search struct {
	*Engine
	owner   string
	request Request

	products      []string         // where the codes can be
	stock         map[string]int64 // with all products: items in stock of each, before the request
	listed        []Code           // before the request
	before        map[string]bool  // ids of codes that are not the request's
	unreadable    []string         // elements of the lists before the request that could not be read
	unreadableIDs []string         // their ids, where those could be read
	has           []Code           // in a later run: codes with the mark that the resource has already
	found         map[string]Code  // codes with the mark that an earlier look showed, by id

	crowded  bool          // most marks are carried, so that a list from before that lags makes one look free
	relisted bool          // with all products: the products were listed again after the request
	later    bool          // another run sent the request
	until    time.Duration // how much looking is left
}

// seen is what one look shows of the request.
type seen struct {
	matching   []Code   // new codes with its expiry and length, by ascending id
	altered    []Code   // new codes that look like its own, changed by the server
	late       []string // codes that match and were created at another time, where that counts
	unreadable []string // new elements that cannot be read
	earlier    bool     // at least one code from before the request is listed
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
		u.Unknown = IDs(last.matching)
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

// look lists once and returns what can be the request's.
func (s *search) look(ctx context.Context) (seen, error) {
	notRelisted := s.relistProducts(ctx)
	listing := s.listBounded(ctx)
	now := s.observe(listing)
	if !s.request.Unmarked {
		now.matching = s.remember(now.matching) // also where not everything could be listed
	}
	if err := s.failureOf(listing); err != nil {
		return now, err
	}
	return now, notRelisted
}

// remember adds the codes that earlier looks showed: what carried the mark once is the
// request's, even where a list leaves it out later.
func (s *search) remember(matching []Code) []Code {
	if s.found == nil {
		s.found = map[string]Code{}
	}
	for _, code := range matching {
		s.found[code.ID] = code
	}
	return slices.SortedFunc(maps.Values(s.found), ByID)
}

// observe sorts the listed codes that are new and that no resource has.
func (s *search) observe(listing listing) seen {
	now := seen{unreadable: s.unreadableSince(listing)}
	for _, code := range listing.all() {
		if s.before[code.ID] || s.process.owned(s.request.MachineNo, code.ID) {
			now.earlier = now.earlier || s.before[code.ID]
			s.exclude(code)
			continue
		}
		code.Status = StatusUnused
		switch {
		case !s.request.matches(code):
			if s.looksAltered(code) {
				now.altered = append(now.altered, code)
			}
		case (s.later || s.crowded && !s.newest(code)) && !s.inTime(code):
			now.late = append(now.late, code.ID)
		default:
			now.matching = append(now.matching, code)
		}
	}
	return now
}

// newest reports whether the code has a higher id than every code from before.
func (s *search) newest(c Code) bool {
	return len(s.listed) > 0 && CompareIDs(c.ID, s.listed[len(s.listed)-1].ID) > 0
}

// unreadableSince returns the unreadable elements that are not known to be other codes. A
// later run does not know whether one without an id was there before, and goes by the time.
func (s *search) unreadableSince(l listing) []string {
	var since []dingshang.UnreadableCode
	for _, product := range sortedKeys(l.unreadable) {
		for _, element := range l.unreadable[product] {
			if !s.before[element.ID] && !s.process.owned(s.request.MachineNo, element.ID) && (!s.later || element.ID != "" && !s.otherTime(element)) {
				since = append(since, element)
			}
		}
	}
	return slices.DeleteFunc(dingshang.PickupCodeList{Unreadable: since}.UnreadableTexts(), func(text string) bool {
		return slices.Contains(s.unreadable, text)
	})
}

// otherTime reports whether an element that cannot be read was created at another time than
// the request was sent.
func (s *search) otherTime(element dingshang.UnreadableCode) bool {
	code := Code{CreatedAt: element.CreatedAt}
	_, err := createdAt(code)
	return err == nil && !s.inTime(code)
}

// explainedBy reports whether codes of another expiry or length are as many as the request
// asked for, created together when it was sent: then the server has probably changed it.
func (s *search) explainedBy(altered []Code) bool {
	if len(altered) == 0 || !together(altered) || !s.inTime(altered[0]) {
		return false
	}
	if s.request.AllProducts() {
		return len(s.missing(altered)) == 0 && s.regular(altered)
	}
	return int64(len(altered)) == s.request.Count
}

// exclude records that a code which matches the request is another's: of older codes,
// which carry its mark where marks are used up, and of those that another resource has. A
// process that has not met that resource would not know.
func (s *search) exclude(c Code) {
	if s.request.matches(c) && (!s.later || s.process.ownedByAnother(s.request.MachineNo, c.ID, s.owner)) {
		s.request.IDsBefore = distinctIDs(append(s.request.IDsBefore, c.ID))
	}
}

// looksAltered reports whether a new code that does not match may be the request's all
// the same, from a server that changes what it is sent.
func (s *search) looksAltered(c Code) bool {
	if s.process.isMark(s.request.MachineNo, c.ExpiresAt) && !c.ExpiresAt.Equal(s.request.ExpiresAt) {
		return false // another request of this process
	}
	if !s.later || slices.Contains(s.request.Altered, c.ID) {
		return true
	}
	if s.request.Unmarked || !s.inTime(c) {
		return false
	}
	// A later run cannot tell new codes from old ones, so only those with the mark's
	// seconds, a day from it or less, are suspicious, as a shifted time zone leaves them;
	// and those with the mark and another length, where the server confirmed that there are codes.
	shift := c.ExpiresAt.Sub(s.request.ExpiresAt)
	return shift.Abs() <= 24*time.Hour && shift%(15*time.Minute) == 0 && (shift != 0 || s.request.Confirmed)
}
