package machine_test

import (
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// TestAccMachineResource_warnings: what a review has to know.
func TestAccMachineResource_warnings(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(declared(`
		name    = "大堂一号"
		contact = ""
		tel     = "01012345678"
	`))
	said := w.Apply()
	w.Expect(said, `Adopting machine 16327138 changes it`, `contact: "张三" → ""`, `name: "鼎商测试1号" → "大堂一号"`)
	if strings.Contains(said, "tel:") {
		t.Errorf("tel does not change:\n%s", said)
	}
	w.Empty()

	w.Vendor.RemoveMachine(acctest.Machine)
	w.Expect(w.Empty(), `Machine 16327138 not found in the merchant console.*fleet of automation@example\.com, who is signed in`)
	w.Expect(w.Destroy(), `Machine 16327138 stays as it is.*makes no call`)
}

// TestAccMachineResource_twice: two resources for one machine undo each other.
func TestAccMachineResource_twice(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(declared("") + strings.Replace(declared(""), `"test"`, `"again"`, 1))
	w.Expect(w.Apply(), `Two resources for machine 16327138.*managed by more than one resource`)
	w.Expect(w.Empty(), `Two resources for machine 16327138`)
	w.Config(declared(""))
	if said := w.Apply(); strings.Contains(said, "Two resources") {
		t.Errorf("one is left:\n%s", said)
	}
}
