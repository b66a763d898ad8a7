package emulator

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestMachineListLeavesOutWhatIsEmpty(t *testing.T) {
	_, c := start(t, Config{})
	got := c.call("POST", "rent/machines", nil)
	got.wantOK(t)
	var machines []map[string]any
	if err := json.Unmarshal([]byte(got.data), &machines); err != nil {
		t.Fatal(err)
	}
	has := func(no, field string) bool {
		i := slices.IndexFunc(machines, func(m map[string]any) bool { return m["machine_no"] == no })
		if i < 0 {
			t.Fatalf("no machine %s in %s", no, got.data)
		}
		_, ok := machines[i][field]
		return ok
	}
	if len(machines) != 6 {
		t.Errorf("%d machines: the unlinked one is not the merchant's", len(machines))
	}
	if !has(testMachine, "is_online") || has("16327140", "is_online") {
		t.Error("is_online")
	}
	if !has(testMachine, "status") || has("163271380000021", "status") {
		t.Error("status")
	}
	if has("16327175", "address") || has("16327175", "lng_lat") || has("16327175", "contact") {
		t.Error("address, lng_lat, contact")
	}
}

func TestNoMachinesAreAnEmptyList(t *testing.T) {
	_, c := start(t, Config{Fleet: Fleet{Machines: []Machine{}}})
	if got := c.call("POST", "rent/machines", nil); got.data != "[]" {
		t.Error(got.body)
	}
}

func TestMachineDetail(t *testing.T) {
	_, c := start(t, Config{})
	full := c.call("POST", "rent/machines/"+testMachine, nil)
	if _, ok := full.decode(t)["machine_no"]; ok {
		t.Error("the vendor does not repeat the number")
	}
	for _, want := range []string{`"model":{"cabinet_names":["A","B"],"id":12}`, `"categories":[{"id":3,`, `"is_online":true`, `"merchant":{`, `"symbol":"¥"`} {
		if !strings.Contains(full.data, want) {
			t.Errorf("no %s in %s", want, full.data)
		}
	}
	bare := c.call("POST", "rent/machines/16327175", nil).decode(t)
	for _, field := range []string{"address", "lng_lat", "merchant", "currency", "announcement", "categories", "cover_image", "model_id"} {
		if v, ok := bare[field]; ok {
			t.Errorf("%s is %v", field, v)
		}
	}
	if model := bare["model"].(map[string]any); model["id"] != nil {
		t.Error("model.id is", model["id"])
	}
	old := c.call("POST", "rent/machines/16327012", nil).decode(t)
	if old["model"] != nil || old["model_id"] != 3.0 {
		t.Error(old["model"], old["model_id"])
	}
	if offline := c.call("POST", "rent/machines/16327140", nil); strings.Contains(offline.data, "is_online") {
		t.Error(offline.data)
	}
}

func TestMachinesThatCannotBeAskedFor(t *testing.T) {
	for _, newer := range []bool{false, true} {
		s, c := start(t, Config{NewGeneration: newer})
		unknown, offline := 30003, 30002
		if newer {
			unknown, offline = 6026, 4008
		}
		c.call("POST", "rent/machines/99999999", nil).want(t, unknown, "")
		c.call("POST", "rent/machines/16327163", nil).want(t, 30001, "")
		c.generate(map[string]string{"machine_no": "99999999"}).want(t, unknown, "")
		c.generate(map[string]string{"machine_no": "16327163"}).want(t, 30001, "")

		s.SetOnline(testMachine, false)
		c.generate(nil).want(t, offline, "")
		c.call("POST", "products/"+testCola+"/pickup_code", map[string]string{"machine_no": testMachine}).want(t, offline, "")
		c.call("PUT", "pickup_codes", map[string]string{"method": "pickup_code.delete.all", "machine_no": testMachine}).want(t, offline, "")
		c.call("POST", "products", map[string]string{"machine_no": testMachine}).wantOK(t)
		c.call("POST", "rent/machines/"+testMachine, nil).wantOK(t)
		s.EditMachine(testMachine, func(m *Machine) { m.Debug = true })
		c.generate(nil).wantOK(t)

		s.UnlinkMachine(testMachine)
		c.generate(nil).want(t, 30001, "")
		s.RemoveMachine(testMachine)
		c.generate(nil).want(t, unknown, "")
		if len(s.Live(testMachine)) != 1 {
			t.Error("codes of a removed machine can still be looked at")
		}
	}
}

func TestNewGenerationWritesNumbersAsText(t *testing.T) {
	_, c := start(t, Config{NewGeneration: true})
	c.generate(nil).wantOK(t)
	if id, ok := c.codes()[0].ID.(string); !ok || id != "2111" {
		t.Errorf("id %#v", c.codes()[0].ID)
	}
	got := c.call("POST", "products", map[string]string{"machine_no": testMachine}).decode(t)
	if got["total"] != "14" || got["data"].([]any)[0].(map[string]any)["id"] != testCola {
		t.Error(got)
	}
	if failed := c.call("POST", "rent/machines/99999999", nil); failed.data != "null" {
		t.Error(failed.body)
	}
}
