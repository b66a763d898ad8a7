package emulator

import "time"

// This file makes lists of codes lag behind the actual codes, and makes calls take
// effect after they are answered.

// HideNewCodes keeps every code generated from now on, by whomever, out of the next
// n lists of its product. Zero ends it for codes generated afterwards.
func (s *Server) HideNewCodes(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hideLists = n
}

// HideNewCodesFor keeps every code generated from now on out of lists until it is
// d old by the server's clock. Zero ends it for codes generated afterwards.
func (s *Server) HideNewCodesFor(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hideFor = d
}

// KeepGoneCodes lets the next n lists of a product still show, as unused, each
// code that is used or cancelled from now on. Zero ends it for codes that go
// afterwards.
func (s *Server) KeepGoneCodes(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keepLists = n
}

// visibleAt reports whether a list shows the code, and whether that is a lag
// which the list counts towards.
func (c *code) visibleAt(now time.Time) (visible, lags bool) {
	status := c.statusAt(now)
	switch {
	case status == Expired:
		return false, false
	case c.hiddenLists > 0:
		return false, true
	case now.Before(c.hiddenUntil):
		return false, false
	case status == Unused:
		return true, false
	}
	return c.keptLists > 0, c.keptLists > 0
}

func (c *code) countList() {
	if c.hiddenLists > 0 {
		c.hiddenLists--
	} else if c.keptLists > 0 {
		c.keptLists--
	}
}

// lateAct is a call that was answered, or not, and takes effect only once a
// product it concerns was listed often enough.
type lateAct struct {
	request request
	call    *Call
	lists   int
	seen    map[string]int // lists answered since, by product
}

func (l *lateAct) concerns(m *machine, p *product) bool {
	return l.request.machineNo == m.MachineNo && (l.request.productID == "" || l.request.productID == p.ID)
}

// actLate runs what is due before a list of p is made.
func (s *Server) actLate(m *machine, p *product) {
	s.runLate(func(l *lateAct) bool { return l.concerns(m, p) && l.seen[p.ID] >= l.lists })
}

func (s *Server) countListForLate(m *machine, p *product) {
	for _, l := range s.late {
		if l.concerns(m, p) {
			l.seen[p.ID]++
		}
	}
}

// ActLate runs everything now that waits because of Fault.ActAfterLists, and
// returns how many calls that were.
func (s *Server) ActLate() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.runLate(func(*lateAct) bool { return true })
}

// runLate handles the calls that are due as if they arrived now: a machine may
// have gone offline in between.
func (s *Server) runLate(due func(*lateAct) bool) int {
	var now, wait []*lateAct
	for _, l := range s.late {
		if due(l) {
			now = append(now, l)
		} else {
			wait = append(wait, l)
		}
	}
	s.late = wait
	for _, l := range now {
		s.apply(l.request.route.handle(s, l.request), l.call)
	}
	return len(now)
}
