package pickupcode_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

const address = "dingshang_pickup_codes.party"

// What is imported again is what was there, whichever way it is named.
func TestAccImportVerify(t *testing.T) {
	fixture := acctest.Start(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{
			{
				Config: fixture.Config(party(3, "code_length = 8", `expired_at = "2099-12-31T15:59:59Z"`)),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("codes"), knownvalue.ListSizeExact(3)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("unused_count"), knownvalue.Int64Exact(3)),
					statecheck.ExpectSensitiveValue(address, tfjsonpath.New("codes").AtSliceIndex(0).AtMapKey("code")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("codes").AtSliceIndex(0).AtMapKey("expired_at"), knownvalue.StringExact("2099-12-31T23:59:59+08:00")),
				},
			},
			// expired_at comes back in the vendor's zone: another spelling of the instant.
			{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"expired_at"}, ImportStateId: "16327138/1323442"},
			{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"expired_at"}, ImportStateId: "16327138/1323442/2111,2112,2113"},
			{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"expired_at"}},
			{
				Config:           fixture.Config(strings.ReplaceAll(party(3, "code_length = 8", `expired_at = "2099-12-31T15:59:59Z"`), `"party"`, `"renamed"`) + "moved {\n  from = dingshang_pickup_codes.party\n  to   = dingshang_pickup_codes.renamed\n}\n"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}

// A configuration that states what was imported plans empty; first values that an
// import cannot read are recorded in place; second ones replace.
func TestAccImportThenConfigure(t *testing.T) {
	w := newWorkspace(t)
	w.vendor.Generate(acctest.Machine, acctest.Cola, 2, 6, "2099-12-31 23:59:59")
	body := func(more string) string { return party(2, `expired_at = "2099-12-31T15:59:59Z"`, more) }
	w.config(body(""))
	w.expect(w.do("import", "-no-color", address, "16327138/1323442"), `Imported 2 codes.*ids are 2111, 2112\..*cannot see other states`)
	w.empty()
	w.config(body("quantity = 3\n  keepers = { event = \"a\" }")).apply()
	if diff := cmp.Diff([]string{"2111", "2112"}, w.only().ids()); diff != "" {
		t.Errorf("first values replaced: %s", diff)
	}
	w.empty()
	w.expect(w.config(body("quantity = 3\n  keepers = { event = \"b\" }")).do("plan", "-no-color"), `must be replaced`)
	w.expect(w.config(body("quantity = 2\n  keepers = { event = \"a\" }")).do("plan", "-no-color"), `must be replaced`)
	w.config(party(2, "valid_for = \"72h\"", "quantity = 3\n  keepers = { event = \"a\" }")).apply()
	if diff := cmp.Diff([]string{"2111", "2112"}, w.only().ids()); diff != "" || w.only().Attributes.ExpiredAt != "2099-12-31T23:59:59+08:00" {
		t.Errorf("the first valid_for: expired_at %s, %s", w.only().Attributes.ExpiredAt, diff)
	}
	w.empty()
	w.balanced()
}

// An import block without a resource: Terraform writes the configuration, which is valid
// and changes nothing.
func TestAccImportBlock(t *testing.T) {
	w := newWorkspace(t)
	w.vendor.Generate(acctest.Machine, acctest.Cola, 3, 7, "")
	block := "import {\n  to = dingshang_pickup_codes.found\n  id = \"16327138/1323442/2112,2113\"\n}\n"
	w.config(block).do("plan", "-no-color", "-generate-config-out=generated.tf")
	generated, err := os.ReadFile(filepath.Join(w.dir, "generated.tf"))
	if err != nil {
		t.Fatal(err)
	}
	said := w.apply()
	w.expect(said, `1 imported, 0 added, 0 changed, 0 destroyed`)
	if diff := cmp.Diff([]string{"2112", "2113"}, w.only().ids()); diff != "" {
		t.Errorf("%s\n%s", diff, generated)
	}
	w.empty()
	w.destroy()
	if diff := cmp.Diff([]string{"2111"}, liveIDs(w.vendor)); diff != "" {
		t.Errorf("live: %s", diff)
	}
}

func TestAccImportErrors(t *testing.T) {
	w := newWorkspace(t).config(party(1))
	w.vendor.Generate(acctest.Machine, acctest.Cola, 2, 6, "")
	w.vendor.Generate(acctest.Machine, acctest.Cola, 1, 6, "2099-12-31 23:59:59")
	w.vendor.Generate(acctest.Machine, acctest.Cola, 1, 8, "")
	w.vendor.Cancel(acctest.Machine, "2112")
	for id, want := range map[string]string{
		"16327138":                   `"16327138" is not an import id: it does not have two or three parts.*An import id is machine/product`,
		"16327138/all":               `import them product by product`,
		"16327138/1323442":           `16327138/1323442/2111 \(6 digits, expiring never\).*16327138/1323442/2113 \(6 digits, expiring 2099-12-31T23:59:59\+08:00\).*16327138/1323442/2114 \(8 digits`,
		"16327138/1323442/2111,2112": `no unused code with the id 2112`,
		"16327138/1323443":           `The product has no unused codes`,
		"16327138/77":                `list the pickup codes of 16327138/77.*code 80002`,
		"99999999/1323442":           `code 30003`,
		"16327140/1323501":           `code 30002.*offline`,
	} {
		w.expect(w.fail("import", "-no-color", address, id), want)
	}
	if len(w.instances()) > 0 {
		t.Error("something was imported")
	}
}

// An ephemeral resource hands the codes on and leaves them in no plan and no state.
func TestAccEphemeral(t *testing.T) {
	acctest.SkipWithout(t, acctest.EphemeralResources)
	fixture := acctest.Start(t)
	codes := fixture.Emulator.Generate(acctest.Machine, acctest.Cola, 2, 8, "")
	factories := acctest.ProtoV6ProviderFactories()
	factories["echo"] = echoprovider.NewProviderServer()
	read := `
		ephemeral "dingshang_pickup_codes" "now" {
		  machine_no = "16327138"
		  product_id = "1323442"
		}
	`
	data := tfjsonpath.New("data")
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: fixture.Config(read + "provider \"echo\" {\n  data = ephemeral.dingshang_pickup_codes.now\n}\nresource \"echo\" \"test\" {}\n"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("echo.test", data.AtMapKey("codes").AtSliceIndex(1), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"id": knownvalue.StringExact(codes[1].ID), "code": knownvalue.StringExact(codes[1].Code), "product_id": knownvalue.StringExact(acctest.Cola),
					"status": knownvalue.StringExact("UNUSED"), "quantity": knownvalue.Int64Exact(1), "created_at": knownvalue.StringExact(codes[1].CreatedAt), "expired_at": knownvalue.Null(),
				})),
			},
		}},
	})

	// Into a write-only place: nothing of it stays.
	w := newWorkspaceAt(t, fixture).config(read + "resource \"terraform_data\" \"count\" {}\ncheck \"codes\" {\n  assert {\n    condition     = length(ephemeral.dingshang_pickup_codes.now.codes) == 2\n    error_message = \"codes are missing\"\n  }\n}\n")
	w.do("plan", "-no-color", "-out=plan")
	said := w.do("show", "-json", "plan") + w.do("apply", "-no-color", "plan") + w.do("show", "-json")
	for _, code := range codes {
		if strings.Contains(said, code.Code) {
			t.Errorf("the number of code %s is in the plan, in the state or said", code.ID)
		}
	}
	for _, call := range fixture.Emulator.Calls() {
		if call.Name != "codes" {
			t.Errorf("an ephemeral resource called %s", call.Name)
		}
	}
	fixture.Emulator.Inject(func(emulator.Call) *emulator.Fault {
		return &emulator.Fault{Kind: emulator.Answer, Code: 30002, Message: "离线"}
	})
	w.expect(w.fail("plan", "-no-color"), `list the pickup codes of product 1323442.*code 30002.*Bring it online`)
}
