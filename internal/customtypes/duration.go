package customtypes

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// DurationFrom returns a duration that [Duration] has accepted, or 0 where value is null.
func DurationFrom(value types.String) time.Duration {
	d, err := time.ParseDuration(value.ValueString())
	if err != nil {
		return 0
	}
	return d
}

// Duration returns a validator that accepts durations of least or more.
func Duration(least time.Duration) validator.String { return durationValidator{least} }

type durationValidator struct{ least time.Duration }

func (v durationValidator) Description(context.Context) string {
	return fmt.Sprintf("must be a duration of %s or more, such as \"30s\", \"5m\" or \"72h\"", v.least)
}

func (v durationValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v durationValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	d, err := time.ParseDuration(req.ConfigValue.ValueString())
	if err != nil || d < v.least {
		resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", req.Path),
			fmt.Sprintf("%s is %q. It %s.%s", req.Path, req.ConfigValue.ValueString(), v.Description(ctx), inHours(req.ConfigValue.ValueString())))
	}
}

var daysForm = regexp.MustCompile(`^\s*([0-9]{1,5})\s*(d|w)[a-z]*\s*$`)

// inHours writes days and weeks, which durations do not have, in hours.
func inHours(s string) string {
	parts := daysForm.FindStringSubmatch(s)
	if parts == nil {
		return ""
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		return ""
	}
	unit, hours := "day", 24*n
	if parts[2] == "w" {
		unit, hours = "week", 7*24*n
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf(" Days and weeks are written in hours: %d %s is \"%dh\".", n, unit, hours)
}
