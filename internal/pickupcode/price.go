package pickupcode

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// decimalForm is how the API writes a price, such as "3.50".
var decimalForm = regexp.MustCompile(`^[0-9]{1,30}(\.[0-9]{1,30})?$`)

// retailValue is price × count, with as many decimals as the price has. It is null where
// there is no price, or where the price is not a decimal number.
func retailValue(price types.String, count int64) types.String {
	if price.IsUnknown() {
		return types.StringUnknown()
	}
	if !decimalForm.MatchString(price.ValueString()) {
		return types.StringNull()
	}
	unit, ok := new(big.Rat).SetString(price.ValueString())
	if !ok {
		return types.StringNull()
	}
	_, decimals, _ := strings.Cut(price.ValueString(), ".")
	return types.StringValue(unit.Mul(unit, new(big.Rat).SetInt64(count)).FloatString(len(decimals)))
}
