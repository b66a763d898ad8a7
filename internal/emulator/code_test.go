package emulator

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestGenerate(t *testing.T) {
	s, c := start(t, Config{})
	got := c.generate(map[string]string{"count": "3", "code_length": "8", "expired_at": "2026-12-31 23:59:59", "quantity": "4"})
	got.wantOK(t)
	if got.data != "{}" {
		t.Errorf("the call tells %s", got.data)
	}
	codes := c.codes()
	for i, code := range codes {
		if len(code.Code) != 8 || code.Status != "UNUSED" || code.ExpiredAt != "2026-12-31 23:59:59" || code.CreatedAt != "2026-05-01 12:00:00" {
			t.Errorf("%+v", code)
		}
		if want := float64(2113 - i); code.ID != want {
			t.Errorf("id %v, want %v: newest first", code.ID, want)
		}
	}
	if len(codes) != 3 || codes[0].Code == codes[1].Code {
		t.Error(codes)
	}
	for _, code := range s.Live(testMachine) {
		if code.Quantity != 1 || code.Call != s.CallsOf("generate")[0].N {
			t.Errorf("%+v", code)
		}
	}
}

func TestGenerateDefaults(t *testing.T) {
	_, c := start(t, Config{})
	c.generate(map[string]string{"count": "", "expired_at": ""}).wantOK(t)
	out := c.call("POST", "products/"+testCola+"/pickup_code", map[string]string{"machine_no": testMachine})
	if strings.Contains(out.data, "expired_at") || len(c.codes()) != 1 || len(c.codes()[0].Code) != 6 {
		t.Error(out.body)
	}
}

func TestGenerateRefusals(t *testing.T) {
	tests := []struct {
		name         string
		params       map[string]string
		older, newer int
	}{
		{"nothing", map[string]string{"count": "0"}, 0, 0},
		{"over capacity", map[string]string{"count": "51"}, 0, 0},
		{"count is no number", map[string]string{"count": "many"}, 10001, 4003},
		{"short", map[string]string{"code_length": "5"}, 10001, 4003},
		{"long", map[string]string{"code_length": "11"}, 10001, 4003},
		{"past", map[string]string{"expired_at": "2026-05-01 12:00:00"}, 6029, 6029},
		{"RFC 3339", map[string]string{"expired_at": "2026-12-31T23:59:59+08:00"}, 6029, 6029},
		{"no such day", map[string]string{"expired_at": "2026-02-30 00:00:00"}, 6029, 6029},
		{"unknown product", map[string]string{"product_id": "1"}, 80002, 6045},
		{"no product", map[string]string{"product_id": ""}, 80002, 6045},
		{"unknown method", map[string]string{"method": "pickup_code.all"}, 10001, 4003},
		{"codes off", map[string]string{"machine_no": "16327151", "product_id": "1323511"}, 10023, 6031},
		{"offline", map[string]string{"machine_no": "16327140", "product_id": "1323501"}, 30002, 4008},
	}
	for _, newer := range []bool{false, true} {
		s, c := start(t, Config{NewGeneration: newer})
		for _, test := range tests {
			t.Run(fmt.Sprint(test.name, newer), func(t *testing.T) {
				got := c.generate(test.params)
				want, message := test.older, ""
				if newer {
					want = test.newer
				}
				if want == 0 {
					message = "超出货道最大库存"
				}
				got.want(t, want, message)
			})
		}
		if made := s.Codes("", ""); len(made) != 0 {
			t.Error("made", made)
		}
	}
}

func TestGenerateForEveryProduct(t *testing.T) {
	params := map[string]string{"method": "pickup_code.product.all", "machine_no": testMachine}
	s, c := start(t, Config{})
	c.call("POST", "pickup_codes", params).wantOK(t)
	if got := len(s.Live("")); got != 16 {
		t.Errorf("%d codes: one for each of the 16 products with stock", got)
	}
	perItem, c := start(t, Config{CodesPerProduct: func(p Product) int { return p.CurrentInventory }})
	c.call("POST", "pickup_codes", params).wantOK(t)
	if got := len(perItem.Codes(testMachine, testCola)); got != 30 {
		t.Errorf("%d codes", got)
	}
}

func TestQuantityIsKeptOnRequest(t *testing.T) {
	s, c := start(t, Config{KeepQuantity: true})
	c.generate(map[string]string{"quantity": "4"}).wantOK(t)
	if got := s.Live("")[0].Quantity; got != 4 {
		t.Error(got)
	}
}

func TestCancel(t *testing.T) {
	for _, newer := range []bool{false, true} {
		var clock sync.Map
		clock.Store("now", noon)
		now := func() time.Time { at, _ := clock.Load("now"); return at.(time.Time) }
		s, c := start(t, Config{NewGeneration: newer, Now: now})
		c.now = now
		gone, used := 80002, 10025
		if newer {
			gone, used = 4004, 6033
		}
		cancel := func(id string) answer {
			return c.call("PUT", "pickup_codes", map[string]string{"method": "pickup_code.delete.id", "machine_no": testMachine, "id": id})
		}
		codes := s.Generate(testMachine, testCola, 4, 6, "2026-05-01 13:00:00")
		cancel(codes[0].ID).wantOK(t)
		cancel(codes[0].ID).want(t, gone, "")
		cancel("1").want(t, gone, "")
		cancel("one").want(t, map[bool]int{false: 10001, true: 4003}[newer], "")
		if err := s.Redeem(testMachine, testCola, codes[1].Code); err != nil {
			t.Fatal(err)
		}
		cancel(codes[1].ID).want(t, used, "")
		if got := len(c.codes()); got != 2 {
			t.Errorf("%d codes left", got)
		}
		s.Cancel(testMachine, codes[2].ID)
		clock.Store("now", noon.Add(time.Hour))
		cancel(codes[3].ID).want(t, 6032, "")
		if got := len(c.codes()); got != 0 {
			t.Errorf("%d codes after expiry", got)
		}
		var states []CodeStatus
		for _, code := range s.Codes(testMachine, testCola) {
			states = append(states, code.Status)
		}
		if got := fmt.Sprint(states); got != "[CANCELLED USED CANCELLED EXPIRED]" {
			t.Error(got)
		}
	}
}

func TestCancelAllSparesOtherMachines(t *testing.T) {
	s, c := start(t, Config{})
	s.Generate(testMachine, testCola, 2, 6, "")
	s.Generate(testMachine, "1323461", 2, 6, "")
	s.Generate("16327175", "1323531", 1, 6, "")
	c.call("PUT", "pickup_codes", map[string]string{"method": "pickup_code.delete.all", "machine_no": testMachine}).wantOK(t)
	if live := s.Live(""); len(live) != 1 || live[0].MachineNo != "16327175" {
		t.Error(live)
	}
}

func TestCodesOfARemovedProduct(t *testing.T) {
	s, c := start(t, Config{})
	code := s.Generate(testMachine, testCola, 1, 6, "")[0]
	s.RemoveProduct(testMachine, testCola)
	c.call("POST", "products/"+testCola+"/pickup_code", map[string]string{"machine_no": testMachine}).want(t, 80002, "")
	if err := s.Redeem(testMachine, "", code.Code); err == nil {
		t.Error("what is not in the machine cannot be had")
	}
	c.call("PUT", "pickup_codes", map[string]string{"method": "pickup_code.delete.id", "machine_no": testMachine, "id": code.ID}).wantOK(t)
}
