package emulator

import (
	"strings"
	"testing"
)

func TestSampleFleetIsACopy(t *testing.T) {
	SampleFleet().Machines[0].Products[0].Name = "changed"
	if got := SampleFleet().Machines[0].Products[0].Name; got != "可乐" {
		t.Error(got)
	}
}

func TestReadFleetSaysWhatIsWrong(t *testing.T) {
	tests := []struct{ json, want string }{
		{``, "EOF"},
		{`{} {}`, "more than one"},
		{`{"machine":[]}`, `unknown field "machine"`},
		{`{"machines":[{"machine_no":"a"}]}`, `machine_no "a"`},
		{`{"machines":[{"machine_no":"1"},{"machine_no":"1"}]}`, "used twice"},
		{`{"categories":[{"id":1},{"id":1}]}`, "category id 1"},
		{`{"machines":[{"machine_no":"1","category_ids":[4]}]}`, "machine 1: unknown category 4"},
		{`{"machines":[{"machine_no":"1","products":[{"id":"2","category_id":4}]}]}`, "unknown category 4"},
		{`{"machines":[{"machine_no":"1","group_id":4}]}`, "machine 1: unknown group 4"},
		{`{"groups":[{"id":1},{"id":1}]}`, "group id 1"},
		{`{"machines":[{"machine_no":"1","id":7},{"machine_no":"2","id":7}]}`, "machine 2: id 7"},
		{`{"machines":[{"machine_no":"1","products":[{"id":"2"},{"id":"2"}]}]}`, `product id "2"`},
		{`{"machines":[{"machine_no":"1","products":[{"id":"2","current_inventory":4,"inventory":3}]}]}`, "current_inventory 4"},
	}
	for _, test := range tests {
		if _, err := ReadFleet(strings.NewReader(test.json)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.json, err)
		}
	}
	fleet, err := ReadFleet(strings.NewReader(`{"machines":[{"machine_no":"12345678","machine_name":"x"}]}`))
	if err != nil || fleet.Machines[0].Name != "x" {
		t.Error(fleet, err)
	}
}
