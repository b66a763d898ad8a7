package pickupcode_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/provider"
)

// shifted is the computer's clock, ahead by a duration that a test sets.
type shifted struct{ by atomic.Int64 }

func (c *shifted) Now() time.Time { return time.Now().Add(time.Duration(c.by.Load())) }

func (c *shifted) Sleep(ctx context.Context, d time.Duration) error {
	return clock.System{}.Sleep(ctx, d)
}

// later returns a step's PreConfig that puts the clock ahead.
func (c *shifted) later(by time.Duration) func() { return func() { c.by.Store(int64(by)) } }

// driven is a vendor and a provider whose clocks a test sets.
func driven(t *testing.T) (vendors, providers *shifted, fixture *acctest.Fixture, factories map[string]func() (tfprotov6.ProviderServer, error)) {
	t.Helper()
	vendors, providers = &shifted{}, &shifted{}
	fixture = acctest.Start(t, func(c *emulator.Config) { c.Now = vendors.Now })
	return vendors, providers, fixture, acctest.ProtoV6ProviderFactories(provider.WithClock(providers))
}

func both(hooks ...func()) func() {
	return func() {
		for _, hook := range hooks {
			hook()
		}
	}
}

func valid(n int, more ...string) string {
	return lasting(n, append([]string{`valid_for = "24h"`}, more...)...)
}

// Codes that expired are no drift, unless new ones are asked for.
func TestAccPickupCodesResource_expired(t *testing.T) {
	vendors, providers, fixture, factories := driven(t)
	past := both(vendors.later(25*time.Hour), providers.later(25*time.Hour))
	var expiredAt string
	unused := func(n int64) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New("unused_count"), knownvalue.Int64Exact(n))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: fixture.Config(valid(2)), ConfigStateChecks: []statecheck.StateCheck{unused(2)}},
			{PreConfig: past, Config: fixture.Config(valid(2)), PlanOnly: true},
			{
				Config: fixture.Config(valid(2)),
				ConfigStateChecks: []statecheck.StateCheck{
					unused(0),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("codes").AtSliceIndex(0).AtMapKey("status"), knownvalue.StringExact("EXPIRED")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("spent_code_ids"), knownvalue.ListSizeExact(2)),
				},
			},
			{Config: fixture.Config(valid(3)), ExpectError: acctest.Wrapped(`Expiry in the past.*recreate_if_expired = true`)},
			{Config: fixture.Config(valid(1)), Check: resource.TestCheckResourceAttrWith(address, "expired_at", func(at string) error { expiredAt = at; return nil })},
			{Config: fixture.Config(valid(1, `keepers = { event = "b" }`)), ConfigStateChecks: []statecheck.StateCheck{unused(1)}},
		},
	})
	if !regexp.MustCompile(`^\d{4}-.*\+08:00$`).MatchString(expiredAt) {
		t.Errorf("expired_at was %q", expiredAt)
	}
	if n := fixture.Emulator.Count()["cancel"]; n != 1 {
		t.Errorf("%d cancellations: expired codes need none", n)
	}
}

// recreate_if_expired replaces once a refresh found the codes expired, in the same apply
// too, and what depends on the resource follows.
func TestAccPickupCodesResource_recreateIfExpired(t *testing.T) {
	vendors, providers, fixture, factories := driven(t)
	past := both(vendors.later(25*time.Hour), providers.later(25*time.Hour))
	const follower = "resource \"terraform_data\" \"follower\" {\n  lifecycle {\n    replace_triggered_by = [dingshang_pickup_codes.party]\n  }\n}\n"
	config := fixture.Config(valid(2, "recreate_if_expired = true") + follower)
	ids := statecheck.CompareValue(cmpDiffer{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: []statecheck.StateCheck{ids.AddStateValue(address, tfjsonpath.New("code_ids"))}},
			{Config: config, PlanOnly: true},
			{
				PreConfig: past, Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace),
					plancheck.ExpectResourceAction("terraform_data.follower", plancheck.ResourceActionReplace),
				}},
				ConfigStateChecks: []statecheck.StateCheck{ids.AddStateValue(address, tfjsonpath.New("code_ids"))},
			},
			{Config: config, PlanOnly: true},
		},
	})
	if n := len(fixture.Emulator.Codes("", "")); n != 4 {
		t.Errorf("%d codes were generated", n)
	}
}

type cmpDiffer struct{}

// CompareValues implements compare.ValueComparer.
func (cmpDiffer) CompareValues(values ...any) error {
	for i := 1; i < len(values); i++ {
		if cmp.Equal(values[i-1], values[i]) {
			return errors.New("the values are equal")
		}
	}
	return nil
}

// One refresh with a clock that is ahead condemns no codes for good: the next decides
// anew. The vendor, who refuses signatures of another day, is ahead too.
func TestAccPickupCodesResource_clockOnceAhead(t *testing.T) {
	vendors, providers, fixture, factories := driven(t)
	at := func(d time.Duration) func() { return both(vendors.later(d), providers.later(d)) }
	config := fixture.Config(valid(2, "recreate_if_expired = true"))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config},
			{PreConfig: at(48 * time.Hour), RefreshState: true, ExpectNonEmptyPlan: true},
			{PreConfig: at(0), RefreshState: true},
			{Config: config, PlanOnly: true},
		},
	})
}

// An expired resource on a machine that is offline is replaced all the same, once the
// machine can be asked.
func TestAccPickupCodesResource_expiredWhileOffline(t *testing.T) {
	vendors, providers, fixture, factories := driven(t)
	config := fixture.Config(valid(2, "recreate_if_expired = true"))
	offline := func() { fixture.Emulator.SetOnline(acctest.Machine, false) }
	online := func() { fixture.Emulator.SetOnline(acctest.Machine, true) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config},
			{PreConfig: both(offline, vendors.later(25*time.Hour), providers.later(25*time.Hour)), RefreshState: true, ExpectNonEmptyPlan: true},
			{PreConfig: online, Config: config},
		},
	})
	if n := len(fixture.Emulator.Codes("", "")); n != 4 {
		t.Errorf("%d codes were generated", n)
	}
}

// renew_before replaces ahead of the expiry; with create_before_destroy and skip_destroy
// old and new codes are valid side by side.
func TestAccPickupCodesResource_renewBefore(t *testing.T) {
	vendors, providers, fixture, factories := driven(t)
	config := fixture.Config(valid(2, "recreate_if_expired = true", `renew_before = "6h"`, "skip_destroy = true", createBeforeDestroy))
	at := func(d time.Duration) func() { return both(vendors.later(d), providers.later(d)) }
	live := func(want ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			got := []string{}
			for _, code := range fixture.Emulator.Live("") {
				got = append(got, code.ID)
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				return fmt.Errorf("live are %v, not %v", got, want)
			}
			return nil
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config, Check: live("2111", "2112")},
			{PreConfig: at(17 * time.Hour), Config: config, PlanOnly: true},
			{
				PreConfig: at(18*time.Hour + time.Minute), Config: config, Check: live("2111", "2112", "2113", "2114"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreateBeforeDestroy)}},
			},
			{PreConfig: at(24*time.Hour + time.Minute), Config: config, PlanOnly: true},
			{Config: config, Check: live("2113", "2114")},
		},
	})
}
