package emulator

import (
	"fmt"
	"strconv"
	"time"
)

// CodeStatus is what became of a pickup code. The vendor's lists only ever
// show unused ones; tests can read all.
type CodeStatus string

// What may become of a pickup code.
const (
	Unused    CodeStatus = "UNUSED"
	Used      CodeStatus = "USED"
	Cancelled CodeStatus = "CANCELLED"
	Expired   CodeStatus = "EXPIRED"
)

// Code is a pickup code as it truly is.
type Code struct {
	ID        string     `json:"id"`
	MachineNo string     `json:"machine_no"`
	ProductID string     `json:"product_id"`
	Code      string     `json:"code"`
	Status    CodeStatus `json:"status"`
	Quantity  int        `json:"quantity"`
	CreatedAt string     `json:"created_at"`
	ExpiredAt string     `json:"expired_at,omitempty"`
	// Call is the number of the call that generated the code, 0 for another actor.
	Call int `json:"call,omitempty"`
}

func (c *code) snapshot(now time.Time) Code {
	return Code{
		ID:        strconv.FormatInt(c.id, 10),
		MachineNo: c.machineNo,
		ProductID: c.productID,
		Code:      c.number,
		Status:    c.statusAt(now),
		Quantity:  c.quantity,
		CreatedAt: c.createdAt,
		ExpiredAt: c.expiredAt,
		Call:      c.call,
	}
}

// listCodes shows what is unused and not expired, newest first: the vendor
// promises no order.
func (s *Server) listCodes(q request) reply {
	m, refusal := s.findOnline(q)
	if refusal != nil {
		return *refusal
	}
	p := m.product(q.productID)
	if p == nil {
		return *s.refuse(productUnknown)
	}
	s.actLate(m, p)

	now := s.cfg.Now()
	shown := []object{}
	var lagging []*code
	for i := len(p.codes) - 1; i >= 0; i-- {
		c := p.codes[i]
		visible, lags := c.visibleAt(now)
		if visible {
			shown = append(shown, s.pickupCode(c))
		}
		if lags {
			lagging = append(lagging, c)
		}
	}
	answer := ok(shown, fmt.Sprintf("listed %d codes", len(shown)))
	answer.shown = func() {
		for _, c := range lagging {
			c.countList()
		}
		s.countListForLate(m, p)
	}
	return answer
}

func (s *Server) pickupCode(c *code) object {
	o := object{}
	o.set("id", s.number(c.id))
	o.set("code", c.number)
	o.set("status", string(Unused))
	o.set("created_at", c.createdAt)
	o.set("expired_at", c.expiredAt)
	o.set("quantity", s.number(int64(c.quantity)))
	return o
}

func (p *product) codeByNumber(number string) *code {
	for _, c := range p.codes {
		if c.number == number {
			return c
		}
	}
	return nil
}
