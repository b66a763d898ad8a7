package emulator

import (
	"net/http"
	"time"
)

// ServeHTTP answers one call: understand it, let a fault or a hook interfere,
// act, record, answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.enter()
	defer s.leave()
	if r.URL.Path == ConsolePath {
		s.serveConsole(w, r)
		return
	}
	began := time.Now()
	q, refusal := s.understand(r)
	rec := &Call{
		HTTPMethod: r.Method,
		Path:       r.URL.Path,
		Name:       q.route.name,
		MachineNo:  q.machineNo,
		ProductID:  q.productID,
		Params:     q.params,
	}
	call := s.arrived(rec)
	s.pause(s.cfg.Latency)

	fault := s.faultFor(call)
	s.runHooks(s.before, call)
	s.pause(fault.Delay)

	answer := s.act(q, refusal, fault, rec)
	s.editList(call, &answer)
	s.settle(w, r, rec, settled{began: began, fault: fault, answer: answer, body: answer.encode(), format: envelopeFormat})
}

// settled is a call that has acted and is not answered yet.
type settled struct {
	began  time.Time
	fault  Fault
	answer reply
	body   []byte
	format format
}

// settle completes the record, lets hooks see it, and answers.
func (s *Server) settle(w http.ResponseWriter, r *http.Request, rec *Call, done settled) {
	call := s.answered(rec, func(c *Call) {
		c.Status, c.Code, c.Message = done.fault.outcome(done.answer)
		c.Did = done.fault.describe(done.answer, c.Acted)
		c.Duration = time.Since(done.began)
	})
	s.runHooks(s.after, call)
	s.tell(call)
	s.deliver(w, r, done)
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
