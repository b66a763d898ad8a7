package emulator

import (
	"net/http"
	"time"
)

// ServeHTTP answers one call: understand it, let a fault or a hook interfere,
// act, record, answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	s.enter()
	defer s.leave()

	q, refusal := s.understand(r)
	rec, call := s.arrived(r, q)
	s.pause(s.cfg.Latency)

	fault := s.faultFor(call)
	s.runHooks(s.before, call)
	s.pause(fault.Delay)

	answer := s.act(q, refusal, fault, rec)
	body := answer.encode()
	call = s.answered(rec, func(c *Call) {
		c.Status, c.Code, c.Message = fault.outcome(answer)
		c.Did = fault.describe(answer, c.Acted)
		c.Duration = time.Since(began)
	})
	s.runHooks(s.after, call)
	s.tell(call)
	s.deliver(w, r, fault, answer.status, body)
}

// act runs the call against the state, as far as the fault lets it.
func (s *Server) act(q request, refusal *reply, fault Fault, rec *Call) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if refusal != nil {
		return *refusal
	}
	answer := q.route.handle(s, q)
	switch {
	case fault.ActAfterLists > 0:
		if answer.effect != nil {
			s.late = append(s.late, &lateAct{request: q, call: rec, lists: fault.ActAfterLists, seen: map[string]int{}})
		}
	case fault.Kind == None || fault.Act:
		s.apply(answer, rec)
	}
	if fault.Kind == None && answer.shown != nil {
		answer.shown()
	}
	return answer
}

func (s *Server) apply(answer reply, rec *Call) {
	if answer.effect != nil {
		answer.effect(rec.N)
		rec.Acted = true
	}
}
