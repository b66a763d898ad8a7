package machine_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"terraform-provider-dingshang/internal/acctest"
)

func TestAccMachineResource_import(t *testing.T) {
	fixture := acctest.Start(t)
	config := fixture.Config(declared(`name = "鼎商测试1号"`))
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{Config: config, ResourceName: address, ImportState: true, ImportStateId: acctest.Machine, ImportStatePersist: true},
			{Config: config, ConfigPlanChecks: emptyPlan()},
			{Config: config, ResourceName: address, ImportState: true, ImportStateVerify: true},
			{
				Config: config, ResourceName: address, ImportState: true, ImportStateId: "lobby",
				ExpectError: acctest.Wrapped(`Invalid import id.*"lobby" is not a machine number`),
			},
			{
				Config: config, ResourceName: address, ImportState: true, ImportStateId: "99999999",
				ExpectError: acctest.Wrapped(`Machine 99999999 not found in the merchant console`),
			},
		},
	})
	if sent := sentTo(fixture); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}

func TestAccMachineResource_importByIdentity(t *testing.T) {
	acctest.SkipWithout(t, acctest.ImportByIdentity)
	fixture := acctest.Start(t)
	config := fixture.Config(declared(`name = "鼎商测试1号"`))
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{Config: config},
			{Config: config, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}
