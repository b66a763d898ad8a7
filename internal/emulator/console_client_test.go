package emulator

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"testing"
)

// consoleClient is the least that can talk to the console.
type consoleClient struct {
	*client
}

// signedIn starts a server and signs in to its console.
func signedIn(t *testing.T, cfg Config) (*Server, consoleClient) {
	t.Helper()
	s, c := start(t, cfg)
	console := consoleClient{c}
	console.signIn()
	s.ResetCalls()
	return s, console
}

func (c consoleClient) signIn() {
	c.t.Helper()
	var data struct{ Signin string }
	c.ask(signin, map[string]any{"input": c.credentials(nil)}).wantData(c.t, &data)
	c.header.Set("Authorization", "Bearer "+data.Signin)
}

const signin = `mutation($input: String!) { signin(input: $input) }`

// credentials is the signed input of a sign-in, with changes to what is signed.
func (c consoleClient) credentials(changes map[string]string) string {
	params := map[string]string{
		"email": ConsoleEmail, "password": ConsolePassword, "timestamp": strconv.FormatInt(c.now().Unix(), 10),
	}
	maps.Copy(params, changes)
	params["sign"] = consoleSignature(params, AppID)
	plain, _ := json.Marshal(params)
	return base64.StdEncoding.EncodeToString(plain)
}

type graphQLAnswer struct {
	status int
	body   string
	Data   json.RawMessage
	Errors []struct{ Message string }
}

func (c consoleClient) ask(query string, variables map[string]any) graphQLAnswer {
	c.t.Helper()
	body, _ := json.Marshal(map[string]any{"query": query, "variables": variables})
	raw, err := c.send("POST", ConsolePath, body)
	if err != nil {
		c.t.Fatal(err)
	}
	out := graphQLAnswer{status: raw.status, body: raw.body}
	if err := json.Unmarshal([]byte(raw.body), &out); err != nil {
		c.t.Fatalf("%v in %s", err, raw.body)
	}
	return out
}

func (a graphQLAnswer) wantData(t testing.TB, to any) {
	t.Helper()
	if a.status != 200 || len(a.Errors) > 0 {
		t.Fatalf("HTTP %d %s", a.status, a.body)
	}
	if err := json.Unmarshal(a.Data, to); err != nil {
		t.Fatal(err)
	}
}

// wantOK is for mutations, which all answer the same.
func (a graphQLAnswer) wantOK(t testing.TB) {
	t.Helper()
	var data map[string]string
	a.wantData(t, &data)
	for _, answer := range data {
		if answer != "ok" {
			t.Errorf("answered %q", answer)
		}
	}
}

func (a graphQLAnswer) wantError(t testing.TB, message string) {
	t.Helper()
	if a.status != 200 || string(a.Data) != "null" || len(a.Errors) != 1 || !strings.Contains(a.Errors[0].Message, message) {
		t.Errorf("HTTP %d %s, want the error %q", a.status, a.body, message)
	}
}

// pageSeen is as much of a page as most tests look at.
type pageSeen struct {
	Machines struct {
		Total, CurrentPage, LastPage, PerPage int
		Data                                  []machineSeen
	}
}

type machineSeen struct {
	ID        int
	MachineNo string `json:"machine_no"`
	Name      string
	Address   *string
	Tel       *string
	GroupID   *int `json:"group_id"`
	Status    string
	Codes     bool `json:"pickup_code_enabled"`
	Config    *struct {
		Brightness *int
		Volume     *int
		Codes      bool `json:"pickup_code_enabled"`
		Digits     int  `json:"price_digits"`
		Languages  []string
	}
}

const machineFields = `id machine_no name address tel group_id status pickup_code_enabled
	config { brightness volume pickup_code_enabled price_digits languages }`

func (c consoleClient) machines(input map[string]any) pageSeen {
	c.t.Helper()
	var out pageSeen
	c.ask(`query($input: MachinesQueryInput!) { machines(input: $input) {
		total currentPage lastPage perPage data { `+machineFields+` } } }`, map[string]any{"input": input}).wantData(c.t, &out)
	return out
}

func (c consoleClient) machine(id int) machineSeen {
	c.t.Helper()
	var out struct{ Machine machineSeen }
	c.ask(`query($id: Int!) { machine(id: $id) { `+machineFields+` } }`, map[string]any{"id": id}).wantData(c.t, &out)
	return out.Machine
}

func (c consoleClient) update(id int, input map[string]any) graphQLAnswer {
	c.t.Helper()
	return c.ask(`mutation($id: Int!, $input: MachineInput!) { updateMachine(id: $id, input: $input) }`,
		map[string]any{"id": id, "input": input})
}

func (c consoleClient) updateConfig(id int, input map[string]any) graphQLAnswer {
	c.t.Helper()
	return c.ask(`mutation($id: Int!, $input: MachineConfigInput!) { updateMachineConfig(machine_id: $id, input: $input) }`,
		map[string]any{"id": id, "input": input})
}

// order sends a mutation that takes a machine and nothing else.
func (c consoleClient) order(mutation string, id int) graphQLAnswer {
	c.t.Helper()
	return c.ask(`mutation($id: Int!) { `+mutation+`(machine_id: $id) }`, map[string]any{"id": id})
}
