package customtypes

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestDurationValidator(t *testing.T) {
	for value, want := range map[string]string{
		"72h":    "",
		"1s":     "",
		"0.5s":   `valid_for is "0.5s". It must be a duration of 1s or more`,
		"-1h":    `valid_for is "-1h". It must be a duration of 1s or more`,
		"":       `valid_for is "". It must be`,
		"3d":     `such as "30s", "5m" or "72h". Days and weeks are written in hours: 3 days is "72h".`,
		"1 day":  `1 day is "24h".`,
		"2weeks": `2 weeks is "336h".`,
	} {
		resp := &validator.StringResponse{}
		Duration(time.Second).ValidateString(t.Context(), validator.StringRequest{Path: path.Root("valid_for"), ConfigValue: types.StringValue(value)}, resp)
		if want == "" {
			if resp.Diagnostics.HasError() {
				t.Errorf("%q: %v", value, resp.Diagnostics)
			}
			continue
		}
		if len(resp.Diagnostics) != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), want) {
			t.Errorf("%q: %v", value, resp.Diagnostics)
		}
	}
}
