package emulator

import (
	"fmt"
	"strings"
	"testing"
)

func TestProductPages(t *testing.T) {
	_, c := start(t, Config{})
	tests := []struct {
		params string
		count  int
		want   string // of total, current_page, last_page, per_page
	}{
		{"", 10, "14 1 2 10"},
		{"page=2", 4, "14 2 2 10"},
		{"page=3", 0, ""},
		{"per_page=5&page=3", 4, "14 3 3 5"},
		{"per_page=100", 14, "14 1 1 100"},
		{"cabinet_name=B", 3, "3 1 1 10"},
		{"addr=2", 3, "3 1 1 10"},
		{"addr=8", 0, ""},
		{"category_id=3", 3, "3 1 1 10"},
		{"category_id=99", 0, ""},
	}
	for _, test := range tests {
		t.Run(test.params, func(t *testing.T) {
			got := c.call("POST", "products", productParams(test.params))
			got.wantOK(t)
			if test.count == 0 {
				if got.data != "[]" {
					t.Errorf("an empty page is %s", got.data)
				}
				return
			}
			o := got.decode(t)
			if n := len(o["data"].([]any)); n != test.count {
				t.Errorf("%d products", n)
			}
			if page := fmt.Sprint(o["total"], o["current_page"], o["last_page"], o["per_page"]); page != test.want {
				t.Errorf("got %s, want %s", page, test.want)
			}
		})
	}
}

func TestProductParametersThatAreRefused(t *testing.T) {
	_, c := start(t, Config{})
	for _, params := range []string{"cabinet_name=A&addr=1", "addr=0", "addr=9", "page=0", "page=x", "per_page=0", "cabinet_name=AB", "cabinet_name=a"} {
		c.call("POST", "products", productParams(params)).want(t, 10001, "")
	}
	c.call("POST", "products", productParams("cabinet_name=Z")).want(t, 6038, "")
}

func productParams(query string) map[string]string {
	params := map[string]string{"machine_no": testMachine}
	for pair := range strings.SplitSeq(query, "&") {
		if name, value, ok := strings.Cut(pair, "="); ok {
			params[name] = value
		}
	}
	return params
}

func TestProductShape(t *testing.T) {
	s, c := start(t, Config{})
	got := c.call("POST", "products", productParams("per_page=4"))
	cola := got.decode(t)["data"].([]any)[0].(map[string]any)
	if cola["id"] != 1323442.0 || cola["current_inventory"] != 30.0 || cola["inventory"] != 50.0 {
		t.Error(cola)
	}
	if name := cola["good"].(map[string]any)["name"]; name != "可乐" {
		t.Error(name)
	}
	tea := got.decode(t)["data"].([]any)[3].(map[string]any)
	if v, ok := tea["current_inventory"]; ok {
		t.Error("without stock there is no current_inventory, not", v)
	}
	s.AddProduct("16327175", Product{ID: "5", Name: "new", Inventory: 3})
	if got := c.call("POST", "products", map[string]string{"machine_no": "16327175"}); !strings.Contains(got.data, `{"channel":{"cabinet_name":"A"},"good":{"name":"new"},"id":5,"inventory":3}`) {
		t.Error(got.body)
	}
}
