package emulator

import "fmt"

const (
	minCodeLength = 6
	maxCodeLength = 10
)

func (s *Server) generateForProduct(q request) reply {
	m, o, refusal := s.readCodeSpec(q)
	if refusal != nil {
		return *refusal
	}
	p := m.product(q.productID)
	if p == nil {
		return *s.refuse(productUnknown)
	}
	count, valid := q.whole("count", 1)
	switch {
	case !valid:
		return *s.refuse(parametersInvalid)
	case count < 1 || count > p.Inventory:
		return *s.refuse(overCapacity)
	}
	return done(fmt.Sprintf("generated %d codes", count), func(call int) {
		o.count, o.call = count, call
		s.generateCodes(m, p, o)
	})
}

func (s *Server) generateForAll(q request) reply {
	m, o, refusal := s.readCodeSpec(q)
	if refusal != nil {
		return *refusal
	}
	total, counts := 0, map[*product]int{}
	for _, p := range m.products {
		if !p.removed {
			counts[p] = max(0, s.cfg.CodesPerProduct(p.Product))
			total += counts[p]
		}
	}
	return done(fmt.Sprintf("generated %d codes", total), func(call int) {
		for _, p := range m.products {
			o.count, o.call = counts[p], call
			s.generateCodes(m, p, o)
		}
	})
}

// readCodeSpec checks what both ways to generate have in common.
func (s *Server) readCodeSpec(q request) (*machine, codeSpec, *reply) {
	m, refusal := s.findOnline(q)
	if refusal != nil {
		return nil, codeSpec{}, refusal
	}
	if m.CodesOff {
		return nil, codeSpec{}, s.refuse(codesSwitchedOff)
	}
	length, lengthOK := q.whole("code_length", minCodeLength)
	quantity, quantityOK := q.whole("quantity", 1)
	if !lengthOK || !quantityOK || length < minCodeLength || length > maxCodeLength {
		return nil, codeSpec{}, s.refuse(parametersInvalid)
	}
	if !s.cfg.KeepQuantity {
		quantity = 1
	}
	expires, err := parseExpiry(q.params["expired_at"])
	if err != nil || (!expires.IsZero() && !s.cfg.Now().Before(expires)) {
		return nil, codeSpec{}, s.refuse(expiryInvalid)
	}
	return m, codeSpec{length: length, quantity: quantity, expiredAt: q.params["expired_at"], expires: expires}, nil
}

func oneIfInStock(p Product) int {
	return min(1, p.CurrentInventory)
}
