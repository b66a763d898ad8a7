package emulator

// This file makes a server answer or store something else than it should.

// EditList has edit change the elements of every list of one kind of call (machines, products or
// codes) before they are sent: to repeat or omit some, to make one unreadable, or to answer an
// older list. Elements are map[string]any with the vendor's names; what edit returns is sent,
// whatever it is. A nil edit ends it. It may use the server.
func (s *Server) EditList(name string, edit func(call Call, elements []any) []any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listEdits[name] = edit
}

func (s *Server) editList(call Call, answer *reply) {
	s.mu.Lock()
	edit := s.listEdits[call.Name]
	s.mu.Unlock()
	if edit == nil {
		return
	}
	switch data := answer.data.(type) {
	case []object:
		answer.data = edit(call, anyOf(data))
	case object:
		if elements, ok := data["data"].([]object); ok {
			data["data"] = edit(call, anyOf(elements))
		}
	}
}

func anyOf(elements []object) []any {
	out := make([]any, len(elements))
	for i, element := range elements {
		out[i] = map[string]any(element)
	}
	return out
}

// Generated is what a generating call stores for one product.
type Generated struct {
	Call      int // its number
	MachineNo string
	ProductID string

	Count     int
	Length    int
	Quantity  int
	ExpiredAt string // never expires when it is not a time
	CreatedAt string
}

// EditGenerated has edit change what generating calls store from now on: another expiry, length
// or number of codes. Codes of other actors are not affected. A nil edit ends it. The server is
// locked meanwhile, so edit must not use it.
func (s *Server) EditGenerated(edit func(*Generated)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.generatedEdit = edit
}

// edited is what to store in place of spec.
func (s *Server) edited(m *machine, p *product, spec codeSpec) codeSpec {
	if s.generatedEdit == nil || spec.call == 0 {
		return spec
	}
	g := Generated{
		Call: spec.call, MachineNo: m.MachineNo, ProductID: p.ID,
		Count: spec.count, Length: spec.length, Quantity: spec.quantity, ExpiredAt: spec.expiredAt, CreatedAt: spec.createdAt,
	}
	s.generatedEdit(&g)
	expires, _ := parseExpiry(g.ExpiredAt) // unreadable: they never expire
	return codeSpec{
		call: spec.call, count: g.Count, length: g.Length, quantity: g.Quantity,
		expiredAt: g.ExpiredAt, expires: expires, createdAt: g.CreatedAt,
	}
}
