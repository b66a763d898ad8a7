package machine_test

import (
	"fmt"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// query writes a query and runs it.
func query(t *testing.T, w *acctest.Workspace, body string, args ...string) string {
	t.Helper()
	w.Write("fleet.tfquery.hcl", body)
	return w.Do(append([]string{"query"}, args...)...)
}

const everyMachine = `
list "dingshang_machine" "fleet" {
  provider = dingshang
}
`

func TestAccMachineListResource(t *testing.T) {
	acctest.SkipWithout(t, acctest.ListResources)
	w := acctest.NewWorkspace(t)
	w.Config("")
	said := query(t, w, everyMachine)
	w.Expect(said, `machine_no=16327138\s+鼎商测试1号 \(16327138\)`, `machine_no=16327140`, `machine_no=163271380000021`)
	if strings.Contains(said, acctest.MachineForeign) {
		t.Error("another merchant's machine is listed")
	}
	said = query(t, w, `
		list "dingshang_machine" "fleet" {
			provider = dingshang
			config { group_id = "31" }
		}
	`)
	w.Expect(said, `machine_no=16327138`)
	if strings.Contains(said, "16327140") {
		t.Errorf("a machine of another group is listed:\n%s", said)
	}
	w.Write("fleet.tfquery.hcl", strings.Replace(everyMachine, "provider = dingshang", "provider = dingshang\nconfig { group_id = \"lobby\" }", 1))
	w.Expect(w.Fail("query"), `Invalid group_id.*"lobby"`)
}

// A limit ends the reading of pages.
func TestAccMachineListResource_limit(t *testing.T) {
	acctest.SkipWithout(t, acctest.ListResources)
	fleet := emulator.Fleet{}
	for i := range 40 {
		fleet.Machines = append(fleet.Machines, emulator.Machine{MachineNo: fmt.Sprint(20000000 + i), Name: fmt.Sprintf("machine %d", i)})
	}
	w := acctest.NewWorkspace(t, func(c *emulator.Config) { c.Fleet, c.Console.MaxPerPage = fleet, 10 })
	w.Config("")
	said := query(t, w, `
		list "dingshang_machine" "fleet" {
			provider = dingshang
			limit    = 15
		}
	`)
	if listed := strings.Count(said, "machine_no="); listed != 15 {
		t.Errorf("%d machines are listed", listed)
	}
	if pages := len(w.Vendor.CallsOf("console.machines")); pages != 2 {
		t.Errorf("%d pages were read", pages)
	}
	w.Vendor.Forbid("machines")
	w.Expect(w.Fail("query"), `Cannot list the fleet.*"permission denied"`)
}

// An existing fleet becomes HCL with one command: what is generated applies with imports
// and without a change.
func TestAccMachineListResource_generate(t *testing.T) {
	acctest.SkipWithout(t, acctest.ListResources)
	w := acctest.NewWorkspace(t)
	w.Config("")
	query(t, w, everyMachine+`
		list "dingshang_machine_config" "fleet" {
			provider = dingshang
		}
	`, "-generate-config-out=fleet.tf")
	said := w.Do("plan")
	w.Expect(said, `Plan: \d+ to import, 0 to add, 0 to change, 0 to destroy`)
	w.Expect(w.Apply(), `0 added, 0 changed, 0 destroyed`)
	w.Empty()
	for _, mutation := range []string{"updateMachine", "updateMachineConfig"} {
		if calls := w.Vendor.CallsOf("console." + mutation); len(calls) != 0 {
			t.Errorf("%s was called %d times", mutation, len(calls))
		}
	}
}
