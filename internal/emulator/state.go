package emulator

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// firstCodeID is where record ids start: of a server that has seen some use.
const firstCodeID = 2111

// vendorTime is how the vendor writes times, always in GMT+8.
const vendorTime = "2006-01-02 15:04:05"

var gmt8 = time.FixedZone("GMT+8", 8*60*60)

// machine is a Machine with what happened to it. Removed machines and products
// stay here, so that their codes can still be looked at.
type machine struct {
	Machine
	removed  bool
	products []*product
	codes    []*code // by ascending id
	numbers  map[string]bool

	device       Device
	earlier      *Machine // what lagging reads of the console show
	earlierReads int      // how many reads still do
}

type product struct {
	Product
	removed bool
	codes   []*code // by ascending id
}

type code struct {
	id        int64
	machineNo string
	productID string
	number    string
	quantity  int
	createdAt string
	expiredAt string
	expires   time.Time // zero: never
	status    CodeStatus
	call      int

	hiddenLists int       // lists that will not show it yet
	hiddenUntil time.Time // and not before this time
	keptLists   int       // lists that will still show it although it is gone
}

// addMachine puts a machine into the fleet, in place of one with its number.
func (s *Server) addMachine(seed Machine) {
	m := &machine{Machine: seed.clone(), numbers: map[string]bool{}}
	old := s.machines[m.MachineNo]
	if old != nil && m.ID == 0 {
		m.ID = old.ID
	}
	s.completeForConsole(&m.Machine)
	m.Products = nil // they live in products from here on
	for _, p := range seed.Products {
		m.addProduct(p)
	}
	s.machines[m.MachineNo] = m
	if old == nil {
		s.order = append(s.order, m)
		return
	}
	s.order[slices.Index(s.order, old)] = m
}

func (m *machine) addProduct(seed Product) {
	if seed.Channel.CabinetName == "" {
		seed.Channel.CabinetName = "A"
	}
	for _, p := range m.products {
		if p.ID == seed.ID {
			p.Product, p.removed = seed, false
			return
		}
	}
	m.products = append(m.products, &product{Product: seed})
}

// product is the product with that id if it is in the machine, or nil.
func (m *machine) product(id string) *product {
	if p := m.productEver(id); p != nil && !p.removed {
		return p
	}
	return nil
}

func (m *machine) productEver(id string) *product {
	for _, p := range m.products {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// hasCabinet goes by the model, and by the products where the model does not
// name cabinets. Every machine has a cabinet A.
func (m *machine) hasCabinet(name string) bool {
	if name == "A" || (m.Model != nil && slices.Contains(m.Model.CabinetNames, name)) {
		return true
	}
	return slices.ContainsFunc(m.products, func(p *product) bool { return p.Channel.CabinetName == name })
}

func (m *machine) codeByID(id int64) *code {
	at, ok := slices.BinarySearchFunc(m.codes, id, func(c *code, id int64) int { return cmp.Compare(c.id, id) })
	if !ok {
		return nil
	}
	return m.codes[at]
}

// codeSpec is what codes are generated from.
type codeSpec struct {
	count     int
	length    int
	quantity  int
	expiredAt string
	expires   time.Time
	createdAt string
	call      int // the number of the call that asks, 0 for another actor
}

func (s *Server) generateCodes(m *machine, p *product, o codeSpec) []*code {
	now := s.cfg.Now()
	o.createdAt = now.In(gmt8).Format(vendorTime)
	o = s.edited(m, p, o)
	out := make([]*code, 0, o.count)
	for range o.count {
		s.lastCodeID++
		c := &code{
			id:          s.lastCodeID,
			machineNo:   m.MachineNo,
			productID:   p.ID,
			number:      m.newNumber(o.length),
			quantity:    o.quantity,
			createdAt:   o.createdAt,
			expiredAt:   o.expiredAt,
			expires:     o.expires,
			status:      Unused,
			call:        o.call,
			hiddenLists: s.hideLists,
		}
		if s.hideFor > 0 {
			c.hiddenUntil = now.Add(s.hideFor)
		}
		m.codes = append(m.codes, c)
		p.codes = append(p.codes, c)
		out = append(out, c)
	}
	return out
}

// newNumber makes a number the machine never had. Leading zeros are as likely
// as any other digit, to catch clients that read numbers.
func (m *machine) newNumber(length int) string {
	for {
		digits := make([]byte, length)
		for i := range digits {
			digits[i] = byte('0' + rand.IntN(10)) //nolint:gosec // nobody is kept out by these
		}
		if number := string(digits); !m.numbers[number] {
			m.numbers[number] = true
			return number
		}
	}
}

// statusAt is the code's true state: time passes without anybody noting it.
func (c *code) statusAt(now time.Time) CodeStatus {
	if c.status == Unused && !c.expires.IsZero() && !now.Before(c.expires) {
		return Expired
	}
	return c.status
}

// spend ends a code's life. Lists may go on showing it for a while.
func (s *Server) spend(c *code, as CodeStatus) {
	c.status = as
	c.keptLists = s.keepLists
}

// parseExpiry reads a time as the vendor writes it; empty means never.
func parseExpiry(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation(vendorTime, text, gmt8)
	if err != nil || at.Format(vendorTime) != text {
		return time.Time{}, fmt.Errorf("%q is not written as YYYY-MM-DD HH:MM:SS", text)
	}
	return at, nil
}
