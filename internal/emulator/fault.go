package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// FaultKind is what goes wrong with an answer.
type FaultKind int

// The ways in which an answer goes wrong.
const (
	None     FaultKind = iota // the usual answer; for faults that only delay
	Reset                     // no answer, the connection is reset
	Hangup                    // no answer, the connection is closed in good order
	Truncate                  // half of the usual answer, then the connection is cut
	HTML                      // a web page, HTTP status 502 unless Status says otherwise
	Garbage                   // HTTP status 200 and text that is not JSON
	Status                    // HTTP status Status with Body, and RetryAfter if set
	Answer                    // the vendor's envelope with Code and Message, HTTP status 200 unless Status says otherwise
	Redirect                  // to Location, HTTP status 307 unless Status says otherwise
	Stall                     // no answer until the client leaves or the server closes
	Huge                      // an answer that is well-formed and larger than 8 MiB
)

var faultNames = [...]string{"none", "reset", "hangup", "truncate", "html", "garbage", "status", "answer", "redirect", "stall", "huge"}

// String is the kind in lower case, for the names of subtests.
func (k FaultKind) String() string {
	if k < 0 || int(k) >= len(faultNames) {
		return fmt.Sprintf("FaultKind(%d)", int(k))
	}
	return faultNames[k]
}

// ParseFaultKind is the kind of that name.
func ParseFaultKind(name string) (FaultKind, error) {
	kind := slices.Index(faultNames[:], name)
	if kind < 0 {
		return None, fmt.Errorf("unknown fault %q; expected one of: %s", name, strings.Join(faultNames[:], ", "))
	}
	return FaultKind(kind), nil
}

// Fault is what goes wrong with one call.
type Fault struct {
	Kind       FaultKind
	Status     int
	Body       string
	RetryAfter string
	Code       int
	Message    string
	Location   string

	// Act lets the call take effect before the faulty answer. With None it
	// always does.
	Act bool
	// ActAfterLists lets the call take effect only after a product it concerns
	// was listed that often: its effect shows in the list after those. The
	// call is then checked as if it arrived at that moment.
	ActAfterLists int
	// Delay passes before the call acts and is answered.
	Delay time.Duration
}

type queuedFail struct {
	name  string
	times int
	fault Fault
}

// Inject has f decide about every call, authenticated or not: nil lets it be.
// A later Inject replaces an earlier one.
func (s *Server) Inject(f func(Call) *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inject = f
}

// Fail makes the next calls of one kind fail; the empty name means of any kind.
// Fails of one kind queue up. They come after Inject.
func (s *Server) Fail(name string, times int, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queuedFails = append(s.queuedFails, &queuedFail{name: name, times: times, fault: f})
}

// ClearFails removes the faults that have not been used yet.
func (s *Server) ClearFails() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queuedFails = nil
}

func (s *Server) faultFor(call Call) Fault {
	s.mu.Lock()
	inject := s.inject
	s.mu.Unlock()
	if inject != nil {
		if f := inject(call); f != nil {
			return *f
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, q := range s.queuedFails {
		if q.times > 0 && (q.name == "" || q.name == call.Name) {
			q.times--
			return q.fault
		}
	}
	return Fault{}
}

// outcome is what the client gets to see of the call, for the record.
func (f Fault) outcome(usual reply) (status, code int, message string) {
	switch f.Kind {
	case None, Truncate:
		return usual.status, usual.code, usual.message
	case Answer:
		return f.httpStatus(), f.Code, f.Message
	case Huge:
		return http.StatusOK, 0, "ok"
	}
	return f.httpStatus(), 0, ""
}

// httpStatus is 0 where no answer is given.
func (f Fault) httpStatus() int {
	switch {
	case f.Kind == Reset, f.Kind == Hangup, f.Kind == Stall:
		return 0
	case f.Status != 0:
		return f.Status
	}
	switch f.Kind {
	case HTML:
		return http.StatusBadGateway
	case Redirect:
		return http.StatusTemporaryRedirect
	case Status:
		return http.StatusInternalServerError
	}
	return http.StatusOK
}

// describe is Call.Did.
func (f Fault) describe(usual reply, acted bool) string {
	switch {
	case f.ActAfterLists > 0 && usual.effect != nil && !acted:
		return fmt.Sprintf("will act after %d lists (fault: %s)", f.ActAfterLists, f.Kind)
	case f.Kind == None:
		return usual.did
	case acted:
		return fmt.Sprintf("%s (fault: %s)", usual.did, f.Kind)
	}
	return fmt.Sprintf("nothing (fault: %s)", f.Kind)
}
