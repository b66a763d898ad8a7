package console

import "context"

// powerSchedule says when a machine switches itself on and off, by the device's own
// clock. A machine has one schedule: a new one takes the place of the old.
type powerSchedule struct {
	PowerOn  string `json:"power_on"`
	PowerOff string `json:"power_off"`
	Weekdays []int  `json:"weekdays"`
}

// SetWeeklyPowerSchedule sends a schedule of times of day, written HH:MM:SS, and of the
// weekdays, Monday first, on which the machine is switched on. The machine must be
// online and in operation. The schedule cannot be read back. The call is idempotent.
func (c *Client) SetWeeklyPowerSchedule(ctx context.Context, m Machine, powerOn, powerOff string, days [7]bool) error {
	weekdays := make([]int, len(days))
	for i, on := range days {
		if on {
			weekdays[i] = 1
		}
	}
	return c.setPowerSchedule(ctx, opSetPowerSchedule, m, powerSchedule{powerOn, powerOff, weekdays})
}

// SchedulePowerOnce schedules the machine to switch off and on once, at times written
// YYYY-MM-DD HH:MM:SS. It is never sent twice.
func (c *Client) SchedulePowerOnce(ctx context.Context, m Machine, powerOn, powerOff string) error {
	return c.setPowerSchedule(ctx, opSchedulePowerOnce, m, powerSchedule{powerOn, powerOff, []int{}})
}

func (c *Client) setPowerSchedule(ctx context.Context, op operation, m Machine, s powerSchedule) error {
	return c.mutate(ctx, op, m, map[string]any{"machine_id": m.ID, "input": s})
}

// ClearPowerSchedule clears the machine's schedule.
func (c *Client) ClearPowerSchedule(ctx context.Context, m Machine) error {
	return c.mutate(ctx, opClearPowerSchedule, m, map[string]any{"machine_id": m.ID})
}

// Reboot restarts the machine's device. It is never sent twice.
func (c *Client) Reboot(ctx context.Context, m Machine) error {
	return c.mutate(ctx, opReboot, m, map[string]any{"machine_id": m.ID})
}

// Shutdown switches the machine's device off. It can be switched on again only on site,
// or by a schedule. It is never sent twice.
func (c *Client) Shutdown(ctx context.Context, m Machine) error {
	return c.mutate(ctx, opShutdown, m, map[string]any{"machine_id": m.ID})
}

// ClearMalfunction clears the faults of all channels. It is never sent twice.
func (c *Client) ClearMalfunction(ctx context.Context, m Machine) error {
	return c.mutate(ctx, opClearMalfunction, m, map[string]any{"machine_id": m.ID})
}
