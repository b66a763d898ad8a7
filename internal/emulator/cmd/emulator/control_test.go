package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// asker sends requests to the control of an emulator.
type asker struct {
	t       *testing.T
	handler http.Handler
}

func newAsker(t *testing.T) (*emulator.Server, asker) {
	t.Helper()
	vendor := emulator.New(emulator.Config{})
	return vendor, asker{t, control(vendor)}
}

func (a asker) ask(method, path, body string) (status int, answer string) {
	a.t.Helper()
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, httptest.NewRequestWithContext(a.t.Context(), method, "/emulator/"+path, strings.NewReader(body)))
	return w.Code, strings.TrimSpace(w.Body.String())
}

func (a asker) mustPost(path, body string) {
	a.t.Helper()
	if status, answer := a.ask("POST", path, body); status != 200 {
		a.t.Fatalf("%s: HTTP %d %s", path, status, answer)
	}
}

func TestCustomers(t *testing.T) {
	vendor, a := newAsker(t)
	if status, body := a.ask("GET", "live?machine_no="+machineNo, ""); status != 200 || body != "[]" {
		t.Error(status, body)
	}
	made := vendor.Generate(machineNo, productID, 1, 6, "")[0]
	var live []emulator.Code
	if _, body := a.ask("GET", "live", ""); json.Unmarshal([]byte(body), &live) != nil || len(live) != 1 || live[0] != made {
		t.Error(body)
	}
	redeem := "redeem?machine_no=" + machineNo + "&product_id=" + productID + "&code=" + made.Code
	if status, _ := a.ask("GET", redeem, ""); status != http.StatusNotFound {
		t.Error(status)
	}
	a.mustPost(redeem, "")
	if status, body := a.ask("POST", redeem, ""); status != http.StatusConflict || !strings.Contains(body, "is USED") || strings.Contains(body, made.Code) {
		t.Error(status, body)
	}
}

func TestMachineSwitches(t *testing.T) {
	vendor, a := newAsker(t)
	const query = "?machine_no=" + machineNo
	for path, holds := range map[string]func(emulator.Machine) bool{
		"offline":   func(m emulator.Machine) bool { return !m.Online },
		"online":    func(m emulator.Machine) bool { return m.Online },
		"codes-off": func(m emulator.Machine) bool { return m.CodesOff },
		"codes-on":  func(m emulator.Machine) bool { return !m.CodesOff },
	} {
		if vendor.SetOnline(machineNo, path != "online"); path == "codes-on" {
			vendor.SetCodesEnabled(machineNo, false)
		}
		if a.mustPost(path+query, ""); !holds(vendor.Machine(machineNo)) {
			t.Error(path)
		}
	}
	a.mustPost("drift"+query, `{"machine_name": "x", "config": {"volume": 5, "languages": ["en_US"]}}`)
	m := vendor.Machine(machineNo)
	if m.Name != "x" || m.Address == "" || *m.Config.Volume != 5 || *m.Config.Brightness != 80 || len(m.Config.Languages) != 1 {
		t.Errorf("%+v", m)
	}
	if _, body := a.ask("GET", "machine"+query, ""); !strings.Contains(body, `"machine_name":"x"`) {
		t.Error(body)
	}
	if _, body := a.ask("GET", "device"+query, ""); !strings.Contains(body, `"reboots":0`) {
		t.Error(body)
	}
}

func TestFail(t *testing.T) {
	vendor, a := newAsker(t)
	url := vendor.Start(t)
	machines := func() int {
		req, _ := http.NewRequestWithContext(t.Context(), "POST", url+"/api/openapi/v1/rent/machines", nil)
		req.Header = http.Header{"Appid": {emulator.AppID}, "Appsecret": {emulator.AppSecret}, "Content-Type": {"application/json"}}
		resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
		if err != nil {
			return 0
		}
		defer resp.Body.Close()
		return resp.StatusCode
	}
	a.mustPost("fail?call=codes&fault=html", "") // another call
	a.mustPost("fail?call=machines&fault=status&status=418&times=2&delay=1ms", "")
	a.mustPost("fail?fault=reset", "")
	for i, want := range []int{418, 418, 0, 200} {
		if got := machines(); got != want {
			t.Errorf("call %d: HTTP %d, want %d", i, got, want)
		}
	}
	a.mustPost("fail?call=machines&fault=html&times=9", "")
	a.mustPost("recover", "")
	if got := machines(); got != 200 {
		t.Error(got)
	}
	if call := vendor.CallsOf("machines")[0]; call.Duration < time.Millisecond {
		t.Error(call.Duration)
	}
}

func TestControlRefuses(t *testing.T) {
	_, a := newAsker(t)
	const machine = "machine_no=" + machineNo
	for path, want := range map[string]string{
		"nothing":                               "no switch POST nothing; there are: GET live, POST redeem",
		"machine?" + machine:                    "no switch POST machine; there are: ",
		"online":                                "machine_no is missing",
		"online?machine_no=1":                   "no machine 1",
		"online?" + machine + "&on=1":           `unknown parameter \"on\"; expected: machine_no`,
		"recover?now=1":                         "expected: none",
		"drift?" + machine:                      "not a machine as in a -fleet file",
		"fail":                                  "fault is missing",
		"fail?fault=earthquake":                 `unknown fault \"earthquake\"; expected one of: none, reset`,
		"fail?fault=reset&call=console.destroy": `unknown call \"console.destroy\"; expected one of: machines, machine, products`,
		"fail?fault=reset&times=-1":             `times: \"-1\" is not a whole number`,
		"fail?fault=reset&act=perhaps":          "neither true nor false",
		"fail?delay=5":                          "not a duration such as 5s",
		"lag?codes=x":                           "codes: ",
		"forbid":                                "field is missing",
	} {
		if status, body := a.ask("POST", path, ""); status < 400 || !strings.Contains(body, want) {
			t.Errorf("%s: HTTP %d %s, want %s", path, status, body, want)
		}
	}
	for _, body := range []string{`{"name": "x"}`, `{"products": []}`} {
		if status, answer := a.ask("POST", "drift?"+machine, body); status != 400 {
			t.Error(status, answer)
		}
	}
}
