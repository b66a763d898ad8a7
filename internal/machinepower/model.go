package machinepower

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// model is dingshang_machine_power_schedule.
type model struct {
	ID        types.String `tfsdk:"id"`
	MachineNo types.String `tfsdk:"machine_no"`
	Days      types.Set    `tfsdk:"days"`
	PowerOn   types.String `tfsdk:"power_on"`
	PowerOff  types.String `tfsdk:"power_off"`
	SentAt    types.String `tfsdk:"sent_at"`
}

// weekdays are the names of days, in the console's order.
var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// weekly are the days on which the machine is switched on.
func (m model) weekly() [7]bool {
	var days [7]bool
	for i, name := range weekdays {
		days[i] = slices.Contains(m.Days.Elements(), attr.Value(types.StringValue(name)))
	}
	return days
}

// timeOfDay is a time as the console writes it, HH:MM:SS, and whether the text is one:
// seconds may be left out.
func timeOfDay(text string) (string, bool) {
	for _, layout := range []string{time.TimeOnly, "15:04"} {
		// Parse takes "8:00" for "08:00".
		if t, err := time.Parse(layout, text); err == nil && len(text) == len(layout) {
			return t.Format(time.TimeOnly), true
		}
	}
	return "", false
}

// sameTime reports whether two texts are the same time of day.
func sameTime(a, b types.String) bool {
	if a.IsUnknown() || b.IsUnknown() {
		return false
	}
	x, okX := timeOfDay(a.ValueString())
	y, okY := timeOfDay(b.ValueString())
	return okX && okY && x == y
}
