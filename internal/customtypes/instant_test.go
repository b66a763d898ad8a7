package customtypes

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

func TestParseInstant(t *testing.T) {
	want := time.Date(2026, 12, 31, 15, 59, 59, 0, time.UTC)
	for _, spelling := range []string{
		"2026-12-31T23:59:59+08:00", "2026-12-31T15:59:59Z", "2026-12-31T10:59:59-05:00",
		"2026-12-31T21:29:59+05:30", "2026-12-31 23:59:59",
	} {
		if got, err := parseInstant(spelling); err != nil || !got.Equal(want) {
			t.Errorf("%s is read as %s, %v", spelling, got, err)
		}
		if got := FormatInstant(NewInstant(spelling).Time()); got != "2026-12-31T23:59:59+08:00" {
			t.Errorf("%s is written as %s", spelling, got)
		}
	}
	for _, malformed := range []string{
		"", "tomorrow", "2026-12-31", "2026-12-31T23:59:59", "2026-12-31T23:59+08:00", "2026-12-31T23:59:59.5+08:00", "2026-12-31 23:59",
		"2026-02-30T00:00:00Z", "2026-13-01 00:00:00", "2026-12-31t23:59:59z", " 2026-12-31 23:59:59", "2026-12-31T24:00:00Z", "2026-12-31T23:59:59+0800",
		"0001-01-01T00:00:00Z", "0001-01-01 08:00:00",
	} {
		if got, err := parseInstant(malformed); err == nil {
			t.Errorf("%q is read as %s", malformed, got)
		}
	}
}

func FuzzParseInstant(f *testing.F) {
	for _, seed := range []string{"2026-12-31T23:59:59+08:00", "2026-12-31T15:59:59Z", "2026-12-31 23:59:59", "0001-01-01T00:00:00Z", "0000-01-01 00:00:00", "9999-12-31T23:59:59-23:59"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		at, err := parseInstant(in)
		if err != nil {
			return
		}
		if at.Nanosecond() != 0 {
			t.Errorf("%q has a fraction of a second", in)
		}
		if year := at.UTC().Year(); year < 1 || year > 9998 {
			return // such a year has no spelling in every zone
		}
		again, err := parseInstant(FormatInstant(at))
		if err != nil || !again.Equal(at) {
			t.Errorf("%q is written as %q, which is read as %s, %v", in, FormatInstant(at), again, err)
		}
	})
}

func TestInstantSemanticEquals(t *testing.T) {
	for name, tc := range map[string]struct {
		a, b Instant
		want bool
	}{
		"two spellings": {NewInstant("2026-12-31T15:59:59Z"), NewInstant("2026-12-31 23:59:59"), true},
		"two instants":  {NewInstant("2026-12-31T15:59:59Z"), NewInstant("2026-12-31T15:59:58Z"), false},
		"malformed":     {NewInstant("soon"), NewInstant("later"), false},
	} {
		got, diags := tc.a.StringSemanticEquals(t.Context(), tc.b)
		if got != tc.want || diags.HasError() {
			t.Errorf("%s: %t, %v", name, got, diags)
		}
	}
	if got, _ := NewInstant("2026-12-31T15:59:59Z").StringSemanticEquals(t.Context(), basetypes.NewStringValue("2026-12-31T15:59:59Z")); got {
		t.Error("a plain string is no instant")
	}
}

func TestInstantValidation(t *testing.T) {
	for value, valid := range map[Instant]bool{
		NewInstantNull(): true, NewInstantUnknown(): true, NewInstant("2026-12-31 23:59:59"): true, NewInstant("soon"): false, NewInstant(""): false,
	} {
		var resp xattr.ValidateAttributeResponse
		value.ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("expired_at")}, &resp)
		if resp.Diagnostics.HasError() == valid {
			t.Errorf("%s: %v", value, resp.Diagnostics)
		}
	}
}

func TestInstantOf(t *testing.T) {
	if !InstantOf(time.Time{}).IsNull() {
		t.Error("the zero time is not null")
	}
	if !NewInstantUnknown().Time().IsZero() || !NewInstantNull().Time().IsZero() {
		t.Error("nothing has a time")
	}
}
