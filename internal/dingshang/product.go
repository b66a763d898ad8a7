package dingshang

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"
)

// productsPerPage keeps the pages few; the server's own last_page rules.
const productsPerPage = 100

// Product is one product on one channel of a machine.
type Product struct {
	ID            string
	Name          string
	Description   string
	Price         string // as sent, such as "0.10"
	OriginalPrice string
	GoodNo        string
	Slug          string
	Thumb         string
	Media         []string
	Content       string // HTML
	Category      *Category
	Channel       *Channel
	Inventory     int64 // in the machine now
	Capacity      int64 // the vendor's `inventory`: the most that fits
}

// Channel is the place in the machine that a product is dispensed from.
type Channel struct {
	Name        string // such as "A21"
	CabinetName string
	Code        string // motor number, such as "020"
	Row, Column int64
	Addr        int64
}

// ProductFilter narrows a machine's products. The zero value means all of them, of all
// cabinets. At most one of CabinetName and Addr may be set.
type ProductFilter struct {
	CategoryID  string
	CabinetName string // A to Z
	Addr        string // board address, 1 to 8
}

// Stock is what planning needs to know of a product.
type Stock struct {
	Name      string
	Price     string // as sent; empty: left out
	Inventory int64
	Capacity  int64
}

// Catalog is a machine's products by id.
type Catalog map[string]Stock

// Catalog returns the machine's products in short. Callers that ask at about the same
// time share an answer.
func (c *Client) Catalog(ctx context.Context, machineNo string) (Catalog, error) {
	return c.catalogs.Get(ctx, machineNo, func(ctx context.Context) (Catalog, error) {
		products, err := c.Products(ctx, machineNo, ProductFilter{})
		return catalogOf(products), err
	})
}

// CatalogNow returns the machine's products in short, by calls of its own: cabinets that
// were added a moment ago count.
func (c *Client) CatalogNow(ctx context.Context, machineNo string) (Catalog, error) {
	machine, err := c.MachineNow(ctx, machineNo)
	if err != nil {
		return nil, err
	}
	products, err := c.allCabinets(ctx, machineNo, machine.CabinetNames, ProductFilter{})
	return catalogOf(products), err
}

func catalogOf(products []Product) Catalog {
	catalog := make(Catalog, len(products))
	for _, p := range products {
		catalog[p.ID] = Stock{Name: p.Name, Price: p.Price, Inventory: p.Inventory, Capacity: p.Capacity}
	}
	return catalog
}

// Products lists the machine's products, every page, cabinet by cabinet unless filtered.
func (c *Client) Products(ctx context.Context, machineNo string, filter ProductFilter) ([]Product, error) {
	if filter.CabinetName != "" || filter.Addr != "" {
		return c.allPages(ctx, machineNo, filter)
	}
	machine, err := c.Machine(ctx, machineNo)
	if err != nil {
		return nil, err
	}
	products, err := c.allCabinets(ctx, machineNo, machine.CabinetNames, filter)
	if err == nil && filter == (ProductFilter{}) {
		c.catalogs.Put(machineNo, catalogOf(products))
	}
	return products, err
}

// allCabinets lists the products of the named cabinets, or of those that turn out to
// exist where a server, older than 1.13, names none.
func (c *Client) allCabinets(ctx context.Context, machineNo string, cabinets []string, filter ProductFilter) ([]Product, error) {
	if len(cabinets) == 0 {
		return c.unnamedCabinets(ctx, machineNo, filter)
	}
	lists := make([][]Product, len(cabinets))
	group, groupCtx := errgroup.WithContext(ctx)
	for i, cabinet := range cabinets {
		group.Go(func() (err error) {
			f := filter
			f.CabinetName = cabinet
			lists[i], err = c.allPages(groupCtx, machineNo, f)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return distinct(slices.Concat(lists...)), nil
}

// unnamedCabinets lists the cabinet that the call defaults to, then B, C and so on until
// one shows nothing new or does not exist. A machine has at most seven.
func (c *Client) unnamedCabinets(ctx context.Context, machineNo string, filter ProductFilter) ([]Product, error) {
	products, err := c.allPages(ctx, machineNo, filter)
	if err != nil {
		return nil, err
	}
	products = distinct(products)
	for cabinet := 'B'; cabinet <= 'G'; cabinet++ {
		filter.CabinetName = string(cabinet)
		more, err := c.allPages(ctx, machineNo, filter)
		if err != nil && !IsKind(err, KindNotFound, KindRequest) {
			return nil, err
		}
		before := len(products)
		products = distinct(append(products, more...))
		if len(products) == before {
			break
		}
	}
	return products, nil
}

// distinct keeps the first of products that have the same id: one may move to another
// page while the pages are fetched.
func distinct(products []Product) []Product {
	seen := make(map[string]bool, len(products))
	return slices.DeleteFunc(products, func(p Product) bool {
		again := seen[p.ID]
		seen[p.ID] = true
		return again
	})
}

// allPages fetches the first page, and then the others at once.
func (c *Client) allPages(ctx context.Context, machineNo string, filter ProductFilter) ([]Product, error) {
	first, err := c.productPage(ctx, machineNo, filter, 1)
	if err != nil {
		return nil, err
	}
	pages := make([][]Product, max(first.last(), 1))
	pages[0] = first.products
	group, groupCtx := errgroup.WithContext(ctx)
	for i := 1; i < len(pages); i++ {
		group.Go(func() error {
			page, err := c.productPage(groupCtx, machineNo, filter, i+1)
			pages[i] = page.products
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var products []Product
	for _, page := range pages {
		products = append(products, page...)
	}
	return products, nil
}

type productPage struct {
	products        []Product
	total, lastPage int64
}

// maxPages bounds what a confused server can make the client fetch.
const maxPages = 10_000

func (p productPage) last() int64 {
	last := p.lastPage
	if size := int64(len(p.products)); last == 0 && size > 0 {
		last = (p.total + size - 1) / size
	}
	return min(last, maxPages)
}

func (c *Client) productPage(ctx context.Context, machineNo string, filter ProductFilter, page int) (productPage, error) {
	params := map[string]string{
		"machine_no":   machineNo,
		"page":         strconv.Itoa(page),
		"per_page":     strconv.Itoa(productsPerPage),
		"category_id":  filter.CategoryID,
		"cabinet_name": filter.CabinetName,
		"addr":         filter.Addr,
	}
	return retry(ctx, c, call{name: "products", path: "products", params: filled(params), signed: true}, decodeProductPage)
}

// filled drops empty parameters: the vendor means "absent" by them.
func filled(params map[string]string) map[string]string {
	for name, value := range params {
		if value == "" {
			delete(params, name)
		}
	}
	return params
}

type wireProduct struct {
	ID       text                 `json:"id"`
	Category object[wireCategory] `json:"category"`
	Good     object[struct {
		Name          text       `json:"name"`
		Description   text       `json:"description"`
		Thumb         text       `json:"thumb"`
		Price         text       `json:"price"`
		OriginalPrice text       `json:"original_price"`
		Content       text       `json:"content"`
		GoodNo        text       `json:"good_no"`
		Slug          text       `json:"slug"`
		Media         list[text] `json:"media"`
	}] `json:"good"`
	Channel object[struct {
		Name        text    `json:"name"`
		CabinetName text    `json:"cabinet_name"`
		Code        text    `json:"code"`
		X           integer `json:"x"`
		Y           integer `json:"y"`
		Addr        integer `json:"addr"`
	}] `json:"channel"`
	CurrentInventory integer `json:"current_inventory"`
	Inventory        integer `json:"inventory"`
}

func decodeProductPage(data json.RawMessage) (productPage, error) {
	var w struct {
		Data     list[wireProduct] `json:"data"`
		Total    integer           `json:"total"`
		LastPage integer           `json:"last_page"`
	}
	if err := decodeData(data, &w); err != nil {
		return productPage{}, err
	}
	page := productPage{products: make([]Product, len(w.Data)), total: int64(w.Total), lastPage: int64(w.LastPage)}
	for i := range w.Data {
		page.products[i] = w.Data[i].product()
	}
	return page, nil
}

func (w *wireProduct) product() Product {
	p := Product{ID: string(w.ID), Inventory: int64(w.CurrentInventory), Capacity: int64(w.Inventory)}
	if g := w.Good.value; g != nil {
		p.Name, p.Description, p.Content = string(g.Name), string(g.Description), string(g.Content)
		p.Price, p.OriginalPrice = string(g.Price), string(g.OriginalPrice)
		p.GoodNo, p.Slug, p.Thumb = string(g.GoodNo), string(g.Slug), string(g.Thumb)
		for _, m := range g.Media {
			p.Media = append(p.Media, string(m))
		}
	}
	if c := w.Category.value; c != nil {
		category := c.category()
		p.Category = &category
	}
	if ch := w.Channel.value; ch != nil {
		p.Channel = &Channel{
			Name: string(ch.Name), CabinetName: string(ch.CabinetName), Code: string(ch.Code),
			Row: int64(ch.X), Column: int64(ch.Y), Addr: int64(ch.Addr),
		}
	}
	return p
}
