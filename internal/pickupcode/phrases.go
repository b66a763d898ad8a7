package pickupcode

import (
	"fmt"
	"strings"

	"terraform-provider-dingshang/internal/issuance"
)

// asked writes how many codes a request was for.
func asked(r issuance.Request) string {
	if r.AllProducts() {
		return "codes of all products"
	}
	return counted(int(r.Count), "code")
}

// of writes "2 of 5 requested codes".
func of(n int, r issuance.Request) string {
	if r.AllProducts() {
		return counted(n, "code")
	}
	return fmt.Sprintf("%d of %s", n, counted(int(r.Count), "requested code"))
}

func belong(n int) string {
	if n == 1 {
		return "belongs"
	}
	return "belong"
}

func them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// codesWith writes "the code with id 2111", "the codes with ids 2111, 2112".
func codesWith(ids []string) string {
	if len(ids) == 1 {
		return "the code with " + idList(ids)
	}
	return "the codes with " + idList(ids)
}

func this(n int) string {
	if n == 1 {
		return "this code remains"
	}
	return "these codes remain"
}

// idList writes "id 2111", "ids 2111, 2112".
func idList(ids []string) string {
	if len(ids) == 1 {
		return "id " + ids[0]
	}
	return "ids " + strings.Join(ids, ", ")
}

// mostIDs is how many ids a warning of a plan names.
const mostIDs = 20

// firstIDs writes "ids 2111, 2112 and 5 more".
func firstIDs(ids []string) string {
	if more := len(ids) - mostIDs; more > 0 {
		return idList(ids[:mostIDs]) + fmt.Sprintf(" and %d more", more)
	}
	return idList(ids)
}

// counted writes "1 code", "2 codes".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
