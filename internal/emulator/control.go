package emulator

import (
	"errors"
	"fmt"
	"strconv"
)

// Everything here is done by somebody other than the API's client: an operator
// at the vendor's console, a customer at the machine, or a test that looks
// behind the scenes. A machine or product that never existed is a mistake in
// the test and panics; one that was removed is not.

// SetOnline connects or disconnects a machine.
func (s *Server) SetOnline(machineNo string, online bool) {
	s.change(machineNo, func(m *machine) { m.Online = online })
}

// SetCodesEnabled switches a machine's pickup codes on or off.
func (s *Server) SetCodesEnabled(machineNo string, on bool) {
	s.change(machineNo, func(m *machine) { m.CodesOff = !on })
}

// HasMachine reports whether the fleet has or had a machine of that number.
func (s *Server) HasMachine(machineNo string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.machines[machineNo] != nil
}

// AddMachine puts a machine into the fleet, or replaces one and its codes.
func (s *Server) AddMachine(m Machine) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addMachine(m)
}

// RemoveMachine makes a machine unknown to the API.
func (s *Server) RemoveMachine(machineNo string) {
	s.change(machineNo, func(m *machine) { m.removed = true })
}

// UnlinkMachine takes a machine away from the merchant.
func (s *Server) UnlinkMachine(machineNo string) {
	s.change(machineNo, func(m *machine) { m.Unlinked = true })
}

// EditProduct changes a product as another actor would: its price, for one.
func (s *Server) EditProduct(machineNo, productID string, edit func(*Product)) {
	s.change(machineNo, func(m *machine) {
		p := m.mustProduct(productID)
		edit(&p.Product)
		p.ID = productID
	})
}

// AddProduct puts a product into a machine, or replaces the one with its id.
func (s *Server) AddProduct(machineNo string, p Product) {
	s.change(machineNo, func(m *machine) { m.addProduct(p) })
}

// RemoveProduct takes a product out of a machine. Its codes remain.
func (s *Server) RemoveProduct(machineNo, productID string) {
	s.change(machineNo, func(m *machine) { m.mustProduct(productID).removed = true })
}

// SetInventory sets how much of a product there is and how much fits.
func (s *Server) SetInventory(machineNo, productID string, current, maximum int) {
	s.change(machineNo, func(m *machine) {
		p := m.mustProduct(productID)
		p.CurrentInventory, p.Inventory = current, maximum
	})
}

// Product is a product as it is now; false when the machine has none such.
func (s *Server) Product(machineNo, productID string) (found Product, ok bool) {
	s.change(machineNo, func(m *machine) {
		if p := m.product(productID); p != nil {
			found, ok = p.Product, true
		}
	})
	return found, ok
}

// Generate generates codes as another actor would, without any of the API's
// checks: the expiry may be past, the number above capacity.
func (s *Server) Generate(machineNo, productID string, count, length int, expiredAt string) []Code {
	expires, err := parseExpiry(expiredAt)
	if err != nil {
		panic("emulator: " + err.Error())
	}
	var out []Code
	s.change(machineNo, func(m *machine) {
		o := codeSpec{count: count, length: length, quantity: 1, expiredAt: expiredAt, expires: expires}
		now := s.cfg.Now()
		for _, c := range s.generateCodes(m, m.mustProduct(productID), o) {
			out = append(out, c.snapshot(now))
		}
	})
	return out
}

// Redeem is a customer who types a code at the machine and takes a product.
// An empty productID accepts a code of any product.
func (s *Server) Redeem(machineNo, productID, number string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.machines[machineNo]
	if m == nil || m.removed {
		return fmt.Errorf("there is no machine %s", machineNo)
	}
	for _, p := range m.products {
		if p.removed || (productID != "" && p.ID != productID) {
			continue
		}
		c := p.codeByNumber(number)
		if c == nil {
			continue
		}
		if status := c.statusAt(s.cfg.Now()); status != Unused {
			return fmt.Errorf("code %d is %s", c.id, status)
		}
		if p.CurrentInventory < 1 {
			return fmt.Errorf("product %s is out of stock", p.ID)
		}
		s.spend(c, Used)
		p.CurrentInventory--
		return nil
	}
	return errors.New("the machine does not know this code")
}

// Cancel cancels a code as another actor would. A code that is used, expired
// or cancelled stays what it is.
func (s *Server) Cancel(machineNo, id string) {
	s.change(machineNo, func(m *machine) {
		n, err := strconv.ParseInt(id, 10, 64)
		if c := m.codeByID(n); err == nil && c != nil && c.statusAt(s.cfg.Now()) == Unused {
			s.spend(c, Cancelled)
		}
	})
}

// Codes is every code ever generated for a product, by ascending id, with its true
// state. An empty machineNo or productID means all of them.
func (s *Server) Codes(machineNo, productID string) []Code {
	return s.codes(machineNo, func(c Code) bool { return productID == "" || c.ProductID == productID })
}

// Live is every code of a machine that is unused and not expired now; of all
// machines if machineNo is empty.
func (s *Server) Live(machineNo string) []Code {
	return s.codes(machineNo, func(c Code) bool { return c.Status == Unused })
}

func (s *Server) codes(machineNo string, keep func(Code) bool) []Code {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.cfg.Now()
	var out []Code
	for _, m := range s.order {
		if machineNo != "" && m.MachineNo != machineNo {
			continue
		}
		for _, c := range m.codes {
			if shot := c.snapshot(now); keep(shot) {
				out = append(out, shot)
			}
		}
	}
	return out
}

func (s *Server) change(machineNo string, apply func(*machine)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.machines[machineNo]
	if m == nil {
		panic("emulator: there never was a machine " + machineNo)
	}
	apply(m)
}

func (m *machine) mustProduct(id string) *product {
	p := m.productEver(id)
	if p == nil {
		panic("emulator: machine " + m.MachineNo + " never had a product " + id)
	}
	return p
}
