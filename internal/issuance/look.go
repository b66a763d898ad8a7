package issuance

import (
	"context"
	"maps"
	"slices"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// seen is what one look shows of the request.
type seen struct {
	matching   []Code   // new codes with its expiry and length, by ascending id
	altered    []Code   // new codes that look like its own, changed by the server
	late       []string // codes that match and were created at another time, where that counts
	unreadable []string // new elements that cannot be read
	earlier    bool     // at least one code from before the request is listed
}

// look lists once and returns what can be the request's.
func (s *search) look(ctx context.Context) (seen, error) {
	notRelisted := s.relistProducts(ctx)
	listing := s.listBounded(ctx)
	now := s.observe(listing)
	remembered := s.remember(now.matching) // also where not everything could be listed
	if !s.request.Unmarked {
		now.matching = remembered
	}
	if err := s.failureOf(listing); err != nil {
		return now, err
	}
	return now, notRelisted
}

// remember adds the codes that earlier looks showed: what carried the mark once is the
// request's, even where a list leaves it out later. Unmarked ones are not, and keep it from
// being complete without them.
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

// unreadableSince returns the unreadable elements that may be the request's codes, for
// people. A later run does not know what could not be read before: it goes by the time of
// creation, and leaves out elements without an id.
func (s *search) unreadableSince(l listing) []string {
	since := slices.DeleteFunc(l.allUnreadable(), func(e dingshang.UnreadableCode) bool {
		return s.before[e.ID] || s.process.owned(s.request.MachineNo, e.ID) || s.later && (e.ID == "" || s.otherTime(e)) ||
			slices.ContainsFunc(s.unreadable, func(old dingshang.UnreadableCode) bool { return old.Text == e.Text })
	})
	return dingshang.PickupCodeList{Unreadable: since}.UnreadableTexts()
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
