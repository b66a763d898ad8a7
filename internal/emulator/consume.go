package emulator

import (
	"fmt"
	"strconv"
)

// order is one purchase that was paid with a code.
type order struct {
	machineNo string
	tradeID   string
	date      string
	price     string
	code      *code
}

func (s *Server) consume(q request) reply {
	m, refusal := s.findOnline(q)
	if refusal != nil {
		return *refusal
	}
	if n := len(q.params["trade_id"]); n < 20 || n > 32 || q.params["code"] == "" {
		return *s.refuse(parametersInvalid)
	}
	p := m.product(q.productID)
	if p == nil {
		return *s.refuse(productUnknown)
	}
	c := p.codeByNumber(q.params["code"])
	if refusal := s.refuseSpent(c); refusal != nil {
		return *refusal
	}
	if p.CurrentInventory < 1 {
		return *s.refuse(stockTooLow)
	}
	bought := order{
		machineNo: m.MachineNo,
		tradeID:   q.params["trade_id"],
		date:      s.cfg.Now().In(gmt8).Format(vendorTime),
		price:     p.Price,
		code:      c,
	}
	id := len(s.orders) + 1
	answer := done(fmt.Sprintf("used code %d", c.id), func(int) {
		s.spend(c, Used)
		p.CurrentInventory--
		s.orders = append(s.orders, bought)
	})
	answer.data = s.orderShown(id, bought)
	return answer
}

func (s *Server) showOrder(q request) reply {
	if _, refusal := s.findMachine(q); refusal != nil {
		return *refusal
	}
	id, err := strconv.Atoi(q.orderID)
	if err != nil || id < 1 || id > len(s.orders) || s.orders[id-1].machineNo != q.machineNo {
		return *s.refuse(recordUnknown)
	}
	return ok(s.orderShown(id, s.orders[id-1]), "showed the order")
}

func (s *Server) orderShown(id int, bought order) object {
	record := object{}
	record.set("id", s.number(int64(id)))
	record.set("product_id", s.numeric(bought.code.productID))
	record.set("quantity", s.number(1))
	record.set("price", bought.price)
	record.set("status", "SUCCESS")

	o := object{"records": []object{record}}
	o.set("order_id", s.number(int64(id)))
	o.set("trade_id", bought.tradeID)
	o.set("date", bought.date)
	o.set("amount", bought.price)
	o.set("status", "PICKUPCODE")
	o.set("pickup_code_id", s.number(bought.code.id))
	return o
}

func (p *product) codeByNumber(number string) *code {
	for _, c := range p.codes {
		if c.number == number {
			return c
		}
	}
	return nil
}
