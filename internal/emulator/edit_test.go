package emulator

import (
	"encoding/json"
	"testing"
)

func TestEditList(t *testing.T) {
	s, c := start(t, Config{})
	s.Generate(testMachine, testCola, 3, 6, "")
	s.EditList("codes", func(call Call, codes []any) []any {
		if call.ProductID != testCola {
			t.Error(call)
		}
		codes[0].(map[string]any)["code"] = "000000"
		return append(codes[:2], codes[0]) // one is left out, one repeated
	})
	codes := c.codes()
	if len(codes) != 3 || codes[0] != codes[2] || codes[0] == codes[1] || codes[0].Code != "000000" {
		t.Error(codes)
	}
	s.EditList("codes", nil)
	if got := c.codes(); len(got) != 3 || got[0] == got[2] || got[0].Code == "000000" {
		t.Error(got)
	}
}

func TestAListMayGoBackInTime(t *testing.T) {
	s, c := start(t, Config{})
	s.Generate(testMachine, testCola, 1, 6, "")
	var old []any
	s.EditList("codes", func(_ Call, codes []any) []any {
		if old == nil {
			old = codes
		}
		return old
	})
	c.codes()
	s.Generate(testMachine, testCola, 1, 6, "")
	if got := c.codes(); len(got) != 1 {
		t.Error(got)
	}
}

func TestEditListMakesAnElementUnreadable(t *testing.T) {
	s, c := start(t, Config{})
	spoil := func(_ Call, elements []any) []any { return append(elements, "not an object") }
	s.EditList("machines", spoil)
	s.EditList("products", spoil)
	var machines []any
	if got := c.call("POST", "rent/machines", nil); json.Unmarshal([]byte(got.data), &machines) != nil || machines[6] != "not an object" {
		t.Error(got.body)
	}
	if got := c.call("POST", "products", productParams("page=2")).decode(t)["data"].([]any); got[4] != "not an object" {
		t.Error(got)
	}
	c.call("POST", "products", map[string]string{"machine_no": "99999999"}).want(t, 30003, "")
}

func TestEditGenerated(t *testing.T) {
	s, c := start(t, Config{})
	s.EditGenerated(func(g *Generated) {
		if g.ProductID == testCola {
			g.Count, g.Length, g.ExpiredAt, g.CreatedAt = g.Count+1, 9, "2027-01-01 00:00:00", "2026-05-01 04:00:00"
		}
	})
	s.Generate(testMachine, testCola, 1, 6, "") // not by a call
	c.generate(map[string]string{"expired_at": "2026-12-31 23:59:59"}).wantOK(t)
	codes := c.codes()
	if len(codes) != 3 || codes[2].ExpiredAt != "" {
		t.Fatal(codes)
	}
	for _, code := range codes[:2] {
		if len(code.Code) != 9 || code.ExpiredAt != "2027-01-01 00:00:00" || code.CreatedAt != "2026-05-01 04:00:00" {
			t.Errorf("%+v", code)
		}
	}
	s.EditGenerated(func(g *Generated) { g.Count, g.ExpiredAt = 1, "soon" })
	c.generate(nil).wantOK(t)
	if got := c.codes()[0]; got.ExpiredAt != "soon" {
		t.Error(got)
	}
}

// A merchant's data may move to another address.
func TestTwoAddresses(t *testing.T) {
	s, c := start(t, Config{})
	c.generate(nil).wantOK(t)
	elsewhere := *c
	elsewhere.url = s.Start(t)
	if elsewhere.url == c.url {
		t.Fatal(c.url)
	}
	if got := elsewhere.codes(); len(got) != 1 || got[0] != c.codes()[0] {
		t.Error(got)
	}
}

func TestEditProduct(t *testing.T) {
	s, c := start(t, Config{})
	s.EditProduct(testMachine, testCola, func(p *Product) { p.Price, p.ID = "", "1" })
	s.EditMachine(testMachine, func(m *Machine) { m.Currency.Code = "HKD" })
	cola := c.call("POST", "products", productParams("per_page=1")).decode(t)["data"].([]any)[0].(map[string]any)
	if _, ok := cola["good"].(map[string]any)["price"]; ok || cola["id"] != 1323442.0 {
		t.Error(cola)
	}
	if got := c.call("POST", "rent/machines/"+testMachine, nil).decode(t)["currency"].(map[string]any)["code"]; got != "HKD" {
		t.Error(got)
	}
}
