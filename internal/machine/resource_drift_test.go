package machine_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func emptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

// TestAccMachineResource_emptyTexts: none and "" are one, however the console writes it,
// and state keeps what the configuration says.
func TestAccMachineResource_emptyTexts(t *testing.T) {
	for name, emptyTexts := range map[string]bool{"null": false, "empty": true} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t, func(c *emulator.Config) { c.Console.EmptyTexts = emptyTexts })
			fixture.Emulator.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.Address = "" })
			config := fixture.Config(declared(`
				address     = ""
				tel         = ""
				cover_image = ""
			`))
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{
					{Config: config, ConfigStateChecks: attributes(address, map[string]knownvalue.Check{
						"address": text(""), "tel": text(""), "cover_image": text(""), "contact": text("张三"),
					})},
					{Config: config, ConfigPlanChecks: emptyPlan()},
					{
						Config:            fixture.Config(declared("")),
						ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("contact"), text("张三"))},
					},
				},
			})
			if sent := sentTo(fixture); len(sent) != 1 || sent[0] != "map[cover_image: tel:]" {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

// TestAccMachineResource_position: coordinates are compared at 6 decimals and sent together.
func TestAccMachineResource_position(t *testing.T) {
	fixture := acctest.Start(t)
	equal := fixture.Config(declared("longitude = 116.54981501\n latitude = 39.9222730"))
	moved := fixture.Config(declared("longitude = 116.55\n latitude = 39.922273"))
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{Config: equal},
			{Config: equal, ConfigPlanChecks: emptyPlan()},
			{Config: moved},
			{Config: moved, ConfigPlanChecks: emptyPlan()},
			// Left out, it is no longer managed: state shows what is.
			{
				PreConfig: func() {
					fixture.Emulator.EditMachine(acctest.Machine, func(m *emulator.Machine) { m.LngLat = "" })
				},
				Config: fixture.Config(declared("")), ConfigStateChecks: attributes(address, map[string]knownvalue.Check{
					"longitude": knownvalue.Null(), "latitude": knownvalue.Null(),
				}),
			},
		},
	})
	if sent := sentTo(fixture); len(sent) != 1 || sent[0] != "map[lng_lat:116.550000,39.922273]" {
		t.Errorf("sent %v", sent)
	}
}

// TestAccMachineResource_everything: every attribute is sent and read back.
func TestAccMachineResource_everything(t *testing.T) {
	fixture := acctest.Start(t)
	config := fixture.Config(declared(`
		name        = "大堂一号"
		address     = "北京市朝阳区"
		contact     = "李四"
		tel         = "010"
		longitude   = -0.1276
		latitude    = 51.5072
		timezone    = "Europe/London"
		cover_image = "https://img.example.com/new.png"
		group_id    = "32"
	`))
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps:                    []resource.TestStep{{Config: config}, {Config: config, ConfigPlanChecks: emptyPlan()}},
	})
	m := fixture.Emulator.Machine(acctest.Machine)
	if m.Name != "大堂一号" || m.Address != "北京市朝阳区" || m.Contact != "李四" || m.Tel != "010" || m.LngLat != "-0.127600,51.507200" ||
		m.Timezone != "Europe/London" || m.CoverImage != "https://img.example.com/new.png" || m.GroupID != 32 {
		t.Errorf("the machine is %+v", m)
	}
}

// TestAccMachineResource_anotherMachine: a new number forgets one machine and adopts another.
func TestAccMachineResource_anotherMachine(t *testing.T) {
	fixture := acctest.Start(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{Config: fixture.Config(declared(`name = "one"`))},
			{
				Config: fixture.Config(`resource "dingshang_machine" "test" {
					machine_no = "16327140"
					name       = "two"
				}`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace),
				}},
				ConfigStateChecks: attributes(address, map[string]knownvalue.Check{"id": text("16327140"), "address": text("上海市浦东新区世纪大道1号")}),
			},
		},
	})
	if fixture.Emulator.Machine(acctest.Machine).Name != "one" || fixture.Emulator.Machine("16327140").Name != "two" {
		t.Error("the machines have other names")
	}
}
