package machinepower_test

import (
	"regexp"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// protocolArguments are those of [actions], as the protocol has them.
func protocolArguments(kind string) map[string]any {
	arguments := map[string]any{"machine_no": acctest.Machine}
	if kind == "dingshang_schedule_machine_power_once" {
		arguments["power_off"], arguments["power_on"] = "2030-01-01 22:00", "2030-01-02 08:00:30"
	}
	return arguments
}

// What a newer CLI shows of actions, without it.
func TestActions(t *testing.T) {
	for kind, tc := range actions {
		t.Run(kind, func(t *testing.T) {
			fixture := acctest.Start(t)
			p := fixture.Process(t)
			progress, diagnostics := p.Invoke(t.Context(), kind, protocolArguments(kind))
			if len(diagnostics) > 0 || len(progress) != 2 || !regexp.MustCompile(tc.done).MatchString(progress[1]) {
				t.Errorf("%v, %v", progress, diagnostics)
			}
			if !tc.reached(fixture.Emulator.Device(acctest.Machine)) {
				t.Errorf("the device has %+v", fixture.Emulator.Device(acctest.Machine))
			}

			fixture.Emulator.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Online = true })
			fixture.Emulator.ResetCalls()
			fixture.Emulator.Fail("console."+tc.call, 1, emulator.Fault{Kind: emulator.Reset, Act: true})
			if _, diagnostics = p.Invoke(t.Context(), kind, protocolArguments(kind)); len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "may have been sent") {
				t.Errorf("lost answer: %v", diagnostics)
			}
			if calls := fixture.Emulator.CallsOf("console." + tc.call); len(calls) != 1 {
				t.Errorf("%d calls", len(calls))
			}

			// Went offline in this run: the machine is asked for again before anything is sent.
			fixture.Emulator.SetOnline(acctest.Machine, false)
			fixture.Emulator.ResetCalls()
			if _, diagnostics = p.Invoke(t.Context(), kind, protocolArguments(kind)); len(diagnostics) != 1 || diagnostics[0].Summary != "Machine 16327138 is offline" {
				t.Errorf("offline: %v", diagnostics)
			}
			if calls := fixture.Emulator.CallsOf("console." + tc.call); len(calls) != 0 {
				t.Errorf("%d calls", len(calls))
			}
		})
	}
}

// Times that are known only when the action runs are checked then.
func TestScheduleOnceChecksWhatWasUnknown(t *testing.T) {
	for name, tc := range map[string]struct{ off, on, want string }{
		"order":     {"2030-01-02 08:00", "2030-01-01 22:00", "Invalid power_on"},
		"malformed": {"tonight", "2030-01-01 22:00", "Invalid power_off"},
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t)
			_, diagnostics := fixture.Process(t).Invoke(t.Context(), "dingshang_schedule_machine_power_once",
				map[string]any{"machine_no": acctest.Machine, "power_off": tc.off, "power_on": tc.on})
			if len(diagnostics) != 1 || diagnostics[0].Summary != tc.want {
				t.Errorf("%v", diagnostics)
			}
			if calls := fixture.Emulator.Calls(); len(calls) != 0 {
				t.Errorf("%d calls", len(calls))
			}
		})
	}
}
