package emulator

import (
	"fmt"
	"slices"
)

const defaultPerPage = 10

// productFilter is what a list of products is narrowed by.
type productFilter struct {
	category int
	cabinet  string
	addr     int
	page     int
	perPage  int
}

// readProductFilter reads the parameters of a product list.
func readProductFilter(q request) (productFilter, bool) {
	var f productFilter
	var ok [4]bool
	f.category, ok[0] = q.whole("category_id", 0)
	f.page, ok[1] = q.whole("page", 1)
	f.perPage, ok[2] = q.whole("per_page", defaultPerPage)
	f.addr, ok[3] = q.whole("addr", 0)
	f.cabinet = q.params["cabinet_name"]
	if slices.Contains(ok[:], false) || f.category < 0 || f.page < 1 || f.perPage < 1 {
		return f, false
	}
	if q.params["addr"] != "" {
		return f, f.cabinet == "" && f.addr >= 1 && f.addr <= 8
	}
	if f.cabinet == "" {
		f.cabinet = "A"
	}
	return f, len(f.cabinet) == 1 && f.cabinet >= "A" && f.cabinet <= "Z"
}

func (f productFilter) matches(p Product) bool {
	return (f.category == 0 || p.CategoryID == f.category) &&
		(f.cabinet == "" || p.Channel.CabinetName == f.cabinet) &&
		(f.addr == 0 || p.Channel.Addr == f.addr)
}

func (s *Server) listProducts(q request) reply {
	f, valid := readProductFilter(q)
	if !valid {
		return *s.refuse(parametersInvalid)
	}
	m, refusal := s.findMachine(q)
	if refusal != nil {
		return *refusal
	}
	if f.cabinet != "" && !m.hasCabinet(f.cabinet) {
		return *s.refuse(cabinetUnknown)
	}
	var matching []Product
	for _, p := range m.products {
		if !p.removed && f.matches(p.Product) {
			matching = append(matching, p.Product)
		}
	}
	total := len(matching)
	last := max(1, (total+f.perPage-1)/f.perPage)
	if f.page > last || total == 0 {
		return ok([]object{}, fmt.Sprintf("listed no products of %d", total))
	}
	from := (f.page - 1) * f.perPage
	matching = matching[from:min(from+f.perPage, total)]

	o := object{"data": list(matching, s.product)}
	o.set("total", s.number(int64(total)))
	o.set("current_page", s.number(int64(f.page)))
	o.set("last_page", s.number(int64(last)))
	o.set("per_page", s.number(int64(f.perPage)))
	return ok(o, fmt.Sprintf("listed %d products, page %d of %d", len(matching), f.page, last))
}

func (s *Server) product(p Product) object {
	good := object{}
	good.set("name", p.Name)
	good.set("description", p.Description)
	good.set("thumb", p.Thumb)
	good.set("price", p.Price)
	good.set("original_price", p.OriginalPrice)
	good.set("content", p.Content)
	good.set("good_no", p.GoodNo)
	good.set("slug", p.Slug)
	good.set("media", p.Media)

	o := object{"good": good, "channel": s.channel(p.Channel)}
	o.set("id", s.numeric(p.ID))
	if p.CategoryID != 0 {
		o["category"] = s.categoryTitle(p.CategoryID)
	}
	o.set("current_inventory", s.number(int64(p.CurrentInventory)))
	o.set("inventory", s.number(int64(p.Inventory)))
	return o
}

func (s *Server) channel(c Channel) object {
	o := object{}
	o.set("name", c.Name)
	o.set("cabinet_name", c.CabinetName)
	o.set("code", c.Code)
	o.set("x", s.number(int64(c.X)))
	o.set("y", s.number(int64(c.Y)))
	o.set("addr", s.number(int64(c.Addr)))
	return o
}
