package machine_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func TestAccMachines(t *testing.T) {
	fixture := acctest.Start(t)
	machines := tfjsonpath.New("machines")
	null := knownvalue.Null()
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.Config(`
				data "dingshang_machines" "test" {}
				data "dingshang_machine" "each" {
				  for_each   = { for m in data.dingshang_machines.test.machines : m.machine_no => m.name if m.is_online }
				  machine_no = each.key
				}
				output "online" { value = sort(keys(data.dingshang_machine.each)) }
			`),
			ConfigStateChecks: []statecheck.StateCheck{
				// All but the one of another merchant, in the server's order.
				statecheck.ExpectKnownValue("data.dingshang_machines.test", machines, knownvalue.ListSizeExact(6)),
				statecheck.ExpectKnownValue("data.dingshang_machines.test", machines.AtSliceIndex(0), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"machine_no": text("16327138"), "name": text("鼎商测试1号"), "is_online": knownvalue.Bool(true), "in_operation": knownvalue.Bool(true),
					"address": text("北京市朝阳区酒仙桥路10号"), "longitude": knownvalue.Float64Exact(116.549815), "latitude": knownvalue.Float64Exact(39.922273),
					"contact": text("张三"), "tel": text("01012345678"), "notify_message": text("库存不足请补货"), "created_at": text("2023-03-02 10:20:30"),
				})),
				statecheck.ExpectKnownValue("data.dingshang_machines.test", machines.AtSliceIndex(1).AtMapKey("is_online"), knownvalue.Bool(false)),
				statecheck.ExpectKnownValue("data.dingshang_machines.test", machines.AtSliceIndex(3), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"machine_no": text(acctest.MachineSparse), "name": text("鼎商简装5号"), "is_online": knownvalue.Bool(true), "in_operation": knownvalue.Bool(true),
					"address": null, "longitude": null, "latitude": null, "contact": null, "tel": null, "notify_message": null, "created_at": text("2023-08-01 12:00:00"),
				})),
				statecheck.ExpectKnownValue("data.dingshang_machines.test", machines.AtSliceIndex(5).AtMapKey("in_operation"), knownvalue.Bool(false)),
				statecheck.ExpectKnownOutputValue("online", knownvalue.ListExact([]knownvalue.Check{
					text(acctest.MachineOld), text(acctest.Machine), text(acctest.MachineLong), text(acctest.MachineCodesOff), text(acctest.MachineSparse),
				})),
			},
		}, {
			// When the test ends, the test framework cannot read a state with for_each.
			Config: fixture.Config(""),
		}},
	})
}

func TestAccMachinesNone(t *testing.T) {
	fixture := acctest.Start(t, func(c *emulator.Config) { c.Fleet = emulator.Fleet{Machines: []emulator.Machine{}} })
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.Config(`data "dingshang_machines" "test" {}`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.dingshang_machines.test", tfjsonpath.New("machines"), knownvalue.ListSizeExact(0)),
			},
		}},
	})
}

func TestAccMachinesError(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.Inject(func(emulator.Call) *emulator.Fault {
		return &emulator.Fault{Kind: emulator.Answer, Code: 6017, Message: "商户已过期"}
	})
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config:      fixture.Config(`data "dingshang_machines" "test" {}`),
			ExpectError: acctest.Wrapped(`Cannot list the machines.*tried to list the merchant's machines\..*code 6017, message "商户已过期".*expired\. Renew it`),
		}},
	})
}
