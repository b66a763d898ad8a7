package emulator

import (
	"reflect"
	"testing"
)

func (c consoleClient) schedule(id int, on, off string, weekdays []int) graphQLAnswer {
	c.t.Helper()
	return c.ask(`mutation($id: Int!, $input: PowerScheduleInput!) { setMachinePowerSchedule(machine_id: $id, input: $input) }`,
		map[string]any{"id": id, "input": map[string]any{"power_on": on, "power_off": off, "weekdays": weekdays}})
}

func TestConsolePowerSchedule(t *testing.T) {
	s, c := signedIn(t, Config{})
	weekdays := []int{1, 1, 1, 1, 1, 0, 0}
	c.schedule(501, "07:30:00", "22:00:00", weekdays).wantOK(t)
	if got, want := s.Device(testMachine).Schedule, (&PowerSchedule{"07:30:00", "22:00:00", []int32{1, 1, 1, 1, 1, 0, 0}}); !reflect.DeepEqual(got, want) {
		t.Error(got)
	}
	c.schedule(501, "2026-05-02 07:00:00", "2026-05-01 22:00:00", nil).wantOK(t)
	if got := s.Device(testMachine).Schedule; len(got.Weekdays) != 0 || got.PowerOn != "2026-05-02 07:00:00" {
		t.Error(got)
	}
	for _, bad := range []PowerSchedule{
		{"7:30", "22:00:00", []int32{1, 1, 1, 1, 1, 0, 0}},
		{"07:30:00", "22:00:00", []int32{1, 1}},
		{"07:30:00", "22:00:00", []int32{1, 2, 3, 4, 5, 6, 7}},
		{"07:30:00", "22:00:00", nil},
		{"2026-05-01 07:00:00", "2026-05-01 22:00:00", nil},
	} {
		days := []int{}
		for _, day := range bad.Weekdays {
			days = append(days, int(day))
		}
		c.schedule(501, bad.PowerOn, bad.PowerOff, days).wantError(t, "invalid power schedule")
	}
	c.order("clearMachinePowerSchedule", 501).wantOK(t)
	if got := s.Device(testMachine).Schedule; got != nil {
		t.Error(got)
	}
}

func TestConsoleOrders(t *testing.T) {
	s, c := signedIn(t, Config{})
	c.order("rebootMachine", 501).wantOK(t)
	c.order("clearMalfunction", 501).wantOK(t)
	c.order("shutdownMachine", 501).wantOK(t)
	if got := s.Device(testMachine); got != (Device{Reboots: 1, Shutdowns: 1, MalfunctionsCleared: 1}) {
		t.Errorf("%+v", got)
	}
	for _, mutation := range []string{"rebootMachine", "shutdownMachine", "clearMalfunction", "clearMachinePowerSchedule"} {
		c.order(mutation, 501).wantError(t, "machine is offline") // since the shutdown
		c.order(mutation, 507).wantError(t, "machine is not in operation")
		s.Forbid(mutation)
		c.order(mutation, 501).wantError(t, "permission denied")
	}
}
