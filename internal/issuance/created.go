package issuance

import (
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// clocksDiffer is how far this computer's clock and the server's may be apart.
const clocksDiffer = time.Minute

// inTime reports whether the code was created when the request was sent, and not by
// somebody else since. The server's zone is GMT+8 or UTC; the vendor does not state it.
func (s *search) inTime(c Code) bool {
	first := s.request.SentAt.Add(-clocksDiffer)
	last := s.request.SentAt.Add(2 * s.settleTime)
	at, err := createdAt(c)
	if err != nil {
		return false
	}
	for _, zone := range []*time.Location{dingshang.China, time.UTC} {
		// The server writes whole seconds.
		then := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, zone)
		if !then.Add(time.Second).Before(first) && !then.After(last) {
			return true
		}
	}
	return false
}

// createdAt reads the server's text, in no zone.
func createdAt(c Code) (time.Time, error) { return time.Parse(time.DateTime, c.CreatedAt) }
