package emulator

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Fleet is what an emulator starts with: the machines of one merchant, and the
// groups and product categories they share.
type Fleet struct {
	Categories []Category `json:"categories"`
	Groups     []Group    `json:"groups"`
	Machines   []Machine  `json:"machines"`
}

// Category groups products on a machine's screen.
type Category struct {
	ID    int    `json:"id"`
	Title string `json:"title"`
}

// Machine is one vending machine. Its zero values follow the wire: what is
// empty here is left out of answers.
type Machine struct {
	ID            int32          `json:"id"` // the console's record id; assigned when 0
	MachineNo     string         `json:"machine_no"`
	Name          string         `json:"machine_name"`
	Address       string         `json:"address"`
	LngLat        string         `json:"lng_lat"`
	Online        bool           `json:"is_online"`
	InOperation   bool           `json:"in_operation"`
	InTransfer    bool           `json:"in_transfer"`      // to another merchant, and so not in operation
	Debug         bool           `json:"debug"`            // calls work although the machine is offline
	CodesOff      bool           `json:"pickup_codes_off"` // one switch, which the console shows in the machine and in its config
	Unlinked      bool           `json:"unlinked"`         // exists, but not for this merchant
	Model         *Model         `json:"model"`
	ModelID       int            `json:"model_id"` // what servers older than 1.13 send instead of Model
	MachineType   int            `json:"machine_type"`
	CoverImage    string         `json:"cover_image"`
	CategoryIDs   []int          `json:"category_ids"` // in the order they are sent
	Announcement  *Announcement  `json:"announcement"`
	Merchant      *Merchant      `json:"merchant"`
	Currency      *Currency      `json:"currency"`
	NotifyMessage string         `json:"notify_message"`
	CreatedAt     string         `json:"created_at"`
	Contact       string         `json:"contact"`
	Tel           string         `json:"tel"`
	Timezone      string         `json:"timezone"` // Asia/Shanghai when empty
	GroupID       int32          `json:"group_id"` // 0: none
	Config        *MachineConfig `json:"config"`   // the vending app's settings; nil: the machine has none
	Products      []Product      `json:"products"`
}

// Model is the kind of a machine and the cabinets that it has.
type Model struct {
	ID           int      `json:"id"`
	CabinetNames []string `json:"cabinet_names"`
}

// Announcement is the text that a machine shows to customers.
type Announcement struct {
	Title   string `json:"title"`
	Content string `json:"content"`
}

// Merchant is the owner of a machine.
type Merchant struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Logo        string `json:"logo"`
	StoreID     int    `json:"store_id"`
	Status      int    `json:"status"`
	CreatedAt   string `json:"created_at"`
}

// Currency is what a machine's prices are in.
type Currency struct {
	ID     int    `json:"id"`
	Name   string `json:"name"`
	Code   string `json:"code"`
	Symbol string `json:"symbol"`
}

// Product is one good in one channel of a machine.
type Product struct {
	ID               string   `json:"id"`
	Name             string   `json:"name"`
	Description      string   `json:"description"`
	Thumb            string   `json:"thumb"`
	Price            string   `json:"price"`
	OriginalPrice    string   `json:"original_price"`
	Content          string   `json:"content"`
	GoodNo           string   `json:"good_no"`
	Slug             string   `json:"slug"`
	Media            []string `json:"media"`
	CategoryID       int      `json:"category_id"`
	Channel          Channel  `json:"channel"`
	CurrentInventory int      `json:"current_inventory"`
	Inventory        int      `json:"inventory"` // the most that the channel holds
}

// Channel is the place in a machine that a product falls out of.
type Channel struct {
	Name        string `json:"name"`
	CabinetName string `json:"cabinet_name"` // A when empty
	Code        string `json:"code"`
	X           int    `json:"x"`
	Y           int    `json:"y"`
	Addr        int    `json:"addr"`
}

//go:embed sample.json
var sample string

// SampleFleet is a small fleet with one machine for each peculiarity of the
// vendor's answers. Every call returns its own copy.
func SampleFleet() Fleet {
	fleet, err := ReadFleet(strings.NewReader(sample))
	if err != nil {
		panic("the embedded sample fleet: " + err.Error())
	}
	return fleet
}

// ReadFleet reads a fleet from JSON and says what is wrong with it, rather
// than letting a misspelt field surface as a puzzling answer.
func ReadFleet(r io.Reader) (Fleet, error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	var fleet Fleet
	if err := dec.Decode(&fleet); err != nil {
		return Fleet{}, fmt.Errorf("fleet: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Fleet{}, errors.New("fleet: more than one JSON value")
	}
	if err := fleet.check(); err != nil {
		return Fleet{}, fmt.Errorf("fleet: %w", err)
	}
	return fleet, nil
}

func (f Fleet) check() error {
	categories := map[int]bool{0: true}
	for _, c := range f.Categories {
		if categories[c.ID] {
			return fmt.Errorf("category id %d is used twice or zero", c.ID)
		}
		categories[c.ID] = true
	}
	groups := map[int32]bool{0: true}
	for _, g := range f.Groups {
		if groups[g.ID] {
			return fmt.Errorf("group id %d is used twice or zero", g.ID)
		}
		groups[g.ID] = true
	}
	machines, ids := map[string]bool{}, map[int32]bool{}
	for _, m := range f.Machines {
		if !isDigits(m.MachineNo) || machines[m.MachineNo] {
			return fmt.Errorf("machine_no %q is used twice or not made of digits", m.MachineNo)
		}
		if m.ID < 0 || ids[m.ID] {
			return fmt.Errorf("machine %s: id %d is used twice or negative", m.MachineNo, m.ID)
		}
		machines[m.MachineNo], ids[m.ID] = true, m.ID != 0
		if !groups[m.GroupID] {
			return fmt.Errorf("machine %s: unknown group %d", m.MachineNo, m.GroupID)
		}
		if err := m.check(categories); err != nil {
			return fmt.Errorf("machine %s: %w", m.MachineNo, err)
		}
	}
	return nil
}

func (m Machine) check(categories map[int]bool) error {
	for _, id := range m.CategoryIDs {
		if !categories[id] {
			return fmt.Errorf("unknown category %d", id)
		}
	}
	products := map[string]bool{}
	for _, p := range m.Products {
		switch {
		case !isDigits(p.ID) || products[p.ID]:
			return fmt.Errorf("product id %q is used twice or not made of digits", p.ID)
		case !categories[p.CategoryID]:
			return fmt.Errorf("product %s: unknown category %d", p.ID, p.CategoryID)
		case p.CurrentInventory < 0 || p.CurrentInventory > p.Inventory:
			return fmt.Errorf("product %s: current_inventory %d is not within 0 and inventory %d", p.ID, p.CurrentInventory, p.Inventory)
		}
		products[p.ID] = true
	}
	return nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
