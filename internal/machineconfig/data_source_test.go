package machineconfig_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func TestAccMachineConfigDataSource(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.EditMachine(acctest.MachineOld, func(m *emulator.Machine) { m.Config = nil })
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{
				Config: fixture.Config(`
					data "dingshang_machine_config" "full" { machine_no = "16327138" }
					data "dingshang_machine_config" "none" { machine_no = "16327012" }
				`),
				ConfigStateChecks: append(
					values("data.dingshang_machine_config.full", map[string]knownvalue.Check{
						"id": knownvalue.StringExact("16327138"), "brightness": knownvalue.Int64Exact(80),
						"languages":           knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("zh_CN"), knownvalue.StringExact("en_US")}),
						"pickup_code_enabled": knownvalue.Bool(true), "app_navbar_logo": knownvalue.StringExact("https://img.example.com/navbar.png"),
						"app_version": knownvalue.StringExact("1.5.2"), "android_version": knownvalue.StringExact("11"), "java_version": knownvalue.StringExact("17"),
						"sdk_version": knownvalue.StringExact("30"), "device_model": knownvalue.StringExact("rk3568"), "manufacturer": knownvalue.StringExact("Rockchip"),
						"serial_no": knownvalue.StringExact("RK3568000000138"), "screen_width": knownvalue.Int64Exact(1080), "screen_height": knownvalue.Int64Exact(1920),
						"network_type": knownvalue.StringExact("4G"), "network_sim_iccid": knownvalue.StringExact("89860000000000000001"),
						"network_rssi": knownvalue.Int64Exact(-67), "temperature": knownvalue.StringExact("6.5"), "humidity": knownvalue.StringExact("41.0"),
						"uptime_minutes_today": knownvalue.Int64Exact(512), "status": knownvalue.StringExact("OPERATIONAL"), "is_online": knownvalue.Bool(true),
						"timezone": knownvalue.StringExact("Asia/Shanghai"),
					}),
					values("data.dingshang_machine_config.none", map[string]knownvalue.Check{
						"brightness": knownvalue.Null(), "languages": knownvalue.Null(), "price_digits": knownvalue.Null(), "pickup_code_enabled": knownvalue.Null(),
						"app_version": knownvalue.Null(), "status": knownvalue.NotNull(), "is_online": knownvalue.NotNull(),
					})...,
				),
			},
			{
				Config:      fixture.Config(`data "dingshang_machine_config" "test" { machine_no = "99999999" }`),
				ExpectError: acctest.Wrapped(`Machine 99999999 not found in the merchant console`),
			},
			{
				Config:      fixture.ProviderConfig("console_password = null") + `data "dingshang_machine_config" "test" { machine_no = "16327138" }`,
				ExpectError: acctest.Wrapped(`Merchant console not configured.*Set console_password`),
			},
		},
	})
}
