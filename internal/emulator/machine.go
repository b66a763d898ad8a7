package emulator

import "fmt"

func (s *Server) listMachines(request) reply {
	var linked []*machine
	for _, m := range s.order {
		if !m.removed && !m.Unlinked {
			linked = append(linked, m)
		}
	}
	return ok(list(linked, s.machineListed), fmt.Sprintf("listed %d machines", len(linked)))
}

func (s *Server) showMachine(q request) reply {
	m, refusal := s.findMachine(q)
	if refusal != nil {
		return *refusal
	}
	return ok(s.machineDetail(m), "showed the machine")
}

// findMachine is the machine a call is about, if the merchant has it.
func (s *Server) findMachine(q request) (*machine, *reply) {
	m := s.machines[q.machineNo]
	switch {
	case m == nil || m.removed:
		return nil, s.refuse(machineUnknown)
	case m.Unlinked:
		return nil, s.refuse(machineNotLinked)
	}
	return m, nil
}

// findOnline is for the calls that go through to the machine.
func (s *Server) findOnline(q request) (*machine, *reply) {
	m, refusal := s.findMachine(q)
	if refusal == nil && !m.Online && !m.Debug {
		return nil, s.refuse(machineOffline)
	}
	return m, refusal
}

func (s *Server) machineListed(m *machine) object {
	o := object{}
	o.set("machine_name", m.Name)
	o.set("machine_no", m.MachineNo)
	o.set("is_online", m.Online)
	o.set("status", m.isOperational())
	o.set("address", m.Address)
	o.set("notify_message", m.NotifyMessage)
	o.set("lng_lat", m.LngLat)
	o.set("created_at", m.CreatedAt)
	o.set("contact", m.Contact)
	o.set("tel", m.Tel)
	return o
}

// machineDetail does not repeat the machine's number: the vendor's does not.
func (s *Server) machineDetail(m *machine) object {
	o := object{}
	o.set("machine_name", m.Name)
	o.set("address", m.Address)
	o.set("lng_lat", m.LngLat)
	o.set("is_online", m.Online)
	o.set("model_id", s.number(int64(m.ModelID)))
	o.set("machine_type", s.number(int64(m.MachineType)))
	o.set("cover_image", m.CoverImage)
	o.set("categories", list(m.CategoryIDs, s.categoryTitle))
	if m.Model != nil {
		model := object{}
		model.set("id", s.number(int64(m.Model.ID)))
		model.set("cabinet_names", m.Model.CabinetNames)
		o["model"] = model
	}
	if m.Announcement != nil {
		announcement := object{}
		announcement.set("title", m.Announcement.Title)
		announcement.set("content", m.Announcement.Content)
		o["announcement"] = announcement
	}
	if m.Merchant != nil {
		o["merchant"] = s.merchant(*m.Merchant)
	}
	if m.Currency != nil {
		currency := object{}
		currency.set("id", s.number(int64(m.Currency.ID)))
		currency.set("name", m.Currency.Name)
		currency.set("code", m.Currency.Code)
		currency.set("symbol", m.Currency.Symbol)
		o["currency"] = currency
	}
	return o
}

func (s *Server) merchant(m Merchant) object {
	o := object{}
	o.set("title", m.Title)
	o.set("description", m.Description)
	o.set("logo", m.Logo)
	o.set("store_id", s.number(int64(m.StoreID)))
	o.set("status", s.number(int64(m.Status)))
	o.set("created_at", m.CreatedAt)
	return o
}

func (s *Server) categoryTitle(id int) object {
	o := object{}
	o.set("id", s.number(int64(id)))
	o.set("title", s.categories[id].Title)
	return o
}
