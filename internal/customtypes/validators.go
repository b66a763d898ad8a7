package customtypes

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var machineNo = regexp.MustCompile(`^[0-9]{8,}$`)

// IsMachineNo reports whether the text is the number of a machine.
func IsMachineNo(text string) bool { return machineNo.MatchString(text) }

// MachineNo accepts the number of a machine: 8 digits as a rule, more for machines
// reserved for some merchants.
func MachineNo() validator.String {
	return pattern{
		form:     machineNo,
		expected: "the machine's number: 8 or more digits, as printed on the machine",
	}
}

// Digits accepts an id of the vendor's, such as a product's.
func Digits() validator.String {
	return pattern{
		form:     regexp.MustCompile(`^[0-9]+$`),
		expected: "an id as the vendor writes it: digits only, such as \"1323442\"",
	}
}

// Pattern accepts text of a form. expected completes "It must be …".
func Pattern(form, expected string) validator.String {
	return pattern{form: regexp.MustCompile(form), expected: expected}
}

// pattern is a validator whose error says what was found and what is expected.
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
