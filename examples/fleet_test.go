package examples

import (
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

func TestAccExampleFleet(t *testing.T) {
	w := newWorkspace(t, "fleet")
	w.run("init")

	// The plan warns about what it is going to change at the machines, and the apply changes that.
	plan := acctest.OneLine(w.run("plan"))
	for _, change := range []string{"北京市朝阳区酒仙桥路10号 → 北京市朝阳区酒仙桥路10号，一层大堂", "pickup_code_enabled: false → true"} {
		if !strings.Contains(strings.ReplaceAll(plan, `"`, ""), change) {
			t.Errorf("the plan does not warn about %s:\n%s", change, plan)
		}
	}
	w.apply()
	if m := w.vendor.Machine(acctest.Machine); m.Address != "北京市朝阳区酒仙桥路10号，一层大堂" || *m.Config.Volume != 30 {
		t.Errorf("the machine is at %q with volume %d", m.Address, *m.Config.Volume)
	}
	if m := w.vendor.Machine(acctest.MachineCodesOff); m.CodesOff {
		t.Error("pickup codes are still switched off")
	}
	if device := w.vendor.Device(acctest.Machine); device.Schedule == nil {
		t.Error("the machine has no schedule")
	}
	codes := output[map[string][]string](w, "codes")
	if len(codes) != 3 || len(codes["16327138"]) != 3 || len(codes["16327151"]) != 2 || len(codes["16327175"]) != 1 {
		t.Errorf("%d machines with codes", len(codes))
	}
	if out := w.wantNoChanges(); strings.Contains(out, "Warning") {
		t.Errorf("there is nothing to warn about:\n%s", out)
	}

	// A machine that goes offline is named, and neither loses its codes nor stops the others.
	w.vendor.SetOnline("16327175", false)
	w.edit("terraform.tfvars", `codes = 3`, `codes = 4`)
	if out := acctest.OneLine(w.apply()); !strings.Contains(out, "Offline, so codes and hours cannot be changed: 鼎商简装5号 (16327175).") {
		t.Errorf("the machine that is offline is not named:\n%s", out)
	}
	if live := len(w.vendor.Live("16327138")); live != 4 {
		t.Errorf("%d codes on the machine that is online instead of 4", live)
	}
	if live := len(w.vendor.Live("16327175")); live != 1 {
		t.Errorf("%d codes on the machine that is offline instead of 1", live)
	}

	// So is a machine that has sold what the codes are for, and a code that was used is no change.
	if err := w.vendor.Redeem("16327138", "", codes["16327138"][0]); err != nil {
		t.Fatal(err)
	}
	w.vendor.SetInventory("16327138", acctest.Cola, 2, 50)
	out := w.Try("plan").Stdout
	if !strings.Contains(acctest.OneLine(out), "More unused codes than stock: 可乐 on ") {
		t.Errorf("the stock is not said to be short:\n%s", out)
	}
	if strings.Contains(out, "will be") {
		t.Errorf("a code that was used changes a resource:\n%s", out)
	}

	// Destroying cancels the codes and clears the hours, and leaves the machines and their settings alone.
	w.vendor.SetOnline("16327175", true)
	w.run("destroy", "-auto-approve")
	if live := w.vendor.Live(""); len(live) != 0 {
		t.Errorf("%d codes outlive the fleet", len(live))
	}
	if device := w.vendor.Device(acctest.Machine); device.Schedule != nil {
		t.Error("the schedule outlives the fleet")
	}
	if m := w.vendor.Machine(acctest.Machine); m.Address != "北京市朝阳区酒仙桥路10号，一层大堂" {
		t.Errorf("the machine is at %q again", m.Address)
	}
}

// TestAccExampleFleet_tests runs the example's own tests.
func TestAccExampleFleet_tests(t *testing.T) {
	w := newWorkspace(t, "fleet")
	w.edit("tests/emulator.tftest.hcl", "http://127.0.0.1:8080", w.url)
	w.run("init")
	out := w.run("test")
	if !strings.Contains(out, "7 passed, 0 failed") {
		t.Errorf("not what was to be run:\n%s", out)
	}
	if live := w.vendor.Live(""); len(live) != 0 {
		t.Errorf("the tests leave %d codes behind", len(live))
	}
}
