package emulator

import (
	"maps"
	"slices"
	"time"
)

// Call is one request that reached the server, whether it was answered or not.
type Call struct {
	N          int // counts from 1, also across ResetCalls
	Time       time.Time
	HTTPMethod string
	Path       string
	// Name is the kind of call: machines, machine, products, codes, generate,
	// generate_all, cancel or cancel_all; console.signin, console.machines and
	// so on by the field of the console's API, console alone for a request
	// that reaches no field; empty for what neither API has.
	Name      string
	MachineNo string
	ProductID string
	Params    map[string]string // of the signed payload, without the signature
	Variables map[string]any    // of a request to the console, without secrets
	Fields    []string          // likewise, what it selects: "data.id"

	// What follows is set when the answer is settled, before it is sent.
	Status   int    // HTTP status, 0 if no answer was given
	Code     int    // of the vendor's envelope
	Message  string // likewise
	Acted    bool   // the state was changed; a late act sets it when it happens
	Did      string // in words, without secrets and codes
	Duration time.Duration
}

// Calls is every call since the start or ResetCalls, in order of arrival,
// those still in flight included.
func (s *Server) Calls() []Call {
	return s.CallsOf("")
}

// CallsOf is Calls of one kind.
func (s *Server) CallsOf(name string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.calls {
		if name == "" || c.Name == name {
			out = append(out, c.copy())
		}
	}
	return out
}

// Count is the number of calls of each kind.
func (s *Server) Count() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]int{}
	for _, c := range s.calls {
		out[c.Name]++
	}
	return out
}

// PeakConcurrency is the largest number of calls that were ever in flight at
// one moment since the start or ResetCalls.
func (s *Server) PeakConcurrency() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peak
}

// ResetCalls forgets the calls so far.
func (s *Server) ResetCalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = nil
	s.peak = s.inFlight
}

// OnCall has fn called for each call once its answer is settled.
func (s *Server) OnCall(fn func(Call)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onCall = append(s.onCall, fn)
}

// arrived records a call and returns a copy for hooks.
func (s *Server) arrived(rec *Call) Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastCall++
	rec.N, rec.Time = s.lastCall, s.cfg.Now()
	s.calls = append(s.calls, rec)
	return rec.copy()
}

func (s *Server) answered(rec *Call, fill func(*Call)) Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(rec)
	return rec.copy()
}

func (s *Server) tell(call Call) {
	s.mu.Lock()
	listeners := s.onCall
	s.mu.Unlock()
	for _, fn := range listeners {
		fn(call)
	}
}

// copy leaves the receiver of a call free to change its parameters.
func (c *Call) copy() Call {
	out := *c
	out.Params = maps.Clone(c.Params)
	out.Variables = maps.Clone(c.Variables)
	out.Fields = slices.Clone(c.Fields)
	return out
}
