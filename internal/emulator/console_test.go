package emulator

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestConsoleMachines(t *testing.T) {
	_, c := signedIn(t, Config{})
	all := c.machines(map[string]any{})
	var numbers []string
	for _, m := range all.Machines.Data {
		numbers = append(numbers, m.MachineNo)
	}
	if want := []string{"16327138", "16327140", "16327151", "16327175", "16327012", "163271380000021"}; !slices.Equal(numbers, want) {
		t.Error(numbers)
	}
	m := all.Machines.Data[0]
	if m.ID != 501 || m.Name != "鼎商测试1号" || m.Status != "OPERATIONAL" || !m.Codes || !m.Config.Codes || *m.Config.Brightness != 80 {
		t.Errorf("%+v", m)
	}
	if off := all.Machines.Data[2]; off.Codes || off.Config.Codes {
		t.Errorf("%+v", off)
	}
	if sparse := all.Machines.Data[3]; sparse.Address != nil || sparse.Config.Brightness != nil || sparse.GroupID != nil {
		t.Errorf("%+v", sparse)
	}
	if old := all.Machines.Data[4]; old.Config != nil {
		t.Errorf("%+v", old)
	}
	if m := c.machine(507); m.MachineNo != "163271380000021" || m.Status != "MAINTENANCE" {
		t.Errorf("%+v", m)
	}
	for _, id := range []int{504, 999} { // of another merchant, unknown
		c.ask(`query($id: Int!) { machine(id: $id) { id } }`, map[string]any{"id": id}).wantError(t, "machine not found")
	}
}

func TestConsolePages(t *testing.T) {
	_, c := signedIn(t, Config{Console: ConsoleConfig{MaxPerPage: 4}})
	for _, test := range []struct {
		input             map[string]any
		total, last, seen int
	}{
		{map[string]any{}, 6, 2, 4},
		{map[string]any{"per_page": 100, "current_page": 2}, 6, 2, 2},
		{map[string]any{"per_page": 3, "current_page": 9}, 6, 2, 0},
		{map[string]any{"group_id": 32}, 3, 1, 3},
		{map[string]any{"status": 2}, 1, 1, 1},
		{map[string]any{"group_id": 31, "status": 2}, 0, 1, 0},
	} {
		got := c.machines(test.input).Machines
		if got.Total != test.total || got.LastPage != test.last || len(got.Data) != test.seen {
			t.Errorf("%v: %+v", test.input, got)
		}
	}
	var groups struct{ MachineGroups []Group }
	c.ask(`{ machineGroups { id title } }`, nil).wantData(t, &groups)
	if len(groups.MachineGroups) != 2 || groups.MachineGroups[1].Title != "南方" {
		t.Error(groups)
	}
}

func TestConsoleSignin(t *testing.T) {
	s, plain := start(t, Config{})
	c := consoleClient{plain}
	c.ask(signin, map[string]any{"input": c.credentials(map[string]string{"password": "wrong"})}).wantError(t, "invalid email or password")
	c.ask(signin, map[string]any{"input": c.credentials(map[string]string{"timestamp": "1"})}).wantError(t, "invalid signature")
	c.ask(signin, map[string]any{"input": "bm90IGpzb24="}).wantError(t, "invalid signature")
	c.ask(`{ profile { email } }`, nil).wantError(t, "unauthorized")

	c.signIn()
	token := strings.TrimPrefix(c.header.Get("Authorization"), "Bearer ")
	if strings.Count(token, ".") != 2 {
		t.Error(token)
	}
	var profile struct {
		Profile struct {
			Email       string
			Permissions []string
		}
	}
	s.Forbid("rebootMachine")
	c.ask(`{ profile { email permissions } }`, nil).wantData(t, &profile)
	if profile.Profile.Email != ConsoleEmail || len(profile.Profile.Permissions) != len(mutations)-1 {
		t.Error(profile)
	}
	for _, forged := range []string{"", "Bearer", "Bearer x.y.z", "Bearer " + token + "x", token} {
		c.header.Set("Authorization", forged)
		c.ask(`{ profile { email } }`, nil).wantError(t, "unauthorized")
	}
	for _, call := range s.CallsOf("console.signin") {
		if len(call.Variables) > 0 {
			t.Error("a sign-in was recorded with", call.Variables)
		}
	}
}

func TestConsoleSignature(t *testing.T) {
	if got := encodeURI("a b%中-_.!~*'();/?:@&=+$,#\"<"); got != "a%20b%25%E4%B8%AD-_.!~*'();/?:@&=+$,#%22%3C" {
		t.Error(got)
	}
}

func TestConsoleTokensEnd(t *testing.T) {
	now := noon
	s, c := signedIn(t, Config{Now: func() time.Time { return now }, Console: ConsoleConfig{TokenLifetime: time.Hour, UnauthorizedStatus: true}})
	profile := func() int { return c.ask(`{ profile { email } }`, nil).status }
	now = noon.Add(time.Hour - time.Second)
	if got := profile(); got != 200 {
		t.Error(got)
	}
	now = noon.Add(time.Hour)
	if got := profile(); got != 401 {
		t.Error(got)
	}
	c.signIn()
	if got := profile(); got != 200 {
		t.Error(got)
	}
	s.RevokeTokens()
	if got := profile(); got != 401 {
		t.Error(got)
	}
	c.signIn()
	if got := profile(); got != 200 {
		t.Error(got)
	}
}

func TestConsoleChecksQueries(t *testing.T) {
	s, c := signedIn(t, Config{})
	for query, want := range map[string]string{
		`{ machines(input: {}) { data { mileage } } }`:                             `"mileage"`,
		`{ machine(id: "501") { id } }`:                                            "Int cannot represent",
		`{ machine { id } }`:                                                       `"id"`,
		`mutation { updateMachine(id: 501, input: {nickname: "x"}) }`:              `"nickname"`,
		`query($input: MachinesQueryInput!) { machines(input: $input) { total } }`: `input`,
		`{ a: profile { email } b: machineGroups { id } }`:                         errOneField.Error(),
		`{ profile`: "syntax error",
	} {
		got := c.ask(query, nil)
		if len(got.Errors) == 0 || !strings.Contains(got.body, strings.ReplaceAll(want, `"`, `\"`)) {
			t.Errorf("%s: %s", query, got.body)
		}
	}
	if got, err := c.send("GET", ConsolePath, nil); err != nil || got.status != 400 {
		t.Error(got, err)
	}
	if got := s.Count()["console"]; got != 7 { // all but the one that reached a field
		t.Error(s.Count())
	}
}

func TestConsoleRecord(t *testing.T) {
	s, c := signedIn(t, Config{})
	c.ask(`query($input: MachinesQueryInput!) { machines(input: $input) { data { id config { volume } } } }`,
		map[string]any{"input": map[string]any{"per_page": 3}})
	c.update(501, map[string]any{"name": "x", "password": "hidden"}).wantError(t, "does not change")
	list, update := s.CallsOf("console.machines")[0], s.CallsOf("console.updateMachine")[0]
	if list.Path != ConsolePath || list.Did != "listed 3 machines, page 1 of 2" || list.Message != "ok" ||
		list.Variables["input"].(map[string]any)["per_page"] != 3.0 || !slices.Contains(list.Fields, "data.config.volume") {
		t.Errorf("%+v", list)
	}
	input := update.Variables["input"].(map[string]any)
	if _, shown := input["password"]; shown || input["name"] != "x" || update.MachineNo != testMachine || update.Acted {
		t.Errorf("%+v", update)
	}
}

func TestConsoleFaults(t *testing.T) {
	s, c := signedIn(t, Config{})
	s.Fail("console.updateMachine", 1, Fault{Kind: Answer, Message: "try later"})
	c.update(501, map[string]any{"name": "x"}).wantError(t, "try later")
	if got := s.Machine(testMachine).Name; got != "鼎商测试1号" {
		t.Error(got)
	}
	s.Fail("console.updateMachine", 1, Fault{Kind: Reset, Act: true})
	if _, err := c.send("POST", ConsolePath, []byte(`{"query":"mutation { updateMachine(id: 501, input: {name: \"x\"}) }"}`)); err == nil {
		t.Error("answered")
	}
	if got := s.Machine(testMachine).Name; got != "x" {
		t.Error(got)
	}
	for kind, status := range map[FaultKind]int{HTML: 502, Status: 500, Garbage: 200, Redirect: 307} {
		s.Fail("console.machine", 1, Fault{Kind: kind, Location: "https://example.com"})
		got, err := c.send("POST", ConsolePath, []byte(`{"query":"{ machine(id: 501) { id } }"}`))
		if err != nil || got.status != status {
			t.Errorf("%v: %+v %v", kind, got.status, err)
		}
	}
}

func TestConsoleActsAlthoughTheClientLeft(t *testing.T) {
	s, c := signedIn(t, Config{})
	ctx, leave := context.WithCancel(t.Context())
	s.Fail("console.updateMachine", 1, Fault{Kind: Stall, Act: true})
	s.Before("console.updateMachine", func(Call) { leave() })
	_, err := c.sendUntil(ctx, "POST", ConsolePath, []byte(`{"query":"mutation { updateMachine(id: 501, input: {name: \"x\"}) }"}`))
	s.waitIdle()
	if call := s.Calls()[0]; !errors.Is(err, context.Canceled) || !call.Acted || s.Machine(testMachine).Name != "x" {
		t.Error(err, call)
	}
}
