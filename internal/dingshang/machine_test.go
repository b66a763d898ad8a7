package dingshang

import (
	"reflect"
	"testing"
)

func TestMachine(t *testing.T) {
	for name, tc := range map[string]struct {
		data string
		want Machine
	}{
		"full": {
			`{"machine_name": "鼎商测试1号", "address": "北京市", "lng_lat": "116.549815, 39.922273", "is_online": true, "machine_type": 1,
			"model": {"id": 12, "cabinet_names": ["A", "B"]}, "cover_image": "c", "categories": [{"id": 3, "title": "日用品"}, {"id": 1, "title": "饮料"}],
			"announcement": {"title": "欢迎光临", "content": "x"},
			"merchant": {"title": "商户", "description": "d", "logo": "l", "store_id": 1024, "status": 1, "created_at": "2023-03-01 09:00:00"},
			"currency": {"id": 1, "name": "人民币", "code": "CNY", "symbol": "¥"}, "something_new": {"a": [1]}}`,
			Machine{
				Name: "鼎商测试1号", Address: "北京市", Position: &Position{116.549815, 39.922273}, IsOnline: true, Type: 1, ModelID: "12",
				CabinetNames: []string{"A", "B"}, CoverImage: "c", Categories: []Category{{"3", "日用品"}, {"1", "饮料"}},
				Announcement: &Announcement{"欢迎光临"}, Merchant: &Merchant{"商户", "d", "l", "1024", "1", "2023-03-01 09:00:00"},
				Currency: &Currency{"1", "人民币", "CNY", "¥"},
			},
		},
		"newer generation": {
			`{"machine_name": "one", "is_online": true, "machine_type": "6", "model": {"id": "12"}, "categories": [{"id": "3", "title": "t"}], "currency": {"id": "1"}}`,
			Machine{Name: "one", IsOnline: true, Type: 6, ModelID: "12", Categories: []Category{{"3", "t"}}, Currency: &Currency{ID: "1"}},
		},
		"older than 1.13":     {`{"machine_name": "one", "model_id": 3}`, Machine{Name: "one", ModelID: "3"}},
		"model without id":    {`{"machine_name": "one", "model_id": 3, "model": {"cabinet_names": ["A"]}}`, Machine{Name: "one", ModelID: "3", CabinetNames: []string{"A"}}},
		"nulls":               {`{"machine_name": "one", "address": null, "lng_lat": null, "is_online": null, "model": null, "categories": null, "merchant": null}`, Machine{Name: "one"}},
		"position is no pair": {`{"machine_name": "one", "lng_lat": "116.5"}`, Machine{Name: "one"}},
		"position is text":    {`{"machine_name": "one", "lng_lat": "east,north"}`, Machine{Name: "one"}},
		"half a position":     {`{"machine_name": "one", "lng_lat": "116.5,"}`, Machine{Name: "one"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := startVendor(t, okay(tc.data))
			got, err := newClient(t, v.URL).MachineNow(t.Context(), testMachine)
			if err != nil || !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %+v, %v", got, err)
			}
			if path := v.received()[0].path; path != "/api/openapi/v1/rent/machines/"+testMachine {
				t.Error(path)
			}
		})
	}
}

func TestMachines(t *testing.T) {
	v := startVendor(t, okay(`[
		{"machine_no": "16327138", "machine_name": "one", "is_online": true, "status": true, "address": "a", "lng_lat": "1.5,-2.5",
		 "notify_message": "n", "created_at": "2023-03-02 10:20:30", "contact": "c", "tel": 1012345678},
		{"machine_no": 16327140}
	]`), okay("[]"), okay("{}"), status(200, `{"message": "ok"}`))
	c := newClient(t, v.URL)
	got, err := c.Machines(t.Context())
	want := []MachineSummary{
		{"16327138", "one", true, true, "a", &Position{1.5, -2.5}, "c", "1012345678", "n", "2023-03-02 10:20:30"},
		{MachineNo: "16327140"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for range 3 {
		if got, err := c.Machines(t.Context()); err != nil || len(got) != 0 {
			t.Errorf("none: got %+v, %v", got, err)
		}
	}
}
