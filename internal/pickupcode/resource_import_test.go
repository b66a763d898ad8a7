package pickupcode_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
)

// What is imported again is what was there, whichever way it is named.
func TestAccPickupCodesResource_import(t *testing.T) {
	fixture := acctest.Start(t)
	body := lasting(3, "code_length = 8", `expired_at = "2099-12-31T15:59:59Z"`)
	again := func(id string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: id,
			// Read off the codes: up to a minute earlier, in the vendor's zone.
			ImportStateVerifyIgnore: []string{"expired_at"},
		}
	}
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{
				Config: fixture.Config(body),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("codes"), knownvalue.ListSizeExact(3)),
					statecheck.ExpectSensitiveValue(address, tfjsonpath.New("codes")),
				},
			},
			again("16327138/1323442"),
			again("16327138/1323442/2111,2112,2113"),
			again("16327138/1323442/2113, 2112 , 2111"),
			again(""),
			{
				Config: fixture.Config(strings.ReplaceAll(body, `"party"`, `"renamed"`) +
					"moved {\n  from = dingshang_pickup_codes.party\n  to   = dingshang_pickup_codes.renamed\n}\n"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}

// First values that an import cannot read are recorded in place; second ones replace.
func TestAccPickupCodesResource_importThenConfigure(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 2, 6, "2099-12-31 23:59:50")
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 1, 6, "2099-12-31 23:59:07")
	own := []string{"2111", "2112", "2113"}
	// Somewhat later than the codes' own expiries, as where the provider created them.
	body := func(more ...string) string { return party(3, more...) }
	w.Config(body())
	w.Expect(w.Do("import", address, "16327138/1323442"), `Imported 3 codes: .*ids 2111, 2112, 2113\..*cannot see other states`)
	same(t, "expired_at", only(t, w).Attributes.ExpiredAt, "2099-12-31T23:59:50+08:00")
	w.Expect(w.Apply(), `0 added, 1 changed, 0 destroyed`)
	same(t, "expired_at", only(t, w).Attributes.ExpiredAt, "2099-12-31T23:59:59+08:00")
	w.Empty()
	first := []string{"quantity = 3", `keepers = { event = "a" }`}
	w.Expect(w.Config(body(first...)).Apply(), `0 added, 1 changed, 0 destroyed`)
	same(t, "in state", only(t, w).ids(), own)
	w.Empty()
	for _, second := range [][]string{{"quantity = 3", `keepers = { event = "b" }`}, {"quantity = 2", `keepers = { event = "a" }`}} {
		w.Expect(w.Config(body(second...)).Do("plan"), `must be replaced`)
	}
	w.Expect(w.Config(lasting(3, append(first, `valid_for = "72h"`)...)).Apply(), `0 added, 1 changed, 0 destroyed`)
	same(t, "in state", only(t, w).ids(), own)
	same(t, "expired_at", only(t, w).Attributes.ExpiredAt, "2099-12-31T23:59:59+08:00")
	w.Empty()
	balanced(t, w)
	// Growing and shrinking work as for any other.
	w.Config(lasting(5, append(first, `valid_for = "72h"`)...)).Apply()
	balanced(t, w)
	w.Destroy()
	gone(t, w)
}

// An expiry that the codes cannot have been created for is another one.
func TestAccPickupCodesResource_importOtherExpiry(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 2, 6, "2099-12-31 23:58:58")
	w.Config(party(2)).Do("import", address, "16327138/1323442")
	w.Expect(w.Do("plan"), `must be replaced`)
	w.Config(lasting(2, `expired_at = "2099-12-31T23:58:57+08:00"`))
	w.Expect(w.Do("plan"), `must be replaced`)
	w.Config(lasting(2, `expired_at = "2099-12-31T23:59:57+08:00"`))
	w.Expect(w.Do("plan"), `will be updated in-place`)
}

// An import block without a resource: Terraform writes the configuration, which is valid
// and changes nothing.
func TestAccPickupCodesResource_importBlock(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 3, 7, "2099-12-31 23:59:50")
	block := "import {\n  to = dingshang_pickup_codes.found\n  id = \"16327138/1323442/2112,2113\"\n}\n"
	w.Config(block).Do("plan", "-generate-config-out=generated.tf")
	config := w.Read("generated.tf")
	w.Expect(w.Apply(), `1 imported, 0 added, 0 changed, 0 destroyed`)
	same(t, "in state", only(t, w).ids(), []string{"2112", "2113"})
	w.Empty()
	if t.Failed() {
		t.Logf("generated:\n%s", config)
	}
	w.Destroy()
	same(t, "live", liveIDs(w), []string{"2111"})
}

// One set of codes imported to two addresses: each refresh says so.
func TestAccPickupCodesResource_importTwice(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 2, 6, "")
	w.Config(colaCodes("a", "code_count = 2") + colaCodes("b", "code_count = 2"))
	w.Do("import", "dingshang_pickup_codes.a", "16327138/1323442")
	w.Do("import", "dingshang_pickup_codes.b", "16327138/1323442/2111,2112")
	w.Expect(w.Do("plan"), `Codes in two resources: .*ids 2111, 2112`)
}

func TestAccPickupCodesResource_importErrors(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(1))
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 2, 6, "")
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 1, 6, "2099-12-31 23:59:59")
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 1, 8, "")
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 1, 6, "2099-12-31 23:59:00")
	w.Vendor.Cancel(acctest.Machine, "2112")
	for id, want := range map[string]string{
		"16327138":                   `"16327138" is not an import id: it does not have two or three parts.*An import id is machine/product`,
		"16327138/all":               `import them product by product`,
		"16327138/1323442":           `16327138/1323442/2111 \(6 digits, no expiry\).*16327138/1323442/2113,2115 \(6 digits, expiring 2099-12-31T23:59:59\+08:00\).*16327138/1323442/2114 \(8 digits`,
		"16327138/1323442/2111,2112": `no unused code with id 2112`,
		"16327138/1323443":           `The product has no unused codes`,
		"16327138/77":                `list the pickup codes of 16327138/77.*code 80002`,
		"99999999/1323442":           `code 30003`,
		"16327140/1323501":           `code 30002.*offline`,
	} {
		w.Expect(w.Fail("import", address, id), want)
	}
	same(t, "resources in state", len(instances(t, w)), 0)
}

// An import by identity is the one by id.
func TestAccPickupCodesResource_importByIdentity(t *testing.T) {
	acctest.SkipWithout(t, acctest.ImportByIdentity)
	w := acctest.NewWorkspace(t)
	w.Vendor.Generate(acctest.Machine, acctest.Cola, 2, 6, "2099-12-31 23:59:50")
	w.Config(party(2) + "import {\n  to = " + address + "\n  identity = {\n    machine_no = \"16327138\"\n    product_id = \"1323442\"\n  }\n}\n")
	w.Expect(w.Apply(), `1 imported, 0 added, 1 changed, 0 destroyed`)
	balanced(t, w)
	w.Empty()
}
