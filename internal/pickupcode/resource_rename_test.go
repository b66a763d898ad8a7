package pickupcode_test

import (
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// Core plans again at apply, when the machine has its new name already: the first plan
// must show that name.
func TestAccPickupCodesResource_machineRenamedInTheSameApply(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(`
resource "dingshang_machine" "lobby" {
  machine_no = "16327138"
  name       = "Lobby"
}

resource "dingshang_pickup_codes" "party" {
  machine_no = dingshang_machine.lobby.machine_no
  product_id = "1323442"
  expired_at = "2099-12-31T23:59:59+08:00"
}
`)
	w.Expect(w.Apply(), `name += "可乐 @ Lobby"`)
	w.Expect(w.Empty(), "No changes")
}
