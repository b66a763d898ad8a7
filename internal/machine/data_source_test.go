package machine_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func text(s string) knownvalue.Check { return knownvalue.StringExact(s) }

// attributes checks every attribute of the data source test.
func attributes(address string, want map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, check := range want {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), check))
	}
	return checks
}

func TestAccMachineFull(t *testing.T) {
	for name, option := range map[string]acctest.Option{
		"older generation": func(*emulator.Config) {},
		"newer generation": func(c *emulator.Config) { c.NewGeneration = true },
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t, option)
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{{
					Config: fixture.Config(`data "dingshang_machine" "test" { machine_no = "16327138" }`),
					ConfigStateChecks: attributes("data.dingshang_machine.test", map[string]knownvalue.Check{
						"machine_no":        text("16327138"),
						"name":              text("鼎商测试1号"),
						"address":           text("北京市朝阳区酒仙桥路10号"),
						"longitude":         knownvalue.Float64Exact(116.549815),
						"latitude":          knownvalue.Float64Exact(39.922273),
						"is_online":         knownvalue.Bool(true),
						"machine_type":      knownvalue.Int64Exact(1),
						"machine_type_name": text("vending machine"),
						"cabinet_names":     knownvalue.ListExact([]knownvalue.Check{text("A"), text("B")}),
						"model_id":          text("12"),
						"cover_image":       text("https://img.example.com/machine1.png"),
						"categories": knownvalue.ListExact([]knownvalue.Check{
							knownvalue.ObjectExact(map[string]knownvalue.Check{"id": text("3"), "title": text("日用品")}),
							knownvalue.ObjectExact(map[string]knownvalue.Check{"id": text("1"), "title": text("饮料")}),
							knownvalue.ObjectExact(map[string]knownvalue.Check{"id": text("2"), "title": text("零食")}),
						}),
						"announcement": knownvalue.ObjectExact(map[string]knownvalue.Check{"title": text("欢迎光临")}),
						"merchant": knownvalue.ObjectExact(map[string]knownvalue.Check{
							"title": text("鼎商测试商户"), "description": text("自动售货"), "logo": text("https://img.example.com/logo.png"),
							"store_id": text("1024"), "status": text("1"), "created_at": text("2023-03-01 09:00:00"),
						}),
						"currency": knownvalue.ObjectExact(map[string]knownvalue.Check{
							"id": text("1"), "name": text("人民币"), "code": text("CNY"), "symbol": text("¥"),
						}),
					}),
				}},
			})
		})
	}
}

func TestAccMachineWithoutWhatMayBeLeftOut(t *testing.T) {
	const bare = "16327199"
	fixture := acctest.Start(t)
	fixture.Emulator.AddMachine(emulator.Machine{MachineNo: bare, MachineType: 9})
	null := knownvalue.Null()
	absent := func(machineNo string, but map[string]knownvalue.Check) map[string]knownvalue.Check {
		want := map[string]knownvalue.Check{
			"machine_no": text(machineNo), "name": null, "address": null, "longitude": null, "latitude": null,
			"is_online": knownvalue.Bool(false), "machine_type": null, "machine_type_name": null,
			"cabinet_names": knownvalue.ListSizeExact(0), "model_id": null, "cover_image": null,
			"categories": knownvalue.ListSizeExact(0), "announcement": null, "merchant": null, "currency": null,
		}
		for name, check := range but {
			want[name] = check
		}
		return want
	}
	var checks []statecheck.StateCheck
	checks = append(checks, attributes("data.dingshang_machine.sparse", absent(acctest.MachineSparse, map[string]knownvalue.Check{
		"name": text("鼎商简装5号"), "is_online": knownvalue.Bool(true), "machine_type": knownvalue.Int64Exact(4),
		"machine_type_name": text("lending cabinet"), "cabinet_names": knownvalue.ListExact([]knownvalue.Check{text("A"), text("B")}),
	}))...)
	checks = append(checks, attributes("data.dingshang_machine.bare", absent(bare, map[string]knownvalue.Check{
		"machine_type": knownvalue.Int64Exact(9),
	}))...)
	checks = append(checks,
		statecheck.ExpectKnownValue("data.dingshang_machine.old", tfjsonpath.New("model_id"), text("3")),
		statecheck.ExpectKnownValue("data.dingshang_machine.old", tfjsonpath.New("cabinet_names"), knownvalue.ListSizeExact(0)),
		statecheck.ExpectKnownValue("data.dingshang_machine.offline", tfjsonpath.New("is_online"), knownvalue.Bool(false)),
		statecheck.ExpectKnownValue("data.dingshang_machine.long", tfjsonpath.New("machine_type_name"), text("locker cabinet")),
	)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.Config(fmt.Sprintf(`
				data "dingshang_machine" "sparse"  { machine_no = %q }
				data "dingshang_machine" "bare"    { machine_no = %q }
				data "dingshang_machine" "old"     { machine_no = %q }
				data "dingshang_machine" "offline" { machine_no = %q }
				data "dingshang_machine" "long"    { machine_no = %q }
			`, acctest.MachineSparse, bare, acctest.MachineOld, acctest.MachineOffline, acctest.MachineLong)),
			ConfigStateChecks: checks,
		}},
	})
}

func TestAccMachineErrors(t *testing.T) {
	for name, tc := range map[string]struct {
		machineNo string
		fault     *emulator.Fault
		wantError string
	}{
		"too short": {
			"1632713", nil,
			`Invalid machine_no.*machine_no is "1632713"\. It must be a machine number: 8 or more digits, as printed on the machine\.`,
		},
		"not digits": {"12ab", nil, `Invalid machine_no.*machine_no is "12ab"\. It must be`},
		"unknown": {
			acctest.MachineUnknown, nil,
			`Cannot read machine 99999999.*machine_no = "99999999".*tried to describe machine 99999999\..*code 30003.*Check machine_no: the data source dingshang_machines`,
		},
		"another merchant's": {
			acctest.MachineForeign, nil,
			`Cannot read machine 16327163.*machine_no = "16327163".*code 30001.*not linked to this merchant`,
		},
		"undocumented": {
			acctest.Machine, &emulator.Fault{Kind: emulator.Answer, Code: 77777, Message: "系统繁忙"},
			`Cannot read machine 16327138.*code 77777, message "系统繁忙".*does not document`,
		},
		"no vendor there": {
			acctest.Machine, &emulator.Fault{Kind: emulator.HTML, Status: 404},
			`Cannot read machine 16327138.*HTTP status 404.*Check url`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t)
			if tc.fault != nil {
				fixture.Emulator.Inject(func(emulator.Call) *emulator.Fault { return tc.fault })
			}
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{{
					Config:      fixture.Config(fmt.Sprintf(`data "dingshang_machine" "test" { machine_no = %q }`, tc.machineNo)),
					ExpectError: acctest.Wrapped(tc.wantError),
				}},
			})
		})
	}
}
