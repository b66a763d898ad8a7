package pickupcode_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// Destroying an unsettled creation looks for what it made.
func TestAccPickupCodesResource_destroyUnsettled(t *testing.T) {
	for name, acts := range map[string]bool{"nothing appeared": false, "codes appeared": true} {
		for kind, codes := range bothKinds {
			t.Run(name+" "+kind, func(t *testing.T) {
				w := acctest.NewWorkspace(t).Config(codes(3, "skip_destroy = true")) // which does not cover it
				w.Vendor.Fail("generate", 1, late)
				w.FailApply()
				if acts {
					actLate(t, w)
				}
				w.Destroy()
				gone(t, w)
			})
		}
	}
}

// What the server confirmed is not forgotten because a list does not show it.
func TestAccPickupCodesResource_destroyConfirmed(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3))
	w.Vendor.Fail("generate", 1, emulator.Fault{ActAfterLists: 1000})
	w.FailApply()
	w.Expect(w.FailApply("-destroy"), `An earlier run sent a request for 3 codes\. The server confirmed it; none of its codes is listed yet`, `The request remains in state`, `terraform state rm ADDRESS`)
	only(t, w)
	actLate(t, w)
	w.Destroy()
	gone(t, w)
	same(t, "cancellations", w.Vendor.Count()["cancel"], 3)
}

// The codes that a resource had are cancelled, and so are those of a pending growth.
func TestAccPickupCodesResource_destroyWithPendingGrowth(t *testing.T) {
	for kind, codes := range bothKinds {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(2))
			w.Apply()
			w.Vendor.Fail("generate", 1, late)
			w.Config(codes(5)).FailApply()
			actLate(t, w)
			w.Apply("-destroy", "-refresh=false")
			gone(t, w)
		})
	}
}

// Codes that cannot be attributed are an error of the destroy that names them, and the
// resource's own are cancelled.
func TestAccPickupCodesResource_destroyContestedGrowth(t *testing.T) {
	for kind, codes := range bothKinds {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(2))
			w.Apply()
			contested(w)
			w.Config(codes(4)).FailApply()
			w.Expect(w.FailApply("-destroy"), `ids 2113, 2114, 2115`)
			same(t, "live", liveIDs(w), []string{"2113", "2114", "2115"})
			same(t, "in state", only(t, w).ids(), []string{})
			for _, id := range liveIDs(w) {
				w.Vendor.Cancel(acctest.Machine, id)
			}
			w.Destroy()
			gone(t, w)
		})
	}
}

// The command that the error prints imports the codes in doubt, and not those that the
// destroy has cancelled.
func TestAccPickupCodesResource_destroyContestedGrowthImported(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(2))
	w.Apply()
	stop := contested(w)
	w.Config(party(4)).FailApply()
	stop()
	command := importCommand.FindStringSubmatch(w.FailApply("-destroy"))
	if command == nil {
		t.Fatal("no command")
	}
	w.Do("state", "rm", address)
	w.Do("import", address, command[1])
	same(t, "in state", only(t, w).ids(), liveIDs(w))
}

// A record that is not found says nothing about all products of a machine.
func TestAccPickupCodesResource_destroyAllProductsRecordGone(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(everyProduct(acctest.Machine, expiry))
	w.Vendor.Fail("generate_all", 1, emulator.Fault{ActAfterLists: 1000})
	w.FailApply()
	w.Vendor.ActLate()
	w.Vendor.Fail("products", 1000, emulator.Fault{Kind: emulator.Answer, Code: 80002, Message: "no"})
	w.FailApply("-destroy", "-refresh=false")
	w.Vendor.ClearFails()
	w.Destroy()
	gone(t, w)
}

// A destroy that sees an element which cannot be read does not see nothing.
func TestAccPickupCodesResource_destroyAmongUnreadable(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(1))
	w.Vendor.Fail("generate", 1, late)
	w.FailApply()
	w.Vendor.ActLate()
	w.Vendor.EditList("codes", func(_ emulator.Call, codes []any) []any {
		codes[0].(map[string]any)["expired_at"] = "soon"
		return codes
	})
	w.Expect(w.FailApply("-destroy", "-refresh=false"), `could not be read: .*2111`)
	w.Vendor.EditList("codes", nil)
	w.Destroy()
	gone(t, w)
}

// A clock that is ahead does not make a destroy forget codes that are listed.
func TestAccPickupCodesResource_destroyClockAhead(t *testing.T) {
	_, providers, fixture, factories := driven(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: fixture.Config(lasting(2, `valid_for = "30m"`))},
			{PreConfig: providers.later(50 * time.Minute), Config: fixture.Config("locals {}\n")},
		},
	})
	same(t, "live", len(fixture.Emulator.Live(acctest.Machine)), 0)
}
