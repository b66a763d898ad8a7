package machinepower_test

import (
	"fmt"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// act is an action of the given type and arguments, and a change that triggers it.
func act(kind, arguments string) string {
	return fmt.Sprintf(`
action %q "test" {
  config {
    %s
  }
}

resource "terraform_data" "trigger" {
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.%s.test]
    }
  }
}
`, kind, arguments, kind)
}

func invoke(kind string) []string {
	return []string{"apply", "-auto-approve", "-invoke=action." + kind + ".test"}
}

// actions are all that a machine can be told, with what tells it.
var actions = map[string]struct {
	arguments, call, done string
	reached               func(emulator.Device) bool
}{
	"dingshang_reboot_machine": {
		`machine_no = "16327138"`, "rebootMachine", `Machine 16327138 \(鼎商测试1号\) was told to reboot`,
		func(d emulator.Device) bool { return d.Reboots == 1 },
	},
	"dingshang_shutdown_machine": {
		`machine_no = "16327138"`, "shutdownMachine", `was told to shut down`,
		func(d emulator.Device) bool { return d.Shutdowns == 1 },
	},
	"dingshang_clear_machine_malfunction": {
		`machine_no = "16327138"`, "clearMalfunction", `was told to clear its malfunctions`,
		func(d emulator.Device) bool { return d.MalfunctionsCleared == 1 },
	},
	"dingshang_schedule_machine_power_once": {
		"machine_no = \"16327138\"\npower_off = \"2030-01-01 22:00\"\npower_on = \"2030-01-02 08:00:30\"", "setMachinePowerSchedule", `which replaced any weekly one`,
		func(d emulator.Device) bool {
			return d.Schedule != nil && fmt.Sprint(*d.Schedule) == "{2030-01-02 08:00:30 2030-01-01 22:00:00 []}"
		},
	},
}

func TestAccMachineActions_triggered(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	for kind, tc := range actions {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t)
			w.Config(act(kind, tc.arguments))
			w.Expect(w.Apply(), tc.done)
			if !tc.reached(w.Vendor.Device(acctest.Machine)) {
				t.Errorf("the device has %+v", w.Vendor.Device(acctest.Machine))
			}
		})
	}
}

// An answer that is lost is not asked for again: one press of a button is one message.
func TestAccMachineActions_answerLost(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	for kind, tc := range actions {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t)
			w.Vendor.Fail("console."+tc.call, 1, emulator.Fault{Kind: emulator.Reset, Act: true})
			w.Config(act(kind, tc.arguments))
			w.Expect(w.Fail(invoke(kind)...), `Outcome unknown: message to machine 16327138.*may have been sent.*not sent again`)
			if calls := w.Vendor.CallsOf("console." + tc.call); len(calls) != 1 {
				t.Errorf("%d calls", len(calls))
			}
		})
	}
}

func TestAccMachineActions_unreachable(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	for kind, tc := range actions {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t)
			w.Vendor.SetOnline(acctest.Machine, false)
			w.Config(act(kind, tc.arguments))
			w.Expect(w.Fail(invoke(kind)...), `Warning: Machine 16327138 is offline`, `Error: Machine 16327138 is offline.*run the action again`)
			w.Vendor.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Online, m.InOperation = true, false })
			w.Expect(w.Fail(invoke(kind)...), `Error: Machine 16327138 is not in operation`)
			if calls := w.Vendor.CallsOf("console." + tc.call); len(calls) != 0 {
				t.Errorf("%d calls", len(calls))
			}
			w.Vendor.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.InOperation = true })
			w.Vendor.Forbid(tc.call)
			w.Expect(w.Fail(invoke(kind)...), `Nothing was sent to machine 16327138.*"permission denied"`)
		})
	}
}

func TestAccMachineActions_review(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	w := acctest.NewWorkspace(t)
	w.Config(act("dingshang_shutdown_machine", `machine_no = "16327138"`))
	w.Expect(w.Do("plan"), `Machine 16327138 cannot be switched on remotely.*unless a power schedule does`)
	w.Config(act("dingshang_schedule_machine_power_once", actions["dingshang_schedule_machine_power_once"].arguments))
	w.Expect(w.Do("plan"), `Weekly power schedule of machine 16327138 will be replaced`)
	w.Config(act("dingshang_reboot_machine", `machine_no = "99999999"`))
	w.Expect(w.Fail("plan"), `Machine 99999999 not found in the merchant console`)
	for arguments, want := range map[string]string{
		`power_off = "tomorrow"` + "\n" + `power_on = "2030-01-01 08:00"`:         `Invalid power_off.*"tomorrow".*YYYY-MM-DD HH:MM`,
		`power_off = "2030-01-01 8:00"` + "\n" + `power_on = "2030-01-01 09:00"`:  `Invalid power_off`,
		`power_off = "2030-01-02 08:00"` + "\n" + `power_on = "2030-01-01 08:00"`: `Invalid power_on.*must not be before power_off`,
	} {
		w.Config(act("dingshang_schedule_machine_power_once", "machine_no = \"16327138\"\n"+arguments))
		w.Expect(w.Fail("validate"), want)
	}
	if calls := w.Vendor.Calls(); strings.Contains(fmt.Sprint(calls), "setMachinePowerSchedule") {
		t.Error("a plan sent a schedule")
	}
}

// A schedule for once takes the place of the weekly one, of which state knows nothing.
func TestAccMachineActions_onceAndWeekly(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	w := acctest.NewWorkspace(t)
	w.Config(schedule("test", acctest.Machine, workdays, "08:00", "22:00"))
	w.Apply()
	once := act("dingshang_schedule_machine_power_once", actions["dingshang_schedule_machine_power_once"].arguments)
	w.Config(schedule("test", acctest.Machine, workdays, "08:00", "22:00") + once)
	w.Apply()
	if got := onDevice(w.Vendor); !strings.Contains(got, "2030-01-02") {
		t.Errorf("the machine has %s", got)
	}
	w.Empty()
}

// Times that are known only when the action is invoked are checked then.
func TestAccMachineActions_timesKnownLate(t *testing.T) {
	acctest.SkipWithout(t, acctest.Actions)
	w := acctest.NewWorkspace(t)
	for times, want := range map[string][2]string{
		"another form":  {`"2030-01-01T22:00:00Z", "2030-01-02 08:00"`, `power_off is "2030-01-01T22:00:00Z"`},
		"another order": {`"2030-01-02 22:00", "2030-01-02 08:00"`, `power_on must not be before power_off`},
	} {
		w.Config(`
resource "terraform_data" "late" {}

locals {
  times = terraform_data.late.id == "" ? ["", ""] : [` + want[0] + `]
}
` + strings.Replace(act("dingshang_schedule_machine_power_once", "machine_no = \"16327138\"\npower_off = local.times[0]\npower_on = local.times[1]"),
			`"trigger" {`, "\"trigger\" {\n  triggers_replace = local.times", 1))
		w.Expect(w.FailApply(), want[1])
		if calls := w.Vendor.CallsOf("console.setMachinePowerSchedule"); len(calls) > 0 {
			t.Errorf("%s: a schedule was sent", times)
		}
		w.Config("").Apply()
	}
}
