package machineconfig_test

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

const address = "dingshang_machine_config.test"

// declared is the resource with some attributes for a machine.
func declared(machineNo, attributes string) string {
	return fmt.Sprintf("resource \"dingshang_machine_config\" \"test\" {\n  machine_no = %q\n%s\n}\n", machineNo, attributes)
}

// sentTo are the inputs of all updates so far.
func sentTo(fixture *acctest.Fixture) []string {
	var inputs []string
	for _, call := range fixture.Emulator.CallsOf("console.updateMachineConfig") {
		inputs = append(inputs, fmt.Sprint(call.Variables["input"]))
	}
	return inputs
}

func emptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func values(address string, want map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, check := range want {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), check))
	}
	return checks
}

// TestAccMachineConfigResource_pickupCodes: the most common failure of all, code 10023, is
// one attribute; the codes are created in the same apply.
func TestAccMachineConfigResource_pickupCodes(t *testing.T) {
	fixture := acctest.Start(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config:            fixture.Config(declared(acctest.MachineCodesOff, "pickup_code_enabled = true")),
			ConfigStateChecks: values(address, map[string]knownvalue.Check{"pickup_code_enabled": knownvalue.Bool(true), "volume": knownvalue.NotNull()}),
		}},
	})
	if fixture.Emulator.Machine(acctest.MachineCodesOff).CodesOff {
		t.Error("pickup codes are still switched off")
	}
	if sent := sentTo(fixture); len(sent) != 1 || sent[0] != "map[pickup_code_enabled:true]" {
		t.Errorf("sent %v", sent)
	}
}

// TestAccMachineConfigResource_everything: every attribute is sent and read back, also
// zeros, and drift in one is sent alone.
func TestAccMachineConfigResource_everything(t *testing.T) {
	fixture := acctest.Start(t)
	config := fixture.Config(declared(acctest.Machine, `
		brightness               = 0
		volume                   = 100
		language                 = "en_US"
		languages                = ["zh_HK", "en_US"]
		price_digits             = 0
		price_thousands          = true
		price_line               = false
		purchase_limit           = 3
		idle_timeout             = 30
		payment_wait_timeout     = 180
		carousel_ads_enabled     = false
		carousel_ads_count       = 0
		standby_ads_enabled      = true
		standby_ads_count        = 5
		standby_ads_autoplay     = true
		pickup_code_enabled      = false
		free_purchase_enabled    = true
		app_cart_enabled         = false
		app_coupon_code_enabled  = true
		app_upgrade_enabled      = false
		auth_credentials_enabled = true
		debugging_enabled        = true
		app_navbar_logo          = ""
	`))
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: values(address, map[string]knownvalue.Check{
				"app_navbar_logo": knownvalue.StringExact(""), "brightness": knownvalue.Int64Exact(0),
			})},
			{Config: config, ConfigPlanChecks: emptyPlan()},
			{
				PreConfig: func() {
					fixture.Emulator.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Config.PurchaseLimit = 1 })
				},
				Config: config,
			},
			{Config: config, ConfigPlanChecks: emptyPlan()},
		},
	})
	sent := fixture.Emulator.CallsOf("console.updateMachineConfig")
	if len(sent) != 2 {
		t.Fatalf("%d updates", len(sent))
	}
	if input, _ := sent[0].Variables["input"].(map[string]any); len(input) != 23 {
		t.Errorf("%d attributes were sent: %v", len(input), input)
	}
	if got := sentTo(fixture)[1]; got != "map[purchase_limit:3]" {
		t.Errorf("sent %s", got)
	}
}

// TestAccMachineConfigResource_nullNumbers: a number that the console has no value for.
func TestAccMachineConfigResource_nullNumbers(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Config.Brightness, m.Config.Volume, m.Config.Language = nil, nil, nil })
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.Config(declared(acctest.Machine, "volume = 0")),
			ConfigStateChecks: values(address, map[string]knownvalue.Check{
				"brightness": knownvalue.Null(), "volume": knownvalue.Int64Exact(0), "language": knownvalue.Null(),
			}),
		}},
	})
}

func TestAccMachineConfigResource_import(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(declared(acctest.Machine, "volume = 50"))
	w.Vendor.EditMachine(acctest.MachineOld, func(m *emulator.Machine) { m.Config = nil })
	w.Expect(w.Fail("import", address, acctest.MachineOld), `Machine 16327012 has no configuration`)
	w.Do("import", address, acctest.Machine)
	w.Empty()
}

func TestAccMachineConfigResource_importByIdentity(t *testing.T) {
	acctest.SkipWithout(t, acctest.ImportByIdentity)
	w := acctest.NewWorkspace(t)
	w.Config(declared(acctest.Machine, "volume = 50") + `
		import {
			to       = dingshang_machine_config.test
			identity = { machine_no = "16327138" }
		}
	`)
	w.Expect(w.Apply(), `1 imported, 0 added, 0 changed, 0 destroyed`)
}

func TestAccMachineConfigResource_badInput(t *testing.T) {
	for name, tc := range map[string]struct{ machineNo, attributes, wantError string }{
		"brightness":      {acctest.Machine, "brightness = 101", `brightness value must be between 0 and 100, got: 101`},
		"volume":          {acctest.Machine, "volume = -1", `volume value must be between 0 and 100, got: -1`},
		"fraction":        {acctest.Machine, "brightness = 49.5", `brightness is 49\.5\. It must be a whole number`},
		"negative":        {acctest.Machine, "idle_timeout = -1", `idle_timeout value must be between 0 and`},
		"language":        {acctest.Machine, `language = "Chinese"`, `Invalid language.*"Chinese".*"zh_CN"`},
		"languages":       {acctest.Machine, `languages = ["zh-CN"]`, `"zh-CN"\. It must be a language and a country`},
		"unknown machine": {acctest.MachineUnknown, "volume = 1", `Machine 99999999 not found in the merchant console`},
		"no config":       {acctest.MachineOld, "volume = 1", `Machine 16327012 has no configuration.*vending app on it reports in`},
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t)
			fixture.Emulator.EditMachine(acctest.MachineOld, func(m *emulator.Machine) { m.Config = nil })
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{{
					Config: fixture.Config(declared(tc.machineNo, tc.attributes)), ExpectError: acctest.Wrapped(tc.wantError),
				}},
			})
			if sent := sentTo(fixture); len(sent) != 0 {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

// TestAccMachineConfigResource_changesAnother: a console that empties what an update leaves out.
func TestAccMachineConfigResource_changesAnother(t *testing.T) {
	fixture := acctest.Start(t, func(c *emulator.Config) { c.Console.EmptyOmitted = true })
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.Config(declared(acctest.Machine, "volume = 10")),
			ExpectError: acctest.Wrapped(`Machine 16327138 does not match the configuration.*changed although they were not sent.*` +
				`brightness: was 80, is now \(none\).*languages: was \["en_US", "zh_CN"\], is now \[\]`),
		}},
	})
}

// TestAccMachineConfigResource_warnings: values that the vendor does not list, and goods
// that are given away.
func TestAccMachineConfigResource_warnings(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Config(declared(acctest.Machine, `
		idle_timeout          = 10
		purchase_limit        = 5
		language              = "fr_FR"
		free_purchase_enabled = true
	`))
	w.Expect(w.Apply(), `Unusual idle_timeout \(machine 16327138\).*idle_timeout is 10.*30 to 180`, `Unusual purchase_limit.*1 to 3`,
		`Unusual language.*"fr_FR"`, `Machine 16327138 will give its goods away`,
		`Adopting configuration of machine 16327138 changes it.*free_purchase_enabled: false → true.*idle_timeout: 60 → 10`)
	w.Empty()
	w.Expect(w.Destroy(), `Configuration of machine 16327138 stays as it is`)
}
