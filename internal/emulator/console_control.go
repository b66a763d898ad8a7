package emulator

import "slices"

// What is here is the console's counterpart of control.go: another user of the console, the
// vendor, or a test that looks behind the scenes.

// Machine is a machine as it truly is, without its products.
func (s *Server) Machine(machineNo string) Machine {
	var out Machine
	s.change(machineNo, func(m *machine) { out = m.clone() })
	return out
}

// EditMachine changes a machine as another actor would: both APIs show it at once. Called from an
// After hook, it makes a server that ignores a value, stores another or changes a field that was
// not sent. Products, number and record id stay what they are.
func (s *Server) EditMachine(machineNo string, edit func(*Machine)) {
	s.change(machineNo, func(m *machine) {
		changed := m.clone()
		edit(&changed)
		changed.ID, changed.MachineNo, changed.Products = m.ID, m.MachineNo, nil
		s.completeForConsole(&changed)
		m.Machine = changed
	})
}

// Device is what reached a machine's device.
func (s *Server) Device(machineNo string) Device {
	var out Device
	s.change(machineNo, func(m *machine) {
		out = m.device
		if m.device.Schedule != nil {
			schedule := *m.device.Schedule
			schedule.Weekdays = slices.Clone(schedule.Weekdays)
			out.Schedule = &schedule
		}
	})
	return out
}

// RevokeTokens makes every token issued so far invalid.
func (s *Server) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.console.revoked++
}

// Forbid takes the permission for queries or mutations away from the user, by the names of the
// fields: "updateMachine", "machines".
func (s *Server) Forbid(fields ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, field := range fields {
		s.console.forbidden[field] = true
	}
}

// Allow gives back what Forbid took.
func (s *Server) Allow(fields ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, field := range fields {
		delete(s.console.forbidden, field)
	}
}

// LagUpdates makes the next n reads of a machine, on a page or by itself, show it as it was
// before an update that comes from now on. Zero ends it for later updates.
func (s *Server) LagUpdates(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.console.lag = n
}
