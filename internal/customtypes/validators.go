package customtypes

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var machineNo = regexp.MustCompile(`^[0-9]{8,}$`)

// IsMachineNo reports whether text is a machine number.
func IsMachineNo(text string) bool { return machineNo.MatchString(text) }

// MachineNo returns a validator for the number of a machine: usually 8 digits, more for
// machines that are reserved for a merchant.
func MachineNo() validator.String {
	return pattern{
		form:     machineNo,
		expected: "a machine number: 8 or more digits, as printed on the machine",
	}
}

// Digits returns a validator for the API's numeric ids, such as a product's.
func Digits() validator.String {
	return pattern{
		form:     regexp.MustCompile(`^[0-9]+$`),
		expected: "a numeric id, such as \"1323442\"",
	}
}

// Pattern returns a validator for text that matches form. expected completes "It must be …".
func Pattern(form, expected string) validator.String {
	return pattern{form: regexp.MustCompile(form), expected: expected}
}

// pattern is a validator whose error gives the value found and what is expected.
type pattern struct {
	form     *regexp.Regexp
	expected string // completes "It must be …"
}

func (p pattern) Description(context.Context) string { return "must be " + p.expected }

func (p pattern) MarkdownDescription(ctx context.Context) string { return p.Description(ctx) }

func (p pattern) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || p.form.MatchString(req.ConfigValue.ValueString()) {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", req.Path),
		fmt.Sprintf("%s is %q. It must be %s.", req.Path, req.ConfigValue.ValueString(), p.expected))
}
