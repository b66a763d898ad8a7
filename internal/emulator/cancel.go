package emulator

import (
	"fmt"
	"strconv"
)

func (s *Server) cancelOne(q request) reply {
	m, refusal := s.findOnline(q)
	if refusal != nil {
		return *refusal
	}
	id, err := strconv.ParseInt(q.params["id"], 10, 64)
	if err != nil {
		return *s.refuse(parametersInvalid)
	}
	c := m.codeByID(id)
	if refusal := s.refuseSpent(c); refusal != nil {
		return *refusal
	}
	return done(fmt.Sprintf("cancelled code %d", id), func(int) { s.spend(c, Cancelled) })
}

func (s *Server) cancelAll(q request) reply {
	m, refusal := s.findOnline(q)
	if refusal != nil {
		return *refusal
	}
	now := s.cfg.Now()
	var live []*code
	for _, c := range m.codes {
		if c.statusAt(now) == Unused {
			live = append(live, c)
		}
	}
	return done(fmt.Sprintf("cancelled %d codes", len(live)), func(int) {
		for _, c := range live {
			s.spend(c, Cancelled)
		}
	})
}

// refuseSpent is the refusal of a code that can no longer be used or cancelled.
func (s *Server) refuseSpent(c *code) *reply {
	if c == nil {
		return s.refuse(recordUnknown)
	}
	switch c.statusAt(s.cfg.Now()) {
	case Used:
		return s.refuse(codeUsed)
	case Expired:
		return s.refuse(codeExpired)
	case Cancelled:
		return s.refuse(recordUnknown)
	}
	return nil
}
