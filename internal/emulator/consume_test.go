package emulator

import (
	"maps"
	"strings"
	"testing"
)

func TestConsume(t *testing.T) {
	s, c := start(t, Config{})
	code := s.Generate(testMachine, testCola, 1, 6, "")[0]
	trade := strings.Repeat("7", 20)
	consume := func(more map[string]string) answer {
		params := map[string]string{
			"method": "event.consume.pickup_code", "machine_no": testMachine, "product_id": testCola,
			"code": code.Code, "trade_id": trade, "notify_url": "https://example.com/notify",
		}
		maps.Copy(params, more)
		return c.call("POST", "consumes", params)
	}
	consume(map[string]string{"trade_id": "short"}).want(t, 10001, "")
	consume(map[string]string{"trade_id": strings.Repeat("7", 33)}).want(t, 10001, "")
	consume(map[string]string{"code": "0"}).want(t, 80002, "")
	consume(map[string]string{"product_id": "1323443"}).want(t, 80002, "")
	s.SetInventory(testMachine, testCola, 0, 50)
	consume(nil).want(t, 6047, "")
	s.SetInventory(testMachine, testCola, 30, 50)

	got := consume(nil)
	got.wantOK(t)
	bought := got.decode(t)
	if bought["order_id"] != 1.0 || bought["trade_id"] != trade || bought["amount"] != "3.50" || bought["status"] != "PICKUPCODE" || bought["pickup_code_id"] != 2111.0 {
		t.Error(got.body)
	}
	if p, _ := s.Product(testMachine, testCola); p.CurrentInventory != 29 {
		t.Error(p.CurrentInventory)
	}
	consume(nil).want(t, 10025, "")

	order := c.call("POST", "orders/1", map[string]string{"machine_no": testMachine})
	if order.data != got.data {
		t.Error(order.body)
	}
	c.call("POST", "orders/2", map[string]string{"machine_no": testMachine}).want(t, 80002, "")
	c.call("POST", "orders/1", map[string]string{"machine_no": "16327175"}).want(t, 80002, "")
}

func TestRedeem(t *testing.T) {
	s := New(Config{Now: atNoon})
	codes := s.Generate(testMachine, testCola, 2, 6, "")
	if err := s.Redeem(testMachine, "1323443", codes[0].Code); err == nil {
		t.Error("the code is for another product")
	}
	if err := s.Redeem(testMachine, "", codes[0].Code); err != nil {
		t.Error(err)
	}
	err := s.Redeem(testMachine, testCola, codes[0].Code)
	if err == nil || strings.Contains(err.Error(), codes[0].Code) {
		t.Error("used twice, or told:", err)
	}
	past := s.Generate(testMachine, testCola, 1, 6, "2020-01-01 00:00:00")[0]
	if err := s.Redeem(testMachine, testCola, past.Code); err == nil || past.Status != Expired {
		t.Error(past, err)
	}
	if err := s.Redeem("1", testCola, past.Code); err == nil {
		t.Error("no such machine")
	}
}
