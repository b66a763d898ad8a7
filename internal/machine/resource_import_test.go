package machine_test

import (
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// TestAccMachineResource_import: an import changes nothing, and what is imported is managed.
func TestAccMachineResource_import(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(declared(`name = "鼎商测试1号"`))
	w.Expect(w.Fail("import", address, "lobby"), `Invalid import id.*"lobby" is not a machine number`)
	w.Expect(w.Fail("import", address, "99999999"), `Machine 99999999 not found in the merchant console`)
	w.Do("import", address, acctest.Machine)
	w.Empty()
	w.Config(declared(`name = "new"`))
	w.Expect(w.Apply(), `0 added, 1 changed, 0 destroyed`)
	if calls := w.Vendor.CallsOf("console.updateMachine"); len(calls) != 1 {
		t.Errorf("%d updates", len(calls))
	}
}

func TestAccMachineResource_importByIdentity(t *testing.T) {
	acctest.SkipWithout(t, acctest.ImportByIdentity)
	w := acctest.NewWorkspace(t)
	w.Config(declared(`name = "鼎商测试1号"`) + `
		import {
			to       = dingshang_machine.test
			identity = { machine_no = "16327138" }
		}
	`)
	w.Expect(w.Apply(), `1 imported, 0 added, 0 changed, 0 destroyed`)
	w.Empty()
	w.Config(`
		import {
			to       = dingshang_machine.test
			identity = { machine_no = "lobby" }
		}
	` + declared(""))
	w.Do("state", "rm", address)
	w.Expect(w.Fail("plan"), `"lobby" is not a machine number`)
}
