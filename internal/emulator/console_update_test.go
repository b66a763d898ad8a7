package emulator

import (
	"reflect"
	"strings"
	"testing"
)

func TestConsoleUpdateMachine(t *testing.T) {
	s, c := signedIn(t, Config{})
	c.update(501, map[string]any{"name": "大堂", "tel": "", "group_id": 32, "currency_id": 1}).wantOK(t)
	if m := c.machine(501); m.Name != "大堂" || m.Tel != nil || *m.GroupID != 32 || *m.Address != "北京市朝阳区酒仙桥路10号" {
		t.Errorf("%+v", m)
	}
	// Both APIs have one fleet.
	if got := c.call("POST", "rent/machines/"+testMachine, nil); !strings.Contains(got.data, "大堂") {
		t.Error(got.data)
	}
	for want, input := range map[string]map[string]any{
		"name and timezone must not be empty": {"name": " "},
		"group 99 not found":                  {"group_id": 99},
		"currency 99 not found":               {"currency_id": 99},
		"does not change":                     {"status": 1},
	} {
		c.update(501, input).wantError(t, want)
	}
	c.update(504, map[string]any{"name": "x"}).wantError(t, "machine not found")
	s.Forbid("updateMachine")
	c.update(501, map[string]any{"name": "x"}).wantError(t, "permission denied")
	s.Allow("updateMachine")
	c.update(501, map[string]any{"name": "x"}).wantOK(t)
}

func TestConsoleUpdateConfig(t *testing.T) {
	s, c := signedIn(t, Config{})
	c.updateConfig(501, map[string]any{"brightness": 10, "languages": []string{"en_US"}, "pickup_code_enabled": false}).wantOK(t)
	m := c.machine(501)
	if *m.Config.Brightness != 10 || *m.Config.Volume != 50 || m.Config.Digits != 2 || len(m.Config.Languages) != 1 || m.Config.Codes || m.Codes {
		t.Errorf("%+v", m)
	}
	// The config's switch is the one that the other API goes by.
	c.generate(nil).want(t, 10023, "")
	c.updateConfig(501, map[string]any{"pickup_code_enabled": true}).wantOK(t)
	c.generate(nil).wantOK(t)
	c.updateConfig(501, map[string]any{"brightness": 101}).wantError(t, "not within 0 and 100")
	c.updateConfig(501, map[string]any{"idle_timeout": -1}).wantError(t, "negative")
	c.updateConfig(506, map[string]any{"volume": 1}).wantError(t, "machine config not found")
	if s.Machine(testMachine).Config.AppVersion == nil {
		t.Error("an update touched what the device reports")
	}
}

func TestConsoleEmptiesWhatIsLeftOut(t *testing.T) {
	s, c := signedIn(t, Config{Console: ConsoleConfig{EmptyOmitted: true, EmptyTexts: true}})
	c.update(501, map[string]any{"contact": "李四"}).wantOK(t)
	if m := s.Machine(testMachine); m.Name != "鼎商测试1号" || m.Contact != "李四" || m.Address != "" || m.GroupID != 0 || m.Currency != nil {
		t.Errorf("%+v", m)
	}
	if got := c.machine(501).Address; got == nil || *got != "" {
		t.Error(got)
	}
	c.updateConfig(501, map[string]any{"volume": 7}).wantOK(t)
	if m := s.Machine(testMachine); !m.CodesOff || m.Config.Brightness != nil || *m.Config.Volume != 7 || m.Config.PriceDigits != 0 ||
		!reflect.DeepEqual(m.Config.Languages, []string{}) {
		t.Errorf("%+v", m)
	}
}

func TestConsoleLag(t *testing.T) {
	s, c := signedIn(t, Config{})
	s.LagUpdates(2)
	c.update(501, map[string]any{"name": "大堂"}).wantOK(t)
	c.update(501, map[string]any{"tel": "1"}).wantOK(t)
	if got := s.Machine(testMachine); got.Name != "大堂" || got.Tel != "1" {
		t.Errorf("%+v", got)
	}
	for i, want := range []string{"鼎商测试1号", "鼎商测试1号", "大堂"} {
		if got := c.machines(map[string]any{}).Machines.Data[0].Name; got != want {
			t.Errorf("read %d: %s", i, got)
		}
	}
	s.LagUpdates(0)
	c.update(501, map[string]any{"name": "门厅"}).wantOK(t)
	if got := c.machine(501).Name; got != "门厅" {
		t.Error(got)
	}
}

func TestConsoleDrift(t *testing.T) {
	s, c := signedIn(t, Config{})
	s.EditMachine(testMachine, func(m *Machine) {
		m.Name, m.Config.PriceDigits, m.ID, m.InTransfer = "drifted", 0, 999, true
	})
	if m := c.machine(501); m.Name != "drifted" || m.Config.Digits != 0 || m.Status != "TRANSFER" {
		t.Errorf("%+v", m)
	}
	// A server that stores something else than it is sent.
	s.After("console.updateMachine", func(Call) {
		s.EditMachine(testMachine, func(m *Machine) { m.Tel = "changed too" })
	})
	c.update(501, map[string]any{"name": "x"}).wantOK(t)
	if m := c.machine(501); m.Name != "x" || *m.Tel != "changed too" {
		t.Errorf("%+v", m)
	}
}
