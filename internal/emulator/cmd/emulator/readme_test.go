package main

import (
	"net/http/httptest"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/emulator"
)

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every request of the README is one that works.
func TestReadmeRequests(t *testing.T) {
	requests := regexp.MustCompile(`(?m)^curl (-X POST )?"\$DINGSHANG_URL/emulator/([^"]+)"(?: -d '(.+)')?$`).FindAllStringSubmatch(readme(t), -1)
	if len(requests) < 15 {
		t.Fatalf("only %d requests found", len(requests))
	}
	vendor, a := newAsker(t)
	for _, request := range requests {
		method, path, body := "GET", request[2], request[3]
		if request[1] != "" {
			method = "POST"
		}
		if strings.HasPrefix(path, "redeem") {
			path = strings.Replace(path, "123456", vendor.Generate(machineNo, productID, 1, 6, "")[0].Code, 1)
		}
		if status, answer := a.ask(method, path, body); status != 200 {
			t.Errorf("%s %s: HTTP %d %s", method, path, status, answer)
		}
	}
}

func TestReadmeNamesFleetFields(t *testing.T) {
	text := readme(t)
	for _, of := range []any{
		emulator.Fleet{},
		emulator.Machine{},
		emulator.Product{},
		emulator.Category{},
		emulator.Group{},
		emulator.Model{},
		emulator.Announcement{},
		emulator.Merchant{},
		emulator.Currency{},
		emulator.Channel{},
	} {
		kind := reflect.TypeOf(of)
		for i := range kind.NumField() {
			if name := kind.Field(i).Tag.Get("json"); !strings.Contains(text, "`"+name+"`") {
				t.Errorf("%s: %s is missing", kind.Name(), name)
			}
		}
	}
}

func TestReadmeNamesFlags(t *testing.T) {
	var usage strings.Builder
	_, _ = readFlags([]string{"-help"}, &usage)
	text := readme(t)
	flags := regexp.MustCompile(`(?m)^  (-\S+)`).FindAllStringSubmatch(usage.String(), -1)
	if len(flags) < 8 {
		t.Fatal(usage.String())
	}
	for _, flag := range flags {
		if !strings.Contains(text, "| `"+flag[1]+"` |") {
			t.Error(flag[1], "is missing")
		}
	}
}

func TestExampleFleetLoads(t *testing.T) {
	fleet, err := openFleet("fleet.json")
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	vendor := emulator.New(emulator.Config{Fleet: fleet})
	control(vendor).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/emulator/machine?machine_no=10000001", nil))
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"machine_name":"Lobby"`) {
		t.Error(w.Code, w.Body)
	}
}
