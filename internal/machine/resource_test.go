package machine_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

const address = "dingshang_machine.test"

// declared is the resource with some attributes for the machine of the sample fleet.
func declared(attributes string) string {
	return fmt.Sprintf("resource \"dingshang_machine\" \"test\" {\n  machine_no = %q\n%s\n}\n", acctest.Machine, attributes)
}

// TestAccMachineResource_adopt: what is configured is sent, what is not is shown, and
// nothing else happens until one of them drifts.
func TestAccMachineResource_adopt(t *testing.T) {
	fixture := acctest.Start(t)
	config := fixture.Config(declared(`
		name    = "大堂一号"
		contact = "李四"
	`))
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
					plancheck.ExpectKnownValue(address, tfjsonpath.New("id"), text(acctest.Machine)),
					plancheck.ExpectKnownValue(address, tfjsonpath.New("name"), text("大堂一号")),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("address")),
				}},
				ConfigStateChecks: attributes(address, map[string]knownvalue.Check{
					"id": text(acctest.Machine), "machine_no": text(acctest.Machine), "name": text("大堂一号"), "contact": text("李四"),
					"address": text("北京市朝阳区酒仙桥路10号"), "tel": text("01012345678"), "timezone": text("Asia/Shanghai"),
					"longitude": knownvalue.Float64Exact(116.549815), "latitude": knownvalue.Float64Exact(39.922273),
					"cover_image": text("https://img.example.com/machine1.png"), "group_id": text("31"),
				}),
			},
			// Drift in what is not managed is shown and plans nothing.
			{
				PreConfig: func() {
					fixture.Emulator.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Tel = "010" })
				},
				Config:            config,
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("tel"), text("010"))},
			},
			// Drift in what is managed is planned back, and what is not managed stays as planned.
			{
				PreConfig: func() {
					fixture.Emulator.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Name = "renamed" })
				},
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
					plancheck.ExpectKnownValue(address, tfjsonpath.New("tel"), text("010")),
				}},
			},
			{Config: config, PlanOnly: true},
		},
	})
	updates := fixture.Emulator.CallsOf("console.updateMachine")
	if len(updates) != 2 {
		t.Fatalf("%d updates", len(updates))
	}
	for i, want := range []string{"map[contact:李四 name:大堂一号]", "map[name:大堂一号]"} {
		if got := fmt.Sprint(updates[i].Variables["input"]); got != want {
			t.Errorf("update %d sent %s, want %s", i+1, got, want)
		}
	}
	// Destroying leaves the machine as it is.
	if m := fixture.Emulator.Machine(acctest.Machine); m.Name != "大堂一号" || m.Contact != "李四" {
		t.Errorf("the machine is %+v", m)
	}
}
