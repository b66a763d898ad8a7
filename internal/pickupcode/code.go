package pickupcode

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
)

var codeAttributes = map[string]attr.Type{
	"id":         types.StringType,
	"product_id": types.StringType,
	"code":       types.StringType,
	"status":     types.StringType,
	"quantity":   types.Int64Type,
	"created_at": types.StringType,
	"expired_at": types.StringType,
}

var codeType = types.ObjectType{AttrTypes: codeAttributes}

// codeObject is the one conversion of a code to Terraform. The number is separate: it
// may be left out of state, or not be known yet.
func codeObject(code issuance.Code, number types.String) attr.Value {
	return types.ObjectValueMust(codeAttributes, map[string]attr.Value{
		"id":         types.StringValue(code.ID),
		"product_id": types.StringValue(code.ProductID),
		"code":       number,
		"status":     types.StringValue(code.Status),
		"quantity":   types.Int64Value(code.Quantity),
		"created_at": customtypes.Text(code.CreatedAt),
		"expired_at": customtypes.InstantOf(code.ExpiresAt).StringValue,
	})
}

// codesToList converts codes with their numbers.
func codesToList(codes []issuance.Code) types.List {
	elements := make([]attr.Value, len(codes))
	for i, code := range codes {
		elements[i] = codeObject(code, customtypes.Text(code.Code))
	}
	return types.ListValueMust(codeType, elements)
}

// codesFromList is its inverse.
func codesFromList(list types.List) []issuance.Code {
	elements := list.Elements()
	codes := make([]issuance.Code, 0, len(elements))
	for _, element := range elements {
		object, ok := element.(basetypes.ObjectValue)
		if !ok || object.IsNull() || object.IsUnknown() {
			continue
		}
		attributes := object.Attributes()
		text := func(name string) string {
			value, _ := attributes[name].(basetypes.StringValue)
			return value.ValueString()
		}
		quantity, _ := attributes["quantity"].(basetypes.Int64Value)
		codes = append(codes, issuance.Code{
			ID: text("id"), ProductID: text("product_id"), Code: text("code"), Status: text("status"),
			Quantity: quantity.ValueInt64(), CreatedAt: text("created_at"),
			ExpiresAt: customtypes.NewInstant(text("expired_at")).Time(),
		})
	}
	return codes
}

// textList is a list of strings.
func textList(texts []string) types.List {
	elements := make([]attr.Value, len(texts))
	for i, s := range texts {
		elements[i] = types.StringValue(s)
	}
	return types.ListValueMust(types.StringType, elements)
}

// textsOf is its inverse.
func textsOf(list types.List) []string {
	var texts []string
	for _, element := range list.Elements() {
		if s, ok := element.(basetypes.StringValue); ok {
			texts = append(texts, s.ValueString())
		}
	}
	return texts
}

// shrink chooses what remains of codes when keep are kept, both in their order: spent
// ones go first, the lowest id first, then the newest unused ones.
func shrink(codes []issuance.Code, keep int) (remain, drop []issuance.Code) {
	going := slices.SortedFunc(slices.Values(codes), func(a, b issuance.Code) int {
		switch spentA, spentB := a.Status != issuance.StatusUnused, b.Status != issuance.StatusUnused; {
		case spentA && spentB:
			return issuance.ByID(a, b)
		case spentA:
			return -1
		case spentB:
			return 1
		}
		return issuance.ByID(b, a)
	})
	gone := make(map[string]bool, len(codes))
	for _, code := range going[:max(len(codes)-keep, 0)] {
		gone[code.ID] = true
	}
	for _, code := range codes {
		if gone[code.ID] {
			drop = append(drop, code)
		} else {
			remain = append(remain, code)
		}
	}
	return remain, drop
}
