package issuance

import "slices"

// verdict is what one look says about a request.
type verdict int

const (
	waiting   verdict = iota // not all is there yet
	certain                  // the codes are the request's, all of them
	probable                 // as certain, once a second look agrees
	contested                // more than asked for, or codes that cannot be attributed
)

// judge decides whether the matching codes are the request's, all of them.
func (s *search) judge(matching []Code) verdict {
	switch {
	case s.request.Unmarked:
		return s.judgeUnmarked(matching)
	case s.request.AllProducts():
		return s.judgeAllProducts(matching)
	}
	switch n := int64(len(matching) + len(s.has)); {
	case n > s.request.Count:
		return contested
	case n < s.request.Count:
		return waiting
	case s.request.Confirmed || s.later:
		return certain
	}
	return probable
}

// judgeAllProducts wants a code for each product that had stock; how many a product gets
// is decided by the server.
func (s *search) judgeAllProducts(matching []Code) verdict {
	if s.later {
		// The stock at that time is not known any more, so only time completes it.
		if len(matching)+len(s.has) == 0 || s.until > 0 {
			return waiting
		}
		return probable
	}
	if len(matching) == 0 || len(s.missing(matching)) > 0 {
		return waiting
	}
	return probable
}

// missing lists the products that had stock and have no code.
func (s *search) missing(matching []Code) []string {
	counts := perProduct(matching)
	var missing []string
	for product, stock := range s.stock {
		if stock > 0 && counts[product] == 0 {
			missing = append(missing, product)
		}
	}
	slices.SortFunc(missing, CompareIDs)
	return missing
}

// acceptsMissing reports whether fewer codes than expected are accepted in the end: with
// all products, once the server confirmed, some products may just have none.
func (s *search) acceptsMissing(matching []Code) bool {
	if !s.request.AllProducts() || !s.request.Confirmed || s.later {
		return false
	}
	if s.request.Unmarked && (len(s.found) > len(matching) || len(matching) > 0 && (!together(matching) || !s.regular(matching))) {
		return false
	}
	return len(matching) > 0 || len(s.missing(nil)) == 0
}

func perProduct(codes []Code) map[string]int64 {
	counts := map[string]int64{}
	for _, code := range codes {
		counts[code.ProductID]++
	}
	return counts
}
