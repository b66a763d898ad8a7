package issuance

import "strings"

// CompareIDs orders ids as the numbers they are.
func CompareIDs(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// ByID orders codes by ascending id.
func ByID(a, b Code) int { return CompareIDs(a.ID, b.ID) }

// IDs returns the ids of codes, in their order.
func IDs(codes []Code) []string {
	ids := make([]string, len(codes))
	for i, code := range codes {
		ids[i] = code.ID
	}
	return ids
}
