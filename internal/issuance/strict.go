package issuance

import "time"

// judgeUnmarked tells codes by counting, strictly: exactly the number asked for, created
// together. Anything less clear is contested.
func (s *search) judgeUnmarked(matching []Code) verdict {
	n := int64(len(matching))
	if n == 0 || !s.request.AllProducts() && n < s.request.Count {
		return waiting
	}
	if !s.later {
		for _, code := range matching {
			switch {
			case s.inTime(code):
			case !s.request.Confirmed:
				return contested
			// An older code, which the list from before left out, or a clock that is wrong.
			case s.until > 0 && !s.newest(code):
				return waiting
			}
		}
	}
	if !together(matching) || !s.request.AllProducts() && n > s.request.Count {
		return contested
	}
	switch {
	case !s.request.AllProducts():
	case s.later:
		// The stock at that time is not known any more. Where today's explains the codes, it
		// is clear enough; codes of two requests are explained by neither.
		if !s.regular(matching) {
			return contested
		}
	case len(s.missing(matching)) > 0 || !s.regular(matching):
		return waiting
	}
	return probable
}

// together reports whether codes were created within a second of each other. Only
// differences count: the vendor does not state the zone of the times.
func together(codes []Code) bool {
	var first, last time.Time
	for i, code := range codes {
		at, err := createdAt(code)
		if err != nil {
			return false
		}
		if i == 0 || at.Before(first) {
			first = at
		}
		if i == 0 || at.After(last) {
			last = at
		}
	}
	return last.Sub(first) <= time.Second
}

// regular reports whether each product that has codes has one, or as many as items
// were in stock, as far as that is known. Where neither holds, a stranger's codes are among them.
func (s *search) regular(codes []Code) bool {
	single, stocked := true, true
	for product, n := range perProduct(codes) {
		single = single && n == 1
		stock, known := s.stock[product]
		stocked = stocked && (n == stock || !known)
	}
	return single || stocked
}
