package emulator

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Device is what reached a machine's device. The console remembers none of it.
type Device struct {
	Schedule            *PowerSchedule `json:"schedule"` // nil: none
	Reboots             int            `json:"reboots"`
	Shutdowns           int            `json:"shutdowns"`
	MalfunctionsCleared int            `json:"malfunctions_cleared"`
}

// PowerSchedule is when a device switches itself on and off: each week by times of day, or once
// by dates when there are no weekdays.
type PowerSchedule struct {
	PowerOn  string  `json:"power_on"`
	PowerOff string  `json:"power_off"`
	Weekdays []int32 `json:"weekdays"` // from Monday to Sunday, 1: on
}

var (
	errMachineOffline     = errors.New("machine is offline")
	errMachineOutOfUse    = errors.New("machine is not in operation")
	errScheduleUnreadable = errors.New("invalid power schedule")
)

// sendToDevice runs a mutation that becomes a message to the device, which must be there.
func sendToDevice(ctx context.Context, field string, id int32, did string, act func(*machine) (func(), error)) (string, error) {
	return mutate(ctx, field, id, func(_ *Server, m *machine) (step, error) {
		switch {
		case !m.Online:
			return step{}, errMachineOffline
		case !m.isOperational():
			return step{}, errMachineOutOfUse
		}
		effect, err := act(m)
		return step{did: did, effect: effect}, err
	})
}

type scheduleInput struct {
	PowerOn  string
	PowerOff string
	Weekdays *[]int32
}

type machineIDArgs struct{ MachineID int32 }

// SetMachinePowerSchedule replaces the device's schedule.
func (*resolver) SetMachinePowerSchedule(ctx context.Context, args struct {
	MachineID int32
	Input     scheduleInput
},
) (string, error) {
	schedule := PowerSchedule{args.Input.PowerOn, args.Input.PowerOff, valueOr(args.Input.Weekdays, nil)}
	return sendToDevice(ctx, "setMachinePowerSchedule", args.MachineID, "set the power schedule", func(m *machine) (func(), error) {
		return func() { m.device.Schedule = &schedule }, schedule.check()
	})
}

// ClearMachinePowerSchedule removes the device's schedule.
func (*resolver) ClearMachinePowerSchedule(ctx context.Context, args machineIDArgs) (string, error) {
	return sendToDevice(ctx, "clearMachinePowerSchedule", args.MachineID, "cleared the power schedule", func(m *machine) (func(), error) {
		return func() { m.device.Schedule = nil }, nil
	})
}

// RebootMachine restarts the device.
func (*resolver) RebootMachine(ctx context.Context, args machineIDArgs) (string, error) {
	return sendToDevice(ctx, "rebootMachine", args.MachineID, "rebooted the device", func(m *machine) (func(), error) {
		return func() { m.device.Reboots++ }, nil
	})
}

// ShutdownMachine switches the device off, which takes the machine offline.
func (*resolver) ShutdownMachine(ctx context.Context, args machineIDArgs) (string, error) {
	return sendToDevice(ctx, "shutdownMachine", args.MachineID, "shut the device down", func(m *machine) (func(), error) {
		return func() {
			m.device.Shutdowns++
			m.Online = false
		}, nil
	})
}

// ClearMalfunction clears the faults of the machine's channels.
func (*resolver) ClearMalfunction(ctx context.Context, args machineIDArgs) (string, error) {
	return sendToDevice(ctx, "clearMalfunction", args.MachineID, "cleared malfunctions", func(m *machine) (func(), error) {
		return func() { m.device.MalfunctionsCleared++ }, nil
	})
}

func (p PowerSchedule) check() error {
	layout := time.DateTime
	if len(p.Weekdays) > 0 {
		layout = time.TimeOnly
	}
	on, onErr := time.Parse(layout, p.PowerOn)
	off, offErr := time.Parse(layout, p.PowerOff)
	switch {
	case onErr != nil, offErr != nil:
		return errScheduleUnreadable
	case len(p.Weekdays) == 0 && on.Before(off):
		return errScheduleUnreadable
	case len(p.Weekdays) == 0:
		return nil
	case len(p.Weekdays) != 7 || slices.ContainsFunc(p.Weekdays, func(day int32) bool { return day != 0 && day != 1 }):
		return errScheduleUnreadable
	}
	return nil
}
