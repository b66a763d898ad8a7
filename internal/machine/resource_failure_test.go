package machine_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// TestAccMachineResource_badInput: what is wrong is said before anything is sent.
func TestAccMachineResource_badInput(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare   func(*acctest.Fixture)
		settings  string
		config    string
		wantError string
	}{
		"machine number":    {config: `resource "dingshang_machine" "test" { machine_no = "123" }`, wantError: `Invalid machine_no.*8 or more digits`},
		"emptied name":      {config: declared(`name = ""`), wantError: `Invalid name.*name is ""\. It must be a name; leave it out`},
		"blank name":        {config: declared(`name = "  "`), wantError: `Invalid name`},
		"emptied time zone": {config: declared(`timezone = ""`), wantError: `Invalid timezone.*IANA`},
		"emptied group":     {config: declared(`group_id = ""`), wantError: `Invalid group_id.*id of a group`},
		"group":             {config: declared(`group_id = "lobby"`), wantError: `Invalid group_id.*"lobby"`},
		"time zone":         {config: declared(`timezone = "Beijing"`), wantError: `Invalid timezone.*"Beijing".*"Asia/Shanghai"`},
		"local time zone":   {config: declared(`timezone = "Local"`), wantError: `Invalid timezone`},
		"picture":           {config: declared(`cover_image = "http://img.example.com/a.png"`), wantError: `Invalid cover_image.*begins with https://`},
		"longitude alone":   {config: declared(`longitude = 116.5`), wantError: `Attribute "latitude" must be specified when "longitude" is specified`},
		"latitude alone":    {config: declared(`latitude = 39.9`), wantError: `Attribute "longitude" must be specified when "latitude" is specified`},
		"longitude":         {config: declared("longitude = 181\nlatitude = 1"), wantError: `longitude value must be between -180`},
		"latitude":          {config: declared("longitude = 1\nlatitude = -90.1"), wantError: `latitude value must be between -90`},
		"unknown machine": {
			config:    `resource "dingshang_machine" "test" { machine_no = "99999999" }`,
			wantError: `Machine 99999999 not found in the merchant console.*machine_no = "99999999".*find machine 99999999 in the fleet of automation@example\.com.*Check machine_no`,
		},
		"not configured": {
			settings: "console_url = null\nconsole_email = null\nconsole_password = null", config: declared(""),
			wantError: `Merchant console not configured.*Set console_url.*DINGSHANG_CONSOLE_URL.*developer tools.*Set console_email.*DINGSHANG_CONSOLE_EMAIL.*Set console_password.*DINGSHANG_CONSOLE_PASSWORD`,
		},
		"one setting missing": {
			settings: "console_email = null", config: declared(""),
			wantError: `Merchant console not configured.*Set console_email`,
		},
		"wrong password": {
			settings: `console_password = "not-the-password"`, config: declared(""),
			wantError: `Cannot read machine 16327138 from the merchant console.*answered signin: "invalid email or password".*Check console_email and console_password`,
		},
		"wrong address": {
			settings: `console_url = "http://127.0.0.1:1/graphql"` + "\nmax_retries = 0", config: declared(""),
			wantError: `The merchant console could not be reached.*connection refused.*Check console_url`,
		},
		"unencrypted address": {
			settings: `console_url = "http://console.example.com/graphql"`, config: declared(""),
			wantError: `Unencrypted address.*console_url \(or the environment variable DINGSHANG_CONSOLE_URL\) begins with http://.*password and token would be sent unencrypted`,
		},
		"no address": {settings: `console_url = "console.example.com"`, config: declared(""), wantError: `Invalid console_url.*is "console\.example\.com"\. It must be the address`},
		"no permission to read": {
			prepare: func(f *acctest.Fixture) { f.Emulator.Forbid("machines") }, config: declared(""),
			wantError: `answered machines: "permission denied".*lacks a permission`,
		},
		"no permission to change": {
			prepare: func(f *acctest.Fixture) { f.Emulator.Forbid("updateMachine") }, config: declared(`name = "new"`),
			wantError: `Cannot change machine 16327138.*change machine 16327138 \(name\).*answered updateMachine: "permission denied".*lacks a permission`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"URL", "EMAIL", "PASSWORD"} {
				t.Setenv("DINGSHANG_CONSOLE_"+variable, "")
			}
			fixture := acctest.Start(t)
			if tc.prepare != nil {
				tc.prepare(fixture)
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{{
					Config:      fixture.ProviderConfig(tc.settings) + tc.config,
					ExpectError: acctest.Wrapped(tc.wantError),
				}},
			})
			if name := fixture.Emulator.Machine(acctest.Machine).Name; name != "鼎商测试1号" {
				t.Errorf("the machine is called %q", name)
			}
		})
	}
}

// TestAccMachineResource_notTaken: a console that accepts a value and keeps another one.
func TestAccMachineResource_notTaken(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.After("console.updateMachine", func(emulator.Call) {
		fixture.Emulator.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Name = "cut" })
	})
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.Config(declared(`name = "much too long"`)),
			ExpectError: acctest.Wrapped(`Machine 16327138 does not match the configuration.*did not accept these values.*` +
				`name: sent "much too long", was "鼎商测试1号", is now "cut"`),
		}},
	})
}

// TestAccMachineResource_changesAnother: a console that empties what an update leaves out.
func TestAccMachineResource_changesAnother(t *testing.T) {
	fixture := acctest.Start(t, func(c *emulator.Config) { c.Console.EmptyOmitted = true })
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.Config(declared(`name = "new"`)),
			ExpectError: acctest.Wrapped(`Machine 16327138 does not match the configuration.*changed although they were not sent.*` +
				`address: was "北京市朝阳区酒仙桥路10号", is now \(none\).*tel: was "01012345678".*They were not changed back`),
		}},
	})
	if sent := sentTo(fixture); len(sent) != 1 {
		t.Errorf("sent %v", sent)
	}
}

// TestAccMachineResource_unreliable: a change is repeated when its answer is lost, and
// looked for when reads lag behind.
func TestAccMachineResource_unreliable(t *testing.T) {
	for name, prepare := range map[string]func(*emulator.Server){
		"answer lost": func(s *emulator.Server) {
			s.Fail("console.updateMachine", 2, emulator.Fault{Kind: emulator.Reset, Act: true})
		},
		"not reached": func(s *emulator.Server) {
			s.Fail("console.updateMachine", 1, emulator.Fault{Kind: emulator.Status, Status: 503})
		},
		"read lost":       func(s *emulator.Server) { s.Fail("console.machine", 1, emulator.Fault{Kind: emulator.Truncate}) },
		"stale reads":     func(s *emulator.Server) { s.LagUpdates(2) },
		"session dropped": func(s *emulator.Server) { s.After("console.updateMachine", func(emulator.Call) { s.RevokeTokens() }) },
		"answer never comes": func(s *emulator.Server) {
			s.Fail("console.updateMachine", 5, emulator.Fault{Kind: emulator.HTML, Act: true})
		},
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t)
			config := fixture.Config(declared(`name = "new"`))
			prepare(fixture.Emulator)
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps:                    []resource.TestStep{{Config: config}, {Config: config, ConfigPlanChecks: emptyPlan()}},
			})
		})
	}
}

// TestAccMachineResource_failedUpdate: state has what is, and the next apply finishes.
func TestAccMachineResource_failedUpdate(t *testing.T) {
	fixture := acctest.Start(t)
	config := fixture.Config(declared("name = \"new\"\ncontact = \"new\""))
	broken := true
	fixture.Emulator.After("console.updateMachine", func(emulator.Call) {
		if broken {
			fixture.Emulator.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Contact = "张三" })
		}
	})
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{Config: fixture.Config(declared(""))},
			{Config: config, ExpectError: acctest.Wrapped(`contact: sent "new", was "张三", is now "张三"`)},
			{PreConfig: func() { broken = false }, Config: config},
			{Config: config, ConfigPlanChecks: emptyPlan()},
		},
	})
	if sent := sentTo(fixture); len(sent) != 2 || sent[1] != "map[contact:new]" {
		t.Errorf("sent %v", sent)
	}
}
