package machineconfig_test

import (
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/acctest/core"
	"terraform-provider-dingshang/internal/emulator"
)

// A machine without a configuration has none that could be imported.
func TestListResource(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.EditMachine(acctest.MachineOld, func(m *emulator.Machine) { m.Config = nil })
	p := fixture.Process(t)
	machines := p.List(t.Context(), "dingshang_machine", nil, false, 0)
	configs := p.List(t.Context(), "dingshang_machine_config", nil, true, 0)
	if len(configs) != len(machines)-1 {
		t.Errorf("%d configurations of %d machines", len(configs), len(machines))
	}
	for _, listed := range configs {
		if len(listed.Diagnostics) > 0 || strings.Contains(listed.DisplayName, acctest.MachineOld) {
			t.Errorf("%s: %v", listed.DisplayName, listed.Diagnostics)
		}
	}
	if first := configs[0]; first.DisplayName != "鼎商测试1号 (16327138)" || !core.As[bool](core.Attributes(first.Resource)["pickup_code_enabled"]) ||
		core.As[string](core.Attributes(first.Resource)["id"]) != acctest.Machine {
		t.Errorf("got %+v", first)
	}
	if limited := p.List(t.Context(), "dingshang_machine_config", nil, false, 2); len(limited) != 2 {
		t.Errorf("%d configurations, want 2", len(limited))
	}
	if group := p.List(t.Context(), "dingshang_machine", map[string]any{"group_id": "31"}, false, 0); len(group) == 0 || len(group) >= len(machines) {
		t.Errorf("%d machines of the group", len(group))
	}
	fixture.Emulator.Forbid("machines")
	if failed := p.List(t.Context(), "dingshang_machine", nil, false, 0); len(failed) != 1 || failed[0].Diagnostics[0].Summary != "Cannot list the fleet" {
		t.Errorf("got %+v", failed)
	}
}
