package customtypes

import (
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Text returns s, or null where the API left the field out.
func Text(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// Number returns n, or null where the API left the field out.
func Number(n int64) types.Int64 {
	if n == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(n)
}
