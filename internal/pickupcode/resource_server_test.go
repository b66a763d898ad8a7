package pickupcode_test

import (
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
