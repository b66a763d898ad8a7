package dingshang

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shop answers machine details and pages of products.
type shop struct {
	cabinets []string       // as the machine's detail names them
	stock    map[string]int // products by cabinet; "" where a request names none
	perPage  int            // the most that a page holds, whatever is asked for
	noLast   bool           // pages do not say which is the last
	moving   bool           // each page begins with the end of the one before
}

func (s shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.URL.Path, "/rent/machines/") {
		model, _ := json.Marshal(map[string]any{"cabinet_names": s.cabinets})
		okay(fmt.Sprintf(`{"machine_name": "one", "model": %s}`, model))(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	params := payloadOf(body)
	page, _ := strconv.Atoi(params["page"])
	cabinet := params["cabinet_name"]
	total := s.stock[cabinet]
	from, to := (page-1)*s.perPage, min(page*s.perPage, total)
	if from >= total {
		okay("[]")(w, r)
		return
	}
	if s.moving && from > 0 {
		from--
	}
	answer := map[string]any{"total": total, "current_page": page, "per_page": s.perPage}
	if !s.noLast {
		answer["last_page"] = strconv.Itoa((total + s.perPage - 1) / s.perPage)
	}
	var list []map[string]any
	for i := from; i < to; i++ {
		list = append(list, map[string]any{"id": cabinet + strconv.Itoa(i), "good": map[string]any{"name": "n"}, "inventory": "9"})
	}
	answer["data"] = list
	data, _ := json.Marshal(answer)
	okay(string(data))(w, r)
}

func idsOf(products []Product) []string {
	var ids []string
	for _, p := range products {
		ids = append(ids, p.ID)
	}
	return ids
}

func numbered(cabinet string, n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, cabinet+strconv.Itoa(i))
	}
	return ids
}

func TestProductsOfAllPagesAndCabinets(t *testing.T) {
	for name, tc := range map[string]struct {
		shop     shop
		filter   ProductFilter
		want     []string
		requests int
	}{
		"one page":                        {shop{nil, map[string]int{"": 3}, 100, false, false}, ProductFilter{}, numbered("", 3), 3},
		"smaller pages than asked for":    {shop{nil, map[string]int{"": 25}, 10, false, false}, ProductFilter{}, numbered("", 25), 5},
		"the last page is full":           {shop{nil, map[string]int{"": 20}, 10, false, false}, ProductFilter{}, numbered("", 20), 4},
		"the last page is not told":       {shop{nil, map[string]int{"": 25}, 10, true, false}, ProductFilter{}, numbered("", 25), 5},
		"nothing":                         {shop{nil, nil, 10, false, false}, ProductFilter{}, nil, 3},
		"products move between the pages": {shop{nil, map[string]int{"": 25}, 10, false, true}, ProductFilter{}, numbered("", 25), 5},
		"cabinets as the machine names them": {
			shop{[]string{"B", "A"}, map[string]int{"A": 12, "B": 3}, 10, false, false},
			ProductFilter{},
			append(numbered("B", 3), numbered("A", 12)...), 4,
		},
		"cabinets that are not named": {shop{nil, map[string]int{"": 2, "B": 12, "C": 1, "E": 1}, 10, false, false}, ProductFilter{}, append(append(numbered("", 2), numbered("B", 12)...), "C0"), 6},
		"an empty cabinet":            {shop{[]string{"A", "C"}, map[string]int{"C": 1}, 10, false, false}, ProductFilter{}, []string{"C0"}, 3},
		"one cabinet":                 {shop{[]string{"A", "B"}, map[string]int{"A": 12, "B": 3}, 10, false, false}, ProductFilter{CabinetName: "B"}, numbered("B", 3), 1},
		"one board":                   {shop{[]string{"A", "B"}, map[string]int{"": 2}, 10, false, false}, ProductFilter{Addr: "2"}, numbered("", 2), 1},
	} {
		t.Run(name, func(t *testing.T) {
			v := startVendor(t, tc.shop.ServeHTTP)
			got, err := newClient(t, v.URL).Products(t.Context(), testMachine, tc.filter)
			if err != nil || !slices.Equal(idsOf(got), tc.want) {
				t.Errorf("got %v, %v", idsOf(got), err)
			}
			v.wantRequests(t, tc.requests)
		})
	}
}

func TestProductParameters(t *testing.T) {
	for name, tc := range map[string]struct {
		filter ProductFilter
		want   map[string]string
	}{
		"cabinet":  {ProductFilter{CabinetName: "B"}, map[string]string{"cabinet_name": "B"}},
		"board":    {ProductFilter{Addr: "2", CategoryID: "3"}, map[string]string{"addr": "2", "category_id": "3"}},
		"category": {ProductFilter{CabinetName: "A", CategoryID: "3"}, map[string]string{"cabinet_name": "A", "category_id": "3"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := startVendor(t, okay("[]"))
			if _, err := newClient(t, v.URL).Products(t.Context(), testMachine, tc.filter); err != nil {
				t.Fatal(err)
			}
			got := v.received()[0].params
			tc.want["machine_no"], tc.want["page"], tc.want["per_page"] = testMachine, "1", "100"
			for name, value := range tc.want {
				if got[name] != value {
					t.Errorf("%s is %q, want %q", name, got[name], value)
				}
			}
			for _, name := range []string{"cabinet_name", "addr", "category_id"} {
				if _, sent := got[name]; sent && tc.want[name] == "" {
					t.Errorf("%s is sent as %q", name, got[name])
				}
			}
		})
	}
}

func TestAPageThatFailsFailsTheList(t *testing.T) {
	good := shop{nil, map[string]int{"A": 25}, 10, false, false}.ServeHTTP
	v := startVendor(t, good, good, reply(30002, "machine offline", "{}"))
	products, err := newClient(t, v.URL).Products(t.Context(), testMachine, ProductFilter{CabinetName: "A"})
	if !IsKind(err, KindOffline) || products != nil {
		t.Errorf("got %v, %v", idsOf(products), err)
	}
}

func TestProduct(t *testing.T) {
	v := startVendor(t, okay(`{"data": [
		{"id": "1323442", "category": {"id": 1, "title": "饮料"},
		 "good": {"name": "可乐", "description": "d", "thumb": "t", "price": 3.50, "original_price": "4.00", "content": "<p>&amp;</p>", "good_no": "G1", "slug": "cola", "media": ["b", "a"]},
		 "channel": {"name": "A30", "cabinet_name": "A", "code": "020", "x": 3, "addr": "1"}, "current_inventory": 30, "inventory": "50"},
		{"id": 1323445, "good": {"name": "绿茶"}, "inventory": 20},
		{"id": 7}
	], "total": 3, "current_page": 1, "last_page": 1, "per_page": 100}`))
	c := newClient(t, v.URL)
	got, err := c.Products(t.Context(), testMachine, ProductFilter{CabinetName: "A"})
	want := []Product{
		{
			ID: "1323442", Name: "可乐", Description: "d", Price: "3.50", OriginalPrice: "4.00", GoodNo: "G1", Slug: "cola", Thumb: "t",
			Media: []string{"b", "a"}, Content: "<p>&amp;</p>", Category: &Category{"1", "饮料"},
			Channel: &Channel{"A30", "A", "020", 3, 0, 1}, Inventory: 30, Capacity: 50,
		},
		{ID: "1323445", Name: "绿茶", Capacity: 20},
		{ID: "7"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestCatalog(t *testing.T) {
	v := startVendor(t, shop{[]string{"A", "B"}, map[string]int{"A": 2, "B": 1}, 10, false, false}.ServeHTTP)
	c := newClient(t, v.URL)
	want := Catalog{"A0": {Name: "n", Capacity: 9}, "A1": {Name: "n", Capacity: 9}, "B0": {Name: "n", Capacity: 9}}
	for range 2 {
		if got, err := c.Catalog(t.Context(), testMachine); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, %v", got, err)
		}
	}
	v.wantRequests(t, 3) // The machine and two cabinets.
	if got, err := c.CatalogNow(t.Context(), testMachine); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	v.wantRequests(t, 6) // The cabinets are asked for again.
}

func TestAListOfEverythingServesAsCatalog(t *testing.T) {
	v := startVendor(t, shop{[]string{"A"}, map[string]int{"A": 2}, 10, false, false}.ServeHTTP)
	c := newClient(t, v.URL)
	for _, filter := range []ProductFilter{{CabinetName: "A"}, {}} {
		if _, err := c.Products(t.Context(), testMachine, filter); err != nil {
			t.Fatal(err)
		}
	}
	before := len(v.received())
	if got, err := c.Catalog(t.Context(), testMachine); err != nil || len(got) != 2 {
		t.Errorf("got %v, %v", got, err)
	}
	v.wantRequests(t, before)
}

func TestConfusedPagesEnd(t *testing.T) {
	for _, page := range []productPage{
		{lastPage: 1 << 60}, {lastPage: -4}, {total: 1 << 60, products: make([]Product, 1)}, {total: -7, products: make([]Product, 1)}, {total: 7},
	} {
		if last := page.last(); last > maxPages {
			t.Errorf("%+v has %d pages", page, last)
		}
	}
}
