package customtypes

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// WholeNumberType is the type of an attribute that counts something. It differs from the
// framework's Int64Type in what it says about a fraction: the framework reports an error
// of the provider, without the number. Its values are the framework's own.
type WholeNumberType struct{ basetypes.Int64Type }

var _ basetypes.Int64Typable = WholeNumberType{}

// Equal implements [attr.Type]. Values have the framework's own type.
func (t WholeNumberType) Equal(o attr.Type) bool {
	_, ok := o.(WholeNumberType)
	return ok || t.Int64Type.Equal(o)
}

func (t WholeNumberType) String() string { return "WholeNumberType" }

// Validate reports a number that is not whole, or too large to count anything.
func (t WholeNumberType) Validate(_ context.Context, in tftypes.Value, at path.Path) diag.Diagnostics {
	number, fits := wholeNumber(in)
	if fits {
		return nil
	}
	if number.IsInt() {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, fmt.Sprintf("Invalid %s", at),
			fmt.Sprintf("%s is %s, which is too large.", at, number.Text('g', 20)))}
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, fmt.Sprintf("Invalid %s", at),
		fmt.Sprintf("%s is %s. It must be a whole number.", at, number.Text('g', 20)))}
}

// ValueFromTerraform implements [attr.Type]. The framework calls Validate after it, so
// a number that is not whole is null here.
func (t WholeNumberType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if _, fits := wholeNumber(in); !fits {
		return basetypes.NewInt64Null(), nil
	}
	return t.Int64Type.ValueFromTerraform(ctx, in)
}

// wholeNumber is false for a known number that no int64 holds.
func wholeNumber(in tftypes.Value) (*big.Float, bool) {
	var number *big.Float
	if !in.IsKnown() || in.IsNull() || in.As(&number) != nil {
		return nil, true
	}
	_, accuracy := number.Int64()
	return number, accuracy == big.Exact
}
