package console

import "context"

// PowerSchedule says when a machine switches itself on and off, by the device's own
// clock. Weekly: times of day as HH:MM:SS, and Weekdays has seven numbers from Monday to
// Sunday, 1 on days on which it is switched on. Once: both with a date before them, and
// Weekdays is empty. A machine has one schedule: a new one takes the place of the old.
type PowerSchedule struct {
	PowerOn  string `json:"power_on"`
	PowerOff string `json:"power_off"`
	Weekdays []int  `json:"weekdays"`
}

// SetPowerSchedule sends a schedule to the machine, which must be online and in
// operation. It cannot be read back.
func (c *Client) SetPowerSchedule(ctx context.Context, m Machine, s PowerSchedule) error {
	if s.Weekdays == nil {
		s.Weekdays = []int{}
	}
	return c.mutate(ctx, opSetPowerSchedule, m, map[string]any{"machine_id": m.ID, "input": s})
}

// ClearPowerSchedule has the machine forget its schedule.
func (c *Client) ClearPowerSchedule(ctx context.Context, m Machine) error {
	return c.mutate(ctx, opClearPowerSchedule, m, map[string]any{"machine_id": m.ID})
}

// Reboot restarts the machine's device. It is never sent twice.
func (c *Client) Reboot(ctx context.Context, m Machine) error {
	return c.mutate(ctx, opReboot, m, map[string]any{"machine_id": m.ID})
}

// Shutdown switches the machine's device off. It is never sent twice.
func (c *Client) Shutdown(ctx context.Context, m Machine) error {
	return c.mutate(ctx, opShutdown, m, map[string]any{"machine_id": m.ID})
}

// ClearMalfunction clears the faults of all channels. It is never sent twice.
func (c *Client) ClearMalfunction(ctx context.Context, m Machine) error {
	return c.mutate(ctx, opClearMalfunction, m, map[string]any{"machine_id": m.ID})
}
