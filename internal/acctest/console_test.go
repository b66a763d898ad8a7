package acctest_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// TestAccConsole_fleetCostsItsPages: 200 machines with 200 configurations are refreshed by
// the pages of the fleet and nothing else; changing each costs an update and a read.
func TestAccConsole_fleetCostsItsPages(t *testing.T) {
	const machines = 200
	for perPage, pages := range map[int]int{10: 20, 100: 2} {
		t.Run(fmt.Sprintf("%d a page", perPage), func(t *testing.T) {
			fleet := emulator.Fleet{}
			for i := range machines {
				fleet.Machines = append(fleet.Machines, emulator.Machine{
					MachineNo: fmt.Sprint(20000000 + i), Name: fmt.Sprintf("machine %d", i), Online: true, InOperation: true, Config: &emulator.MachineConfig{},
				})
			}
			w := acctest.NewWorkspace(t, func(c *emulator.Config) { c.Fleet, c.Console.MaxPerPage = fleet, perPage })
			config := func(contact string) {
				w.Config(fmt.Sprintf(`
					locals { machines = toset([for i in range(%d) : tostring(20000000 + i)]) }
					resource "dingshang_machine" "test" {
						for_each   = local.machines
						machine_no = each.key
						contact    = %q
					}
					resource "dingshang_machine_config" "test" {
						for_each   = local.machines
						machine_no = each.key
					}
				`, machines, contact))
			}
			config("")
			w.Apply()
			w.Vendor.ResetCalls()
			w.Empty()
			wantCalls(t, w.Vendor, map[string]int{"signin": 1, "machines": pages})
			if perPage == 10 {
				return
			}
			w.Vendor.ResetCalls()
			config("new")
			w.Apply() // plans and applies in two processes
			wantCalls(t, w.Vendor, map[string]int{"signin": 2, "machines": 2 * pages, "updateMachine": machines, "machine": machines})
		})
	}
}

func wantCalls(t *testing.T, vendor *emulator.Server, want map[string]int) {
	t.Helper()
	total := 0
	for name, times := range want {
		total += times
		if got := len(vendor.CallsOf("console." + name)); got != times || got == 0 {
			t.Errorf("%s was called %d times, want %d", name, got, times)
		}
	}
	if all := len(vendor.Calls()); all != total {
		t.Errorf("%d calls, want %d", all, total)
	}
}

// TestAccConsole_othersDoNotMind: without the console's settings everything else works.
func TestAccConsole_othersDoNotMind(t *testing.T) {
	withoutEnvironment(t)
	fixture := acctest.Start(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.ProviderConfig("console_url = null\nconsole_email = null\nconsole_password = null") + products,
			Check:  resource.TestCheckResourceAttr("data.dingshang_products.test", "products.#", "17"),
		}},
	})
	if calls := fixture.Emulator.CallsOf("console.signin"); len(calls) > 0 {
		t.Error("signed in although nothing needs the console")
	}
}

func TestAccConsole_settingsFromEnvironment(t *testing.T) {
	fixture := acctest.Start(t)
	t.Setenv("DINGSHANG_CONSOLE_URL", fixture.URL+emulator.ConsolePath)
	t.Setenv("DINGSHANG_CONSOLE_EMAIL", emulator.ConsoleEmail)
	t.Setenv("DINGSHANG_CONSOLE_PASSWORD", emulator.ConsolePassword)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.ProviderConfig("console_url = null\nconsole_email = null\nconsole_password = null") +
				`data "dingshang_machine_config" "test" { machine_no = "16327138" }`,
			Check: resource.TestCheckResourceAttr("data.dingshang_machine_config.test", "volume", "50"),
		}},
	})
}

// TestAccConsole_settingsUnknown: what another resource creates is not known at plan time.
func TestAccConsole_settingsUnknown(t *testing.T) {
	acctest.FindCLI(t)
	t.Parallel()
	fixture := acctest.Start(t)
	w := acctest.NewWorkspaceAt(t, fixture)
	config := func(password, further string) {
		w.WholeConfig(fixture.ProviderConfig("console_password = "+password) + `
			resource "terraform_data" "password" {
				input = "` + emulator.ConsolePassword + `"
			}
			resource "dingshang_machine" "test" {
				machine_no = "16327138"
				name       = "new"
			}
			resource "dingshang_machine_config" "test" {
				machine_no = "16327138"
				volume     = 10
			}
		` + further)
	}
	config("terraform_data.password.output", "")
	w.Apply()
	w.Empty()
	config("terraform_data.another.output", `resource "terraform_data" "another" { input = "x" }`)
	w.Expect(w.Do("plan"), `Machine 16327138 was not refreshed.*State was not changed`)
	config("terraform_data.another.output", `
		resource "terraform_data" "another" { input = "x" }
		data "dingshang_machine_config" "test" { machine_no = "16327138" }
	`)
	w.Expect(w.Fail("plan"), `Provider settings are not known yet.*-target`)
}

// TestAccConsole_nothingLeaks: neither logs at any level nor state, plan or output hold
// password, token or signed input.
func TestAccConsole_nothingLeaks(t *testing.T) {
	acctest.FindCLI(t)
	t.Parallel()
	fixture := acctest.Start(t)
	w := acctest.NewWorkspaceAt(t, fixture)
	w.Env = []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + filepath.Join(w.Dir, "trace.log"), "TF_VAR_password=" + emulator.ConsolePassword}
	w.WholeConfig(fixture.ProviderConfig(`console_password = var.password`) + `
		variable "password" {
			type      = string
			sensitive = true
		}
		resource "dingshang_machine" "test" {
			machine_no = "16327138"
			name       = "new"
		}
		resource "dingshang_machine_config" "test" {
			machine_no = "16327138"
			volume     = 10
		}
		resource "dingshang_machine_power_schedule" "test" {
			machine_no = "16327138"
			days       = ["monday"]
			power_on   = "08:00"
			power_off  = "22:00"
		}
	`)
	said := w.Apply() + w.Empty()
	w.Vendor.RevokeTokens()
	w.Vendor.Forbid("updateMachine")
	w.Vendor.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Name = "drift" })
	said += w.FailApply()
	for name, content := range map[string]string{"the log": w.Read("trace.log"), "state": w.Read("terraform.tfstate"), "what was said": said} {
		if name == "the log" && !strings.Contains(content, "updateMachineConfig") {
			t.Error("the log does not show the calls")
		}
		for secret, text := range map[string]string{
			"the password": emulator.ConsolePassword, "a token": "eyJhbGciOi", "the bearer": "Bearer ", "a signed input": "eyJlbWFpbCI6",
		} {
			if strings.Contains(content, text) {
				at := strings.Index(content, text)
				t.Errorf("%s is in %s: …%s", secret, name, content[max(0, at-300):at])
			}
		}
	}
}
