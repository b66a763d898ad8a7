// Package customtypes holds attribute types and validators that several objects use.
package customtypes

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/dingshang"
)

var (
	rfc3339Form = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$`)
	vendorForm  = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`)
)

// parseInstant parses RFC 3339 in whole seconds, or the vendor's own form in GMT+8. It
// rejects the zero time, which elsewhere means that a code never expires.
func parseInstant(s string) (t time.Time, err error) {
	switch {
	case rfc3339Form.MatchString(s):
		t, err = time.Parse(time.RFC3339, s)
	case vendorForm.MatchString(s):
		t, err = time.ParseInLocation(time.DateTime, s, dingshang.China)
	}
	if err == nil && t.IsZero() {
		err = errors.New("not a time in either form")
	}
	return t, err
}

// FormatInstant formats t as RFC 3339 in GMT+8.
func FormatInstant(t time.Time) string { return t.In(dingshang.China).Format(time.RFC3339) }

// InstantType is the type of an attribute that holds a point in time, in the spelling
// of the configuration. Two spellings of one instant are semantically equal.
type InstantType struct{ basetypes.StringType }

// Instant is a value of [InstantType].
type Instant struct{ basetypes.StringValue }

var (
	_ basetypes.StringTypable                    = InstantType{}
	_ basetypes.StringValuableWithSemanticEquals = Instant{}
	_ xattr.ValidateableAttribute                = Instant{}
)

// NewInstant returns an instant that keeps the spelling of s.
func NewInstant(s string) Instant { return Instant{basetypes.NewStringValue(s)} }

// NewInstantNull returns a null instant.
func NewInstantNull() Instant { return Instant{basetypes.NewStringNull()} }

// NewInstantUnknown returns an unknown instant.
func NewInstantUnknown() Instant { return Instant{basetypes.NewStringUnknown()} }

// InstantOf returns t in GMT+8, or null for the zero time.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return NewInstantNull()
	}
	return NewInstant(FormatInstant(t))
}

// Time returns the instant, or the zero time where v is null, unknown or malformed.
func (v Instant) Time() time.Time {
	t, err := parseInstant(v.ValueString())
	if err != nil {
		return time.Time{}
	}
	return t
}

// ValidateAttribute implements [xattr.ValidateableAttribute].
func (v Instant) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if _, err := parseInstant(v.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", req.Path), fmt.Sprintf(
			"%s is %q. It must be an RFC 3339 time in whole seconds, such as \"2030-12-31T23:59:59+08:00\" or \"2030-12-31T15:59:59Z\", "+
				"or a time in GMT+8 without an offset, such as \"2030-12-31 23:59:59\".", req.Path, v.ValueString()))
	}
}

// StringSemanticEquals reports whether both are the same instant.
func (v Instant) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	o, ok := other.(Instant)
	if !ok || v.Time().IsZero() {
		return false, nil
	}
	return v.Time().Equal(o.Time()), nil
}

// Equal implements [attr.Value].
func (v Instant) Equal(o attr.Value) bool {
	other, ok := o.(Instant)
	return ok && v.StringValue.Equal(other.StringValue)
}

// Type implements [attr.Value].
func (v Instant) Type(context.Context) attr.Type { return InstantType{} }

// Equal implements [attr.Type].
func (t InstantType) Equal(o attr.Type) bool {
	other, ok := o.(InstantType)
	return ok && t.StringType.Equal(other.StringType)
}

func (t InstantType) String() string { return "InstantType" }

// ValueFromString implements [basetypes.StringTypable].
func (t InstantType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return Instant{in}, nil
}

// ValueFromTerraform implements [attr.Type].
func (t InstantType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	s, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value type %T", value)
	}
	return Instant{s}, nil
}

// ValueType implements [attr.Type].
func (t InstantType) ValueType(context.Context) attr.Value { return Instant{} }
