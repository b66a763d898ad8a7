package campaign

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// heldCode is a code as a state holds it.
type heldCode struct{ id, product, number, status string }

func codesOf(o *object) []heldCode {
	var codes []heldCode
	for _, element := range elementsOf(attributesOf(o.value)["codes"]) {
		a := attributesOf(element)
		codes = append(codes, heldCode{textOf(a["id"]), textOf(a["product_id"]), textOf(a["code"]), textOf(a["status"])})
	}
	return codes
}

func attribute(o *object, name string) tftypes.Value { return attributesOf(o.value)[name] }
