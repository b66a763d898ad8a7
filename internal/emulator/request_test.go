package emulator

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestCredentials(t *testing.T) {
	tests := []struct {
		name, header, value string
		older, newer        int
	}{
		{"no id", "Appid", "", 10008, 4000},
		{"no secret", "AppSecret", "", 10008, 4000},
		{"no content type", "Content-Type", "", 10008, 4000},
		{"wrong id", "Appid", "ds00", 10014, 4001},
		{"wrong secret", "AppSecret", "guess", 10013, 4009},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for newer, code := range map[bool]int{false: test.older, true: test.newer} {
				s, c := start(t, Config{NewGeneration: newer})
				c.header.Set(test.header, test.value)
				got, err := c.send("POST", basePath+"rent/machines", nil)
				if err != nil || got.status != http.StatusUnauthorized {
					t.Fatalf("%v, HTTP status %d", err, got.status)
				}
				got.want(t, code, "")
				c.generate(nil).want(t, code, "")
				if calls := s.CallsOf("generate"); len(calls) != 1 || calls[0].Acted || calls[0].Code != code || calls[0].Status != 401 {
					t.Errorf("recorded %+v", calls)
				}
			}
		})
	}
}

func TestUnknownRoutesGetAWebPage(t *testing.T) {
	_, c := start(t, Config{})
	tests := []struct {
		httpMethod, path string
		status           int
	}{
		{"POST", "/", 404},
		{"POST", "/api/openapi/v1", 404},
		{"POST", basePath + "nothing", 404},
		{"POST", basePath + "rent/machines/", 404},
		{"POST", basePath + "rent/machines/1/2", 404},
		{"GET", basePath + "rent/machines", 405},
		{"PUT", basePath + "products", 405},
		{"DELETE", basePath + "pickup_codes", 405},
	}
	for _, test := range tests {
		got, err := c.send(test.httpMethod, test.path, nil)
		if err != nil || got.status != test.status || !strings.HasPrefix(got.body, "<html>") {
			t.Errorf("%s %s: %v %+v", test.httpMethod, test.path, err, got)
		}
	}
}

func TestPayload(t *testing.T) {
	s, c := start(t, Config{})
	at := func(when time.Time) string { return strconv.FormatInt(when.Unix(), 10) }
	signed := func(params map[string]string) []byte {
		params["sign"] = signatureOf(params, AppKey, false)
		return wrapPayload(params)
	}
	tests := []struct {
		name string
		body []byte
		code int
	}{
		{"good", c.signedBody(map[string]string{"machine_no": testMachine}), 0},
		{"empty values are not signed", c.signedBody(map[string]string{"machine_no": testMachine, "category_id": ""}), 0},
		{"clock a little off", signed(map[string]string{"machine_no": testMachine, "timestamp": at(noon.Add(-time.Hour))}), 0},
		{"clock far off", signed(map[string]string{"machine_no": testMachine, "timestamp": at(noon.Add(time.Hour + time.Second))}), 10001},
		{"no timestamp", signed(map[string]string{"machine_no": testMachine}), 10001},
		{"odd timestamp", signed(map[string]string{"machine_no": testMachine, "timestamp": "noon"}), 10001},
		{"no machine", c.signedBody(nil), 10001},
		{"number among the values", wrapPayload(map[string]any{"machine_no": testMachine, "timestamp": noon.Unix(), "sign": "x"}), 10001},
		{"null among the values", wrapPayload(map[string]any{"machine_no": testMachine, "timestamp": at(noon), "page": nil, "sign": "x"}), 10001},
		{"no payload", []byte(`{}`), 10001},
		{"empty body", nil, 10001},
		{"not base64", []byte(`{"payload":"?"}`), 10001},
		{"no padding", []byte(`{"payload":"e30"}`), 10001},
		{"no signature", wrapPayload(map[string]string{"machine_no": testMachine, "timestamp": at(noon)}), 4006},
		{"lower case signature", wrapPayload(map[string]string{
			"machine_no": testMachine, "timestamp": at(noon),
			"sign": strings.ToLower(signatureOf(map[string]string{"machine_no": testMachine, "timestamp": at(noon)}, AppKey, false)),
		}), 4006},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := c.send("POST", basePath+"products", test.body)
			if err != nil || got.status != http.StatusOK {
				t.Fatal(err, got)
			}
			got.want(t, test.code, "")
		})
	}
	for _, call := range s.Calls() {
		if _, ok := call.Params["sign"]; ok {
			t.Error("the signature is recorded")
		}
	}
}
