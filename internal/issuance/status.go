package issuance

import "time"

// Statuses of a code.
const (
	StatusUnused = "UNUSED"
	// StatusExpired: not listed, and its time is past.
	StatusExpired = "EXPIRED"
	// StatusSpent: not listed before its time; the API does not report which.
	StatusSpent = "USED_OR_CANCELLED"
)

// past reports whether a code that expires at the given time has expired; the zero time
// is never.
func past(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

// Past reports whether a code has expired.
func Past(c Code, now time.Time) bool { return past(c.ExpiresAt, now) }

// Unused returns the codes that are unused, as far as is known.
func Unused(codes []Code) []Code {
	var unused []Code
	for _, code := range codes {
		if code.Status == StatusUnused {
			unused = append(unused, code)
		}
	}
	return unused
}
