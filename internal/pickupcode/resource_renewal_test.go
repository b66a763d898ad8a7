package pickupcode_test

import (
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// Old and new codes overlap where the new ones are created first and the old ones left.
func TestAccPickupCodesResource_renew(t *testing.T) {
	config := func(before string) string {
		return colaCodes("party", "code_count = 2", `valid_for = "1h1s"`, "recreate_if_expired = true", `renew_before = "`+before+`"`,
			"skip_destroy = true", "lifecycle {\n    create_before_destroy = true\n  }")
	}
	w := acctest.NewWorkspace(t).Config(config("30m"))
	w.Apply()
	w.Empty()
	// Due at the next refresh, as expired_at is a whole second.
	w.Config(config("1h0m0.999s"))
	change := savePlan(t, w).Change
	same(t, "actions", change.Actions, []string{"create", "delete"})
	w.Apply("plan")
	same(t, "live on the server", liveIDs(w), []string{"2111", "2112", "2113", "2114"})
	same(t, "ids", texts(partyState(t, w)["code_ids"]), []string{"2113", "2114"})
	w.Config(config("30m")).Apply()
	w.Empty()
}
