package pickupcode

import (
	"crypto/rand"
	"strings"

	"terraform-provider-dingshang/internal/issuance"
)

// The resource's id is machine/product/ and a part of its own. Nothing is read out of it.

// idFor is the id of codes that are known: importing them gives the same one.
func idFor(target issuance.Target, codes []issuance.Code) string {
	if len(codes) == 0 {
		return newID(target)
	}
	return target.String() + "/first-" + codes[0].ID
}

// newID is an id for codes that are not known yet. It has letters only, so that it cannot
// be taken for a pickup code.
func newID(target issuance.Target) string {
	return target.String() + "/" + strings.ToLower(strings.Map(lettersOnly, rand.Text()))
}

func lettersOnly(r rune) rune {
	if r >= '0' && r <= '9' {
		return 'a' + r - '0'
	}
	return r
}
