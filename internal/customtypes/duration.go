package customtypes

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// DurationFrom reads a duration that [Duration] has accepted; zero where there is none.
func DurationFrom(value types.String) time.Duration {
	d, err := time.ParseDuration(value.ValueString())
	if err != nil {
		return 0
	}
	return d
}

// Duration accepts a duration that is least or longer.
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
			fmt.Sprintf("%s is %q. It %s.", req.Path, req.ConfigValue.ValueString(), v.Description(ctx)))
	}
}
