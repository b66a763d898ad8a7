package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// ephemeralCodes is the ephemeral resource with further arguments.
func ephemeralCodes(arguments ...string) string {
	return fmt.Sprintf("ephemeral \"dingshang_pickup_codes\" \"now\" {\n  machine_no = %q\n  product_id = %q\n  %s\n}\n",
		acctest.Machine, acctest.Cola, strings.Join(arguments, "\n  "))
}

func TestAccPickupCodesEphemeralResource(t *testing.T) {
	acctest.SkipWithout(t, acctest.EphemeralResources)
	fixture := acctest.Start(t)
	codes := fixture.Emulator.Generate(acctest.Machine, acctest.Cola, 3, 8, "")
	factories := acctest.ProtoV6ProviderFactories()
	factories["echo"] = echoprovider.NewProviderServer()
	const echo = "provider \"echo\" {\n  data = ephemeral.dingshang_pickup_codes.now\n}\n"
	data := tfjsonpath.New("data")
	ids := func(ids ...string) knownvalue.Check {
		checks := []knownvalue.Check{}
		for _, id := range ids {
			checks = append(checks, knownvalue.StringExact(id))
		}
		return knownvalue.ListExact(checks)
	}
	step := func(name string, arguments string, checks ...statecheck.StateCheck) resource.TestStep {
		// The echo resource keeps what it got first, so each step has one of its own.
		return resource.TestStep{
			Config:            fixture.Config(ephemeralCodes(arguments) + echo + fmt.Sprintf("resource \"echo\" %q {}\n", name)),
			ConfigStateChecks: checks,
		}
	}
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			step("all", "",
				statecheck.ExpectKnownValue("echo.all", data.AtMapKey("codes"), knownvalue.ListSizeExact(3)),
				statecheck.ExpectKnownValue("echo.all", data.AtMapKey("missing_ids"), ids()),
				statecheck.ExpectKnownValue("echo.all", data.AtMapKey("codes").AtSliceIndex(1), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"id": knownvalue.StringExact(codes[1].ID), "code": knownvalue.StringExact(codes[1].Code), "product_id": knownvalue.StringExact(acctest.Cola),
					"status": knownvalue.StringExact("UNUSED"), "quantity": knownvalue.Int64Exact(1), "created_at": knownvalue.StringExact(codes[1].CreatedAt), "expired_at": knownvalue.Null(),
				})),
			),
			step("some", `ids = ["2113", "99", "2111"]`,
				statecheck.ExpectKnownValue("echo.some", data.AtMapKey("codes"), knownvalue.ListSizeExact(2)),
				statecheck.ExpectKnownValue("echo.some", data.AtMapKey("codes").AtSliceIndex(0).AtMapKey("id"), knownvalue.StringExact("2111")),
				statecheck.ExpectKnownValue("echo.some", data.AtMapKey("codes").AtSliceIndex(1).AtMapKey("id"), knownvalue.StringExact("2113")),
				statecheck.ExpectKnownValue("echo.some", data.AtMapKey("missing_ids"), ids("99")),
			),
			step("none", `ids = []`,
				statecheck.ExpectKnownValue("echo.none", data.AtMapKey("codes"), knownvalue.ListSizeExact(0)),
				statecheck.ExpectKnownValue("echo.none", data.AtMapKey("missing_ids"), ids()),
			),
		},
	})
}

// Nothing of an ephemeral resource stays, and while its ids are not known it waits for
// the apply.
func TestAccPickupCodesEphemeralResource_leavesNothing(t *testing.T) {
	acctest.SkipWithout(t, acctest.EphemeralResources)
	w := acctest.NewWorkspace(t).Config(colaCodes("party", "code_count = 2", "code_length = 10", "store_codes = false") +
		ephemeralCodes("ids = dingshang_pickup_codes.party.code_ids") + `
		check "codes" {
		  assert {
		    condition     = length(ephemeral.dingshang_pickup_codes.now.codes) == 2 && length(ephemeral.dingshang_pickup_codes.now.missing_ids) == 0
		    error_message = "codes are missing"
		  }
		}
	`)
	w.Do("plan", "-out=plan")
	if n := w.Vendor.Count()["codes"]; n > 0 {
		t.Errorf("%d lists were asked for while the ids were unknown", n)
	}
	said := w.Do("show", "-json", "plan") + w.Do("apply", "plan") + w.Do("show", "-json") + w.Do("plan")
	if strings.Contains(said, "codes are missing") {
		t.Errorf("the codes are not the resource's:\n%s", said)
	}
	for _, code := range w.Vendor.Live("") {
		if strings.Contains(said, code.Code) {
			t.Errorf("the number of code %s is in the plan, in the state or printed", code.ID)
		}
	}
	redeem(t, w, "2111")
	w.Expect(w.Do("plan"), "codes are missing")
}

func TestAccPickupCodesEphemeralResource_errors(t *testing.T) {
	acctest.SkipWithout(t, acctest.EphemeralResources)
	w := acctest.NewWorkspace(t).Config(ephemeralCodes(`ids = ["one"]`))
	w.Expect(w.Fail("plan"), `is "one"\. It must be a numeric id`)
	w.Config(ephemeralCodes())
	w.Vendor.Inject(func(emulator.Call) *emulator.Fault {
		return &emulator.Fault{Kind: emulator.Answer, Code: 30002, Message: "离线"}
	})
	w.Expect(w.Fail("plan"), `list the pickup codes of product 1323442.*code 30002.*Bring it online`)
}
