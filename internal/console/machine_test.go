package console

import (
	"encoding/json"
	"testing"
)

func TestPosition(t *testing.T) {
	for text, want := range map[string]*Position{
		"116.549815,39.922273":   {116.549815, 39.922273},
		" -0.1276 , 51.5072 ":    {-0.1276, 51.5072},
		"0,0":                    {0, 0},
		"":                       nil,
		"116.5":                  nil,
		"116.5,":                 nil,
		"a,b":                    nil,
		"200,10":                 nil,
		"10,100":                 nil,
		"NaN,1":                  nil,
		"116.549815,39.922273,1": nil,
	} {
		got := Machine{LngLat: text}.Position()
		if (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
	raw, err := json.Marshal(MachineUpdate{Position: &Position{116.5, -39.9222734}})
	if err != nil || string(raw) != `{"lng_lat":"116.500000,-39.922273"}` {
		t.Errorf("got %s, %v", raw, err)
	}
}

func TestLastPage(t *testing.T) {
	machines := func(n int) []Machine { return make([]Machine, n) }
	for name, tc := range map[string]struct {
		page page
		want int
	}{
		"as it says":            {page{Data: machines(100), Total: 200, LastPage: 2, PerPage: 100}, 2},
		"says too little":       {page{Data: machines(10), Total: 200, LastPage: 1, PerPage: 10}, 20},
		"per page is ours":      {page{Data: machines(10), Total: 200, LastPage: 2, PerPage: 100}, 20},
		"nothing of the number": {page{Data: machines(10), Total: 25, PerPage: 10}, 3},
		"no machines":           {page{}, 0},
		"one page":              {page{Data: machines(3), Total: 3, LastPage: 1, PerPage: 100}, 1},
		"absurd":                {page{Data: machines(1), Total: 1, LastPage: 1 << 40, PerPage: 1}, maxPages},
	} {
		if got := tc.page.last(); got != tc.want {
			t.Errorf("%s: got %d, want %d", name, got, tc.want)
		}
	}
}
