package dingshang

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Machine is one machine in detail. Empty strings and nil are fields that the server left
// out.
type Machine struct {
	Name         string
	Address      string
	Position     *Position
	IsOnline     bool
	Type         int64 // 1 to 6; 0: left out
	ModelID      string
	CabinetNames []string // as sent; A first
	CoverImage   string
	Categories   []Category // as sent
	Announcement *Announcement
	Merchant     *Merchant
	Currency     *Currency
}

// Position is a place on earth in degrees.
type Position struct{ Longitude, Latitude float64 }

// Category is a group of products on a machine.
type Category struct{ ID, Title string }

// Announcement is what the machine shows to customers.
type Announcement struct{ Title string }

// Merchant owns the machine.
type Merchant struct{ Title, Description, Logo, StoreID, Status, CreatedAt string }

// Currency is the currency of a machine's prices.
type Currency struct{ ID, Name, Code, Symbol string }

// MachineSummary is a machine in the merchant's list.
type MachineSummary struct {
	MachineNo     string
	Name          string
	IsOnline      bool
	InOperation   bool
	Address       string
	Position      *Position
	Contact       string
	Tel           string
	NotifyMessage string
	CreatedAt     string // the server's text
}

type wireCategory struct {
	ID    text `json:"id"`
	Title text `json:"title"`
}

func (w wireCategory) category() Category { return Category{ID: string(w.ID), Title: string(w.Title)} }

type wireMachine struct {
	Name     text `json:"machine_name"`
	Address  text `json:"address"`
	LngLat   text `json:"lng_lat"`
	IsOnline flag `json:"is_online"`
	Model    object[struct {
		ID           text       `json:"id"`
		CabinetNames list[text] `json:"cabinet_names"`
	}] `json:"model"`
	ModelID      text               `json:"model_id"` // servers older than 1.13
	Type         integer            `json:"machine_type"`
	CoverImage   text               `json:"cover_image"`
	Categories   list[wireCategory] `json:"categories"`
	Announcement object[struct {
		Title text `json:"title"`
	}] `json:"announcement"`
	Merchant object[struct {
		Title       text `json:"title"`
		Description text `json:"description"`
		Logo        text `json:"logo"`
		StoreID     text `json:"store_id"`
		Status      text `json:"status"`
		CreatedAt   text `json:"created_at"`
	}] `json:"merchant"`
	Currency object[struct {
		ID     text `json:"id"`
		Name   text `json:"name"`
		Code   text `json:"code"`
		Symbol text `json:"symbol"`
	}] `json:"currency"`
}

// Machine returns one machine. Callers that ask at about the same time share a response.
func (c *Client) Machine(ctx context.Context, machineNo string) (Machine, error) {
	return c.machines.Get(ctx, machineNo, func(ctx context.Context) (Machine, error) {
		return c.MachineNow(ctx, machineNo)
	})
}

// MachineNow returns one machine, read by a call of its own.
func (c *Client) MachineNow(ctx context.Context, machineNo string) (Machine, error) {
	return retry(ctx, c, call{name: "rent/machines/{machine_no}", path: "rent/machines/" + machineNo}, decodeMachine)
}

func decodeMachine(data json.RawMessage) (Machine, error) {
	if empty(data) {
		return Machine{}, fmt.Errorf("the response describes no machine")
	}
	var w wireMachine
	if err := decodeData(data, &w); err != nil {
		return Machine{}, err
	}
	m := Machine{
		Name: string(w.Name), Address: string(w.Address), Position: position(string(w.LngLat)),
		IsOnline: bool(w.IsOnline), Type: int64(w.Type), ModelID: string(w.ModelID), CoverImage: string(w.CoverImage),
	}
	if model := w.Model.value; model != nil {
		if model.ID != "" {
			m.ModelID = string(model.ID)
		}
		for _, name := range model.CabinetNames {
			m.CabinetNames = append(m.CabinetNames, string(name))
		}
	}
	for _, category := range w.Categories {
		m.Categories = append(m.Categories, category.category())
	}
	if a := w.Announcement.value; a != nil {
		m.Announcement = &Announcement{Title: string(a.Title)}
	}
	if o := w.Merchant.value; o != nil {
		m.Merchant = &Merchant{
			Title: string(o.Title), Description: string(o.Description), Logo: string(o.Logo),
			StoreID: string(o.StoreID), Status: string(o.Status), CreatedAt: string(o.CreatedAt),
		}
	}
	if y := w.Currency.value; y != nil {
		m.Currency = &Currency{ID: string(y.ID), Name: string(y.Name), Code: string(y.Code), Symbol: string(y.Symbol)}
	}
	return m, nil
}

// Machines lists the merchant's fleet, in the server's order.
func (c *Client) Machines(ctx context.Context) ([]MachineSummary, error) {
	return retry(ctx, c, call{name: "rent/machines", path: "rent/machines"}, func(data json.RawMessage) ([]MachineSummary, error) {
		var wires []struct {
			MachineNo     text `json:"machine_no"`
			Name          text `json:"machine_name"`
			IsOnline      flag `json:"is_online"`
			Status        flag `json:"status"`
			Address       text `json:"address"`
			LngLat        text `json:"lng_lat"`
			Contact       text `json:"contact"`
			Tel           text `json:"tel"`
			NotifyMessage text `json:"notify_message"`
			CreatedAt     text `json:"created_at"`
		}
		if err := decodeData(data, &wires); err != nil {
			return nil, err
		}
		fleet := make([]MachineSummary, len(wires))
		for i, w := range wires {
			fleet[i] = MachineSummary{
				MachineNo: string(w.MachineNo), Name: string(w.Name), IsOnline: bool(w.IsOnline), InOperation: bool(w.Status),
				Address: string(w.Address), Position: position(string(w.LngLat)), Contact: string(w.Contact), Tel: string(w.Tel),
				NotifyMessage: string(w.NotifyMessage), CreatedAt: string(w.CreatedAt),
			}
		}
		return fleet, nil
	})
}

// position parses "longitude,latitude"; nil where the server has none.
func position(lngLat string) *Position {
	lng, lat, found := strings.Cut(lngLat, ",")
	if !found {
		return nil
	}
	longitude, err1 := strconv.ParseFloat(strings.TrimSpace(lng), 64)
	latitude, err2 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	// ParseFloat accepts NaN and infinities, which are no place.
	if err1 != nil || err2 != nil || !(math.Abs(longitude) <= 180 && math.Abs(latitude) <= 90) {
		return nil
	}
	return &Position{Longitude: longitude, Latitude: latitude}
}
