package console

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/clock/clocktest"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/transport"
)

const testMachine = "16327138"

// bench is a client at an emulated console; both tell the time by one clock.
type bench struct {
	*Client
	vendor *emulator.Server
	clock  *clocktest.Fake

	mu  sync.Mutex
	log []transport.Exchange
}

func newBench(t *testing.T, change func(*emulator.Config, *Config)) *bench {
	t.Helper()
	b := &bench{clock: clocktest.New(time.Now().Truncate(time.Second))}
	serving := emulator.Config{Now: b.clock.Now}
	retries := 2
	asking := Config{
		AppID: emulator.AppID, Email: emulator.ConsoleEmail, Password: emulator.ConsolePassword,
		Log: func(_ context.Context, e transport.Exchange) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.log = append(b.log, e)
		},
	}
	if change != nil {
		change(&serving, &asking)
	}
	b.vendor = emulator.New(serving)
	asking.URL = b.vendor.Start(t) + emulator.ConsolePath
	asking.Transport = transport.New(transport.Config{Clock: b.clock, MaxRetries: &retries, RequestTimeout: 5 * time.Second})
	t.Cleanup(asking.Transport.CloseIdleConnections)
	var err error
	if b.Client, err = New(asking); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) wantCalls(t *testing.T, want map[string]int) {
	t.Helper()
	for _, name := range []string{"signin", "machines", "machine", "updateMachine", "updateMachineConfig", "rebootMachine", "shutdownMachine"} {
		if got := len(b.vendor.CallsOf("console." + name)); got != want[name] {
			t.Errorf("%s was called %d times, want %d", name, got, want[name])
		}
	}
}

// find is a machine that has to be there.
func (b *bench) find(t *testing.T, machineNo string) Machine {
	t.Helper()
	m, err := b.Machine(t.Context(), machineNo)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func failureOf(t *testing.T, err error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("got %v, want a failed call", err)
	}
	return e
}

// fleetOf is a fleet of so many machines.
func fleetOf(machines int) emulator.Fleet {
	fleet := emulator.Fleet{}
	for i := range machines {
		fleet.Machines = append(fleet.Machines, emulator.Machine{
			MachineNo: fmt.Sprint(20000000 + i), Name: fmt.Sprintf("machine %d", i), Online: true, InOperation: true, Config: &emulator.MachineConfig{},
		})
	}
	return fleet
}

func TestMachine(t *testing.T) {
	b := newBench(t, nil)
	m := b.find(t, testMachine)
	if m.ID != 501 || m.Name != "鼎商测试1号" || m.Timezone != "Asia/Shanghai" || !m.IsOnline || !m.InOperation() || *m.GroupID != 31 ||
		*m.Position() != (Position{116.549815, 39.922273}) {
		t.Errorf("got %+v", m)
	}
	if c := m.Config; *c.Brightness != 80 || c.Language != "zh_CN" || len(c.Languages) != 2 || !c.PickupCodeEnabled || *c.NetworkRSSI != -67 || c.Temperature != "6.5" {
		t.Errorf("got %+v", c)
	}
	if _, err := b.Machine(t.Context(), "99999999"); !IsKind(err, KindNotListed) {
		t.Error(err)
	}
	b.wantCalls(t, map[string]int{"signin": 1, "machines": 1})
}

// However many ask, the fleet costs its pages.
func TestFleetIsReadOnce(t *testing.T) {
	for perPage, pages := range map[int]int{100: 2, 10: 20, 7: 29} {
		t.Run(fmt.Sprintf("%d a page", perPage), func(t *testing.T) {
			b := newBench(t, func(serving *emulator.Config, _ *Config) {
				serving.Fleet, serving.Console.MaxPerPage = fleetOf(200), perPage
			})
			var group sync.WaitGroup
			for i := range 200 {
				group.Go(func() {
					no := fmt.Sprint(20000000 + i)
					if m, err := b.Machine(t.Context(), no); err != nil || m.MachineNo != no {
						t.Error(m, err)
					}
				})
			}
			group.Wait()
			b.wantCalls(t, map[string]int{"signin": 1, "machines": pages})
		})
	}
}

func TestMachinesComePageByPage(t *testing.T) {
	b := newBench(t, func(serving *emulator.Config, _ *Config) {
		serving.Fleet, serving.Console.MaxPerPage = fleetOf(25), 10
		for i := range 3 {
			serving.Fleet.Machines[i].GroupID = 7
		}
	})
	seen := 0
	for m, err := range b.Machines(t.Context(), nil) {
		if err != nil || m.MachineNo != fmt.Sprint(20000000+seen) {
			t.Fatal(m, err)
		}
		if seen++; seen == 12 {
			break
		}
	}
	b.wantCalls(t, map[string]int{"signin": 1, "machines": 2})
	seen = 0
	for _, err := range b.Machines(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
	}
	if seen != 25 {
		t.Errorf("%d machines", seen)
	}
	b.wantCalls(t, map[string]int{"signin": 1, "machines": 5})
	group, seen := int64(7), 0
	for _, err := range b.Machines(t.Context(), &group) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
	}
	if seen != 3 {
		t.Errorf("%d machines of the group", seen)
	}
	b.vendor.Forbid("machines")
	for _, err := range b.Machines(t.Context(), nil) {
		if !IsKind(err, KindRejected) {
			t.Error(err)
		}
	}
}

// A machine that was changed is read alone, once for each change; the others are not read again.
func TestAChangeForgetsItsMachineOnly(t *testing.T) {
	b := newBench(t, nil)
	m, name, empty := b.find(t, testMachine), "renamed", ""
	for _, update := range []MachineUpdate{{Name: &name}, {Contact: &empty}} {
		if err := b.UpdateMachine(t.Context(), m, update); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			b.find(t, testMachine)
			b.find(t, "16327140")
		}
	}
	if m := b.find(t, testMachine); m.Name != name || m.Contact != "" || m.Tel != "01012345678" {
		t.Errorf("got %+v", m)
	}
	b.wantCalls(t, map[string]int{"signin": 1, "machines": 1, "updateMachine": 2, "machine": 2})
	for i, want := range []string{"map[name:renamed]", "map[contact:]"} {
		if got := fmt.Sprint(b.vendor.CallsOf("console.updateMachine")[i].Variables["input"]); got != want {
			t.Errorf("sent %s, want %s", got, want)
		}
	}
}

// A read that began before a change is not served after it.
func TestAReadFromBeforeAChangeIsForgotten(t *testing.T) {
	b := newBench(t, nil)
	m, name := b.find(t, testMachine), "renamed"
	if _, err := b.MachineNow(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	b.vendor.Before("console.updateMachine", func(emulator.Call) {
		if old := b.find(t, testMachine); old.Name == name {
			t.Error("the change shows before it was made")
		}
	})
	if err := b.UpdateMachine(t.Context(), m, MachineUpdate{Name: &name}); err != nil {
		t.Fatal(err)
	}
	if m := b.find(t, testMachine); m.Name != name {
		t.Errorf("the name is %q", m.Name)
	}
}

func TestConfigAndPower(t *testing.T) {
	b := newBench(t, nil)
	m, volume, languages := b.find(t, testMachine), int64(0), []string{"en_US"}
	if err := b.UpdateConfig(t.Context(), m, ConfigUpdate{Volume: &volume, Languages: &languages}); err != nil {
		t.Fatal(err)
	}
	if c := b.find(t, testMachine).Config; *c.Volume != 0 || len(c.Languages) != 1 || *c.Brightness != 80 {
		t.Errorf("got %+v", c)
	}
	if err := b.SetWeeklyPowerSchedule(t.Context(), m, "08:00:00", "22:30:00", [7]bool{true, true, true, true, true}); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(*b.vendor.Device(testMachine).Schedule); got != "{08:00:00 22:30:00 [1 1 1 1 1 0 0]}" {
		t.Errorf("the schedule is %s", got)
	}
	if err := b.SchedulePowerOnce(t.Context(), m, "2027-01-02 08:00:00", "2027-01-01 22:00:00"); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(*b.vendor.Device(testMachine).Schedule); got != "{2027-01-02 08:00:00 2027-01-01 22:00:00 []}" {
		t.Errorf("the schedule is %s", got)
	}
	for _, send := range []func(context.Context, Machine) error{b.ClearPowerSchedule, b.Reboot, b.ClearMalfunction, b.Shutdown} {
		if err := send(t.Context(), m); err != nil {
			t.Error(err)
		}
	}
	if d := b.vendor.Device(testMachine); d.Schedule != nil || d.Reboots != 1 || d.MalfunctionsCleared != 1 || d.Shutdowns != 1 {
		t.Errorf("got %+v", d)
	}
	if err := b.Reboot(t.Context(), m); !IsKind(err, KindRejected) || !strings.Contains(err.Error(), "offline") {
		t.Error(err)
	}
}

func TestNothingSecretIsSaid(t *testing.T) {
	b := newBench(t, nil)
	m := b.find(t, testMachine)
	token := b.session.current.text
	b.vendor.Inject(func(emulator.Call) *emulator.Fault {
		return &emulator.Fault{Kind: emulator.Status, Status: 200, Body: fmt.Sprintf(`{"data": null, "errors": [{"message": "no %s for %s"}]}`, token, emulator.ConsolePassword)}
	})
	err := b.UpdateMachine(t.Context(), m, MachineUpdate{})
	if e := failureOf(t, err); e.Kind != KindRejected || e.Message != "no *** for ***" {
		t.Errorf("got %q", e.Message)
	}
	all := fmt.Sprint(b.log, err)
	for _, secret := range []string{token, emulator.ConsolePassword, "password", "Bearer"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s is in %s", secret, all)
		}
	}
	if len(b.log) != 3 || b.log[0].Call != "signin" || b.log[0].Path != emulator.ConsolePath || b.log[0].HTTPStatus != 200 || b.log[2].Failure == "" {
		t.Errorf("logged %+v", b.log)
	}
}
