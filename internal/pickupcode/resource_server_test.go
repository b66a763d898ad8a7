package pickupcode_test

import (
	"fmt"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// A server that stores something else than it is asked for.
func TestAccPickupCodesResource_serverChangesCodes(t *testing.T) {
	for name, edit := range map[string]func(*emulator.Generated){
		// As until mid-2024, when the vendor read times as UTC.
		"expiry": func(g *emulator.Generated) {
			if at, err := time.Parse(time.DateTime, g.ExpiredAt); err == nil {
				g.ExpiredAt = at.Add(8 * time.Hour).Format(time.DateTime)
			}
		},
		"length":           func(g *emulator.Generated) { g.Length++ },
		"fewer codes":      func(g *emulator.Generated) { g.Count-- },
		"more codes":       func(g *emulator.Generated) { g.Count++ },
		"no expiry":        func(g *emulator.Generated) { g.ExpiredAt = "" },
		"time of creation": func(g *emulator.Generated) { g.CreatedAt = "2020-01-01 00:00:00" },
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t)
			w.Vendor.EditGenerated(edit)
			w.Config(party(3))
			said := ""
			for range 2 {
				out, _ := w.Run("apply", "-auto-approve")
				said += out
				nothingLost(t, w, said)
			}
			out, _ := w.Run("apply", "-destroy", "-auto-approve")
			nothingLost(t, w, said+out)
			generated(t, w, 1) // goods are not given away at each apply
		})
	}
}

// A later run than the request's finds codes with its mark that were created at another
// time, because this computer's clock is wrong: they are named, and not made again
// without end.
func TestAccPickupCodesResource_clockOff(t *testing.T) {
	w := acctest.NewWorkspace(t, func(c *emulator.Config) {
		c.Now = func() time.Time { return time.Now().Add(10 * time.Minute) }
	})
	w.Config(party(2)).Apply()
	w.Vendor.Fail("generate", 1, late)
	w.Config(party(5)).FailApply()
	w.Vendor.ActLate()
	w.Expect(w.FailApply(), `Codes that match the request \(ids 2113, 2114, 2115\) were not created when it was sent`, `If this computer's clock was wrong`)
	generated(t, w, 2)
	same(t, "codes", len(only(t, w).ids()), 2)
}

// A server that changes the expiry, and whose answer was lost, is not asked again while the
// codes are there.
func TestAccPickupCodesResource_changedExpiryAndLost(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(1))
	w.Apply()
	w.Vendor.EditGenerated(func(g *emulator.Generated) { g.ExpiredAt = g.ExpiredAt[:len(g.ExpiredAt)-2] + "00" })
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
	w.Config(party(3)).FailApply()
	w.Expect(w.FailApply(), `ids 2112, 2113`)
	same(t, "generating calls", w.Vendor.Count()["generate"], 2)
	for _, id := range []string{"2112", "2113"} {
		w.Vendor.Cancel(acctest.Machine, id)
	}
	w.Vendor.EditGenerated(nil)
	w.Apply()
	same(t, "in state", only(t, w).ids(), liveIDs(w))
}

// An element that could never be read does not keep a growth from going on.
func TestAccPickupCodesResource_unreadableFromBefore(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(1))
	old := w.Vendor.Generate(acctest.Machine, acctest.Cola, 1, 6, "")[0].ID
	w.Vendor.EditList("codes", func(_ emulator.Call, codes []any) []any {
		for _, element := range codes {
			if code := element.(map[string]any); fmt.Sprint(code["id"]) == old {
				code["expired_at"] = "never"
			}
		}
		return codes
	})
	w.Apply()
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset})
	w.Config(party(3)).FailApply()
	w.Apply()
	w.Empty()
	w.Destroy()
	same(t, "live", liveIDs(w), []string{old})
}
