package machinepower_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

const address = "dingshang_machine_power_schedule.test"

func schedule(name, machineNo, days, on, off string) string {
	return fmt.Sprintf("resource \"dingshang_machine_power_schedule\" %q {\n  machine_no = %q\n  days = %s\n  power_on = %q\n  power_off = %q\n}\n",
		name, machineNo, days, on, off)
}

const workdays = `["friday", "monday", "tuesday", "wednesday", "thursday"]`

// onDevice is the schedule that the machine has.
func onDevice(s *emulator.Server) string {
	if schedule := s.Device(acctest.Machine).Schedule; schedule != nil {
		return fmt.Sprint(*schedule)
	}
	return "none"
}

func want(want, got string) error {
	if got != want {
		return fmt.Errorf("the machine has %s, want %s", got, want)
	}
	return nil
}

func TestAccMachinePowerScheduleResource(t *testing.T) {
	fixture := acctest.Start(t)
	config := func(on string) string {
		return fixture.Config(schedule("test", acctest.Machine, workdays, on, "22:30:00"))
	}
	emptyPlan := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{
				Config: config("08:00"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(acctest.Machine)),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("sent_at")),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(acctest.Machine)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("sent_at"), knownvalue.NotNull()),
				},
				Check: func(*terraform.State) error {
					return want("{08:00:00 22:30:00 [1 1 1 1 1 0 0]}", onDevice(fixture.Emulator))
				},
			},
			// Another spelling of the same time changes nothing.
			{Config: config("08:00:00"), ConfigPlanChecks: emptyPlan},
			{
				Config: config("09:15"),
				Check: func(*terraform.State) error {
					return want("{09:15:00 22:30:00 [1 1 1 1 1 0 0]}", onDevice(fixture.Emulator))
				},
			},
			{Config: config("09:15"), ConfigPlanChecks: emptyPlan},
		},
	})
	if got := onDevice(fixture.Emulator); got != "none" {
		t.Errorf("the schedule was not cleared: %s", got)
	}
	if sent := fixture.Emulator.CallsOf("console.setMachinePowerSchedule"); len(sent) != 2 {
		t.Errorf("%d schedules were sent", len(sent))
	}
}

func TestAccMachinePowerScheduleResource_badInput(t *testing.T) {
	for name, tc := range map[string]struct{ config, wantError string }{
		"day":             {schedule("test", acctest.Machine, `["monday", "Sunday"]`, "08:00", "22:00"), `Invalid day.*"Sunday" is not a day\. Days are monday, tuesday, wednesday, thursday, friday, saturday, sunday`},
		"no days":         {schedule("test", acctest.Machine, `[]`, "08:00", "22:00"), `days set must contain at least 1 element`},
		"hour":            {schedule("test", acctest.Machine, workdays, "24:00", "22:00"), `Invalid power_on.*power_on is "24:00"`},
		"one digit":       {schedule("test", acctest.Machine, workdays, "8:00", "22:00"), `Invalid power_on`},
		"words":           {schedule("test", acctest.Machine, workdays, "08:00", "noon"), `Invalid power_off.*power_off is "noon".*HH:MM`},
		"one time":        {schedule("test", acctest.Machine, workdays, "08:00", "08:00:00"), `power_on and power_off are both 08:00:00.*Set different times`},
		"unknown machine": {schedule("test", acctest.MachineUnknown, workdays, "08:00", "22:00"), `Machine 99999999 not found in the merchant console`},
		"offline": {
			schedule("test", acctest.MachineOffline, workdays, "08:00", "22:00"),
			`Machine 16327140 is offline.*did not send the schedule.*Bring the machine online`,
		},
		"not in operation": {
			schedule("test", acctest.MachineLong, workdays, "08:00", "22:00"),
			`Machine 163271380000021 is not in operation.*did not send the schedule`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t)
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps:                    []resource.TestStep{{Config: fixture.Config(tc.config), ExpectError: acctest.Wrapped(tc.wantError)}},
			})
			if sent := fixture.Emulator.CallsOf("console.setMachinePowerSchedule"); len(sent) != 0 {
				t.Errorf("%d schedules were sent", len(sent))
			}
		})
	}
}

// TestAccMachinePowerScheduleResource_offline: a machine that went offline cannot be told
// anything; what is in state stays, and the way out works.
func TestAccMachinePowerScheduleResource_offline(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(schedule("test", acctest.Machine, workdays, "08:00", "22:00"))
	w.Apply()
	w.Vendor.SetOnline(acctest.Machine, false)
	w.Empty()
	w.Config(schedule("test", acctest.Machine, workdays, "09:00", "22:00"))
	w.Expect(w.Do("plan"), `Warning: Machine 16327138 is offline.*Sending a power schedule`)
	w.Expect(w.FailApply(), `Error: Machine 16327138 is offline`)
	w.Config("")
	w.Expect(w.Do("plan"), `Warning: Machine 16327138 is offline.*Clearing a power schedule`)
	w.Expect(w.FailApply(), `Error: Machine 16327138 is offline.*did not clear the schedule.*terraform state rm ADDRESS.*removed`)
	w.Do("state", "rm", address)
	w.Empty()
}

// TestAccMachinePowerScheduleResource_takenOver: a schedule that another resource has sent
// in the same run is not cleared with the old one.
func TestAccMachinePowerScheduleResource_takenOver(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(schedule("old", acctest.Machine, workdays, "08:00", "22:00"))
	w.Apply()
	w.Config(schedule("old", acctest.Machine, workdays, "08:00", "22:00") + schedule("new", acctest.Machine, `["sunday"]`, "10:00", "18:00"))
	w.Expect(w.Do("plan"), `Two resources for the power schedule of machine 16327138.*the last one that is sent stays`)
	w.Config(`
		resource "dingshang_machine_power_schedule" "old" {
			machine_no = "16327138"
			days       = ["sunday"]
			power_on   = "10:00"
			power_off  = "18:00"
			lifecycle { create_before_destroy = true }
		}
	`)
	w.Apply()
	w.Expect(w.Apply("-replace=dingshang_machine_power_schedule.old"), `Power schedule of machine 16327138 was not cleared`)
	if got := onDevice(w.Vendor); got != "{10:00:00 18:00:00 [0 0 0 0 0 0 1]}" {
		t.Errorf("the machine has %s", got)
	}
}

func TestAccMachinePowerScheduleResource_import(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(schedule("test", acctest.Machine, workdays, "08:00", "22:00"))
	w.Expect(w.Fail("import", address, acctest.Machine), `A power schedule cannot be imported.*does not return the schedule.*replaces the one`)
}

// TestAccMachinePowerScheduleResource_machineGone: a refresh keeps the state.
func TestAccMachinePowerScheduleResource_machineGone(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(schedule("test", acctest.Machine, workdays, "08:00", "22:00"))
	w.Apply()
	w.Vendor.UnlinkMachine(acctest.Machine)
	w.Expect(w.Empty(), `Machine 16327138 not found in the merchant console`)
	w.Expect(w.Fail("apply", "-destroy", "-auto-approve"), `Machine 16327138 not found in the merchant console.*terraform state rm ADDRESS`)
}
