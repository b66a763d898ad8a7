package machineconfig_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// A machine without a configuration has none that could be imported.
func TestListResource(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.EditMachine(acctest.MachineOld, func(m *emulator.Machine) { m.Config = nil })
	p := acctest.NewProtocol(t, fixture)
	machines := p.List("dingshang_machine", nil, false, 0)
	configs := p.List("dingshang_machine_config", nil, true, 0)
	if len(configs) != len(machines)-1 {
		t.Errorf("%d configurations of %d machines", len(configs), len(machines))
	}
	for _, listed := range configs {
		if len(listed.Diagnostics) > 0 || strings.Contains(listed.DisplayName, acctest.MachineOld) {
			t.Errorf("%s: %v", listed.DisplayName, listed.Diagnostics)
		}
	}
	if first := configs[0]; first.DisplayName != "鼎商测试1号 (16327138)" || !first.Attributes["pickup_code_enabled"].Equal(tftypes.NewValue(tftypes.Bool, true)) ||
		!first.Attributes["id"].Equal(tftypes.NewValue(tftypes.String, acctest.Machine)) {
		t.Errorf("got %+v", first)
	}
	if limited := p.List("dingshang_machine_config", nil, false, 2); len(limited) != 2 {
		t.Errorf("%d configurations, want 2", len(limited))
	}
	if group := p.List("dingshang_machine", map[string]string{"group_id": "31"}, false, 0); len(group) == 0 || len(group) >= len(machines) {
		t.Errorf("%d machines of the group", len(group))
	}
	fixture.Emulator.Forbid("machines")
	if failed := p.List("dingshang_machine", nil, false, 0); len(failed) != 1 || failed[0].Diagnostics[0].Summary != "Cannot list the fleet" {
		t.Errorf("got %+v", failed)
	}
}
