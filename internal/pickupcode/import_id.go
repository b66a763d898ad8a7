package pickupcode

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"terraform-provider-dingshang/internal/issuance"
)

// importID is what an import asks for.
type importID struct {
	issuance.Target
	codes []string // empty: all unused ones
	id    string   // of the resource, where it is given
}

const importForms = "An import id is machine/product, such as \"16327138/1323442\", for all unused codes of the product, " +
	"or machine/product/ids, such as \"16327138/1323442/2111,2113\", for only those."

var (
	machinePart = regexp.MustCompile(`^[0-9]{8,}$`)
	productPart = regexp.MustCompile(`^[0-9]+$`)
	codesPart   = regexp.MustCompile(`^ *[0-9]+( *, *[0-9]+)* *$`)
	ownPart     = regexp.MustCompile(`^(first-[0-9]+|[a-z]{20,})$`)
)

// parseImportID reads machine/product, with ids of codes or the resource's own part
// behind it. The error completes "… is not an import id: ".
func parseImportID(s string) (importID, error) {
	parts := strings.Split(s, "/")
	if len(parts) < 2 || len(parts) > 3 {
		return importID{}, errors.New("it does not have two or three parts")
	}
	id := importID{Target: issuance.Target{MachineNo: parts[0], ProductID: parts[1]}}
	switch {
	case !machinePart.MatchString(parts[0]):
		return importID{}, fmt.Errorf("%q is not a machine number of 8 or more digits", parts[0])
	case parts[1] == "all":
		return importID{}, errors.New("codes of all products cannot be imported together; import them product by product")
	case !productPart.MatchString(parts[1]):
		return importID{}, fmt.Errorf("%q is not a product id of digits", parts[1])
	case len(parts) == 2:
		return id, nil
	case codesPart.MatchString(parts[2]):
		for code := range strings.SplitSeq(parts[2], ",") {
			id.codes = append(id.codes, strings.TrimSpace(code))
		}
		slices.SortFunc(id.codes, issuance.CompareIDs)
		id.codes = slices.Compact(id.codes)
		return id, nil
	case ownPart.MatchString(parts[2]):
		id.id = s
		return id, nil
	}
	return importID{}, fmt.Errorf("%q is not a list of code ids separated by commas", parts[2])
}

// importCommand is the command that imports exactly these codes, ready to paste. ok is
// false where one resource cannot have them all.
func importCommand(target issuance.Target, ids []string) (command string, ok bool) {
	if target.AllProducts() || len(ids) == 0 {
		return "", false
	}
	ids = slices.SortedFunc(slices.Values(ids), issuance.CompareIDs)
	return fmt.Sprintf(`terraform import ADDRESS "%s/%s"`, target, strings.Join(ids, ",")), true
}
