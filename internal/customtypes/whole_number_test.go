package customtypes

import (
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestWholeNumber(t *testing.T) {
	number := func(s string) tftypes.Value {
		value, _, err := big.ParseFloat(s, 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		return tftypes.NewValue(tftypes.Number, value)
	}
	for name, tc := range map[string]struct {
		in        tftypes.Value
		want      types.Int64
		wantError string
	}{
		"whole":     {in: number("20"), want: types.Int64Value(20)},
		"null":      {in: tftypes.NewValue(tftypes.Number, nil), want: types.Int64Null()},
		"unknown":   {in: tftypes.NewValue(tftypes.Number, tftypes.UnknownValue), want: types.Int64Unknown()},
		"fraction":  {in: number("1.5"), want: types.Int64Null(), wantError: "code_count is 1.5. It must be a whole number."},
		"small":     {in: number("0.1"), want: types.Int64Null(), wantError: "code_count is 0.1. It must be a whole number."},
		"too large": {in: number("1e30"), want: types.Int64Null(), wantError: "code_count is 1e+30, which is too large."},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := WholeNumberType{}.ValueFromTerraform(t.Context(), tc.in)
			if err != nil || !got.Equal(tc.want) {
				t.Errorf("value %v, %v", got, err)
			}
			diags := WholeNumberType{}.Validate(t.Context(), tc.in, path.Root("code_count"))
			if tc.wantError == "" {
				if diags.HasError() {
					t.Error(diags)
				}
				return
			}
			if len(diags) != 1 || diags[0].Detail() != tc.wantError || diags[0].Summary() != "Invalid code_count" {
				t.Error(diags)
			}
		})
	}
	if !(WholeNumberType{}).Equal(WholeNumberType{}) || !(WholeNumberType{}).Equal(types.Int64Type) || (WholeNumberType{}).Equal(types.StringType) {
		t.Error("equality of types")
	}
}
