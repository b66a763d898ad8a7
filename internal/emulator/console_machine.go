package emulator

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// firstMachineID is where the record ids of machines that name none start.
const firstMachineID = 501

var (
	errMachineUnknown = errors.New("machine not found")
	errNoConfig       = errors.New("machine config not found")
)

// resolver has a method for each query and mutation. What a method needs is in its context.
type resolver struct{}

// The fields of the schema: mutations are what a user may be forbidden to do.
var (
	queries   = []string{"signin", "profile", "machines", "machine", "machineGroups"}
	mutations = []string{
		"updateMachine", "updateMachineConfig", "setMachinePowerSchedule", "clearMachinePowerSchedule",
		"rebootMachine", "shutdownMachine", "clearMalfunction",
	}
)

// machineShown is a machine as the console shows it. Fields are what the schema calls them.
type machineShown struct {
	ID                  int32
	Address             *string
	AppKey              *string
	ClientID            string
	Config              *configShown
	ConnectType         int32
	Contact             *string
	CouponEnabled       bool
	CoverImage          *string
	Currency            *currencyShown
	CurrencyID          *int32
	DeviceState         int32
	FreePurchaseEnabled bool
	GroupID             *int32
	Imei                *string
	IsOnline            bool
	LngLat              *string
	MachineNo           string
	MachineType         int32
	MerchantID          int32
	ModelID             int32
	Name                string
	NotifyMessage       *string
	Password            *string
	PickupCodeEnabled   bool
	PurchaseLimit       int32
	Qrcode              *string
	Status              string
	Tel                 *string
	Timezone            string
}

type configShown struct {
	MachineConfig
	PickupCodeEnabled bool
}

type currencyShown struct {
	ID     int32
	SortID int32
	Name   string
	Code   string
	Symbol string
}

// The states of a machine, in the order of the numbers that a filter goes by. The vendor does
// not publish those numbers.
var machineStatuses = []string{"OPERATIONAL", "MAINTENANCE", "TRANSFER"}

func (m Machine) status() string {
	switch {
	case m.InTransfer:
		return "TRANSFER"
	case m.InOperation:
		return "OPERATIONAL"
	}
	return "MAINTENANCE"
}

func (m Machine) isOperational() bool { return m.status() == machineStatuses[0] }

func (s *Server) consoleMachine(m Machine) machineShown {
	text := func(value string) *string {
		if value == "" && !s.cfg.Console.EmptyTexts {
			return nil
		}
		return &value
	}
	secret := "secret-of-" + m.MachineNo
	shown := machineShown{
		ID:                m.ID,
		Address:           text(m.Address),
		AppKey:            &secret,
		ClientID:          "client-" + m.MachineNo,
		ConnectType:       1,
		Contact:           text(m.Contact),
		CoverImage:        text(m.CoverImage),
		IsOnline:          m.Online,
		LngLat:            text(m.LngLat),
		MachineNo:         m.MachineNo,
		MachineType:       int32(m.MachineType), //nolint:gosec // from 1 to 6
		MerchantID:        1024,
		ModelID:           int32(m.ModelID), //nolint:gosec // a record id
		Name:              m.Name,
		NotifyMessage:     text(m.NotifyMessage),
		Password:          &secret,
		PickupCodeEnabled: !m.CodesOff,
		PurchaseLimit:     1,
		Status:            m.status(),
		Tel:               text(m.Tel),
		Timezone:          m.Timezone,
	}
	if m.GroupID != 0 {
		shown.GroupID = &m.GroupID
	}
	if m.Model != nil {
		shown.ModelID = int32(m.Model.ID) //nolint:gosec // a record id
	}
	if c := m.Currency; c != nil {
		id := int32(c.ID) //nolint:gosec // a record id
		shown.CurrencyID = &id
		shown.Currency = &currencyShown{ID: id, Name: c.Name, Code: c.Code, Symbol: c.Symbol}
	}
	if m.Config != nil {
		shown.Config = &configShown{*m.Config, !m.CodesOff}
		shown.FreePurchaseEnabled, shown.PurchaseLimit = m.Config.FreePurchaseEnabled, m.Config.PurchaseLimit
	}
	return shown
}

// completeForConsole gives a machine what the console never leaves out.
func (s *Server) completeForConsole(m *Machine) {
	for m.ID == 0 {
		s.console.lastMachineID++
		if s.machineByID(s.console.lastMachineID) == nil {
			m.ID = s.console.lastMachineID
		}
	}
	if m.Timezone == "" {
		m.Timezone = defaultTimezone
	}
	if m.Config == nil {
		return
	}
	if m.Config.ID == 0 {
		m.Config.ID = m.ID
	}
	if m.Config.Languages == nil {
		m.Config.Languages = []string{}
	}
}

func (s *Server) machineByID(id int32) *machine {
	for _, m := range s.order {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// linkedMachine is the machine with that record id, if the merchant has it.
func (s *Server) linkedMachine(id int32) (*machine, error) {
	if m := s.machineByID(id); m != nil && !m.removed && !m.Unlinked {
		return m, nil
	}
	return nil, errMachineUnknown
}

// asRead is what a read shows of a machine, which may lag behind the truth.
func (m *machine) asRead() Machine {
	if m.earlierReads > 0 {
		return *m.earlier
	}
	return m.Machine
}

func (m *machine) countRead() {
	if m.earlierReads > 0 {
		m.earlierReads--
	}
}

type machinesArgs struct {
	Input struct {
		CurrentPage *int32
		PerPage     *int32
		GroupID     *int32
		Status      *int32
	}
}

type machinePage struct {
	CurrentPage int32
	Data        []machineShown
	LastPage    int32
	PerPage     int32
	Total       int32
}

// Machines answers a page of the merchant's machines.
func (*resolver) Machines(ctx context.Context, args machinesArgs) (machinePage, error) {
	return resolve(ctx, "machines", 0, func(s *Server) (machinePage, step, error) {
		in := args.Input
		page, perPage := valueOr(in.CurrentPage, 1), valueOr(in.PerPage, defaultPerPage)
		if int(perPage) > s.cfg.Console.MaxPerPage {
			perPage = int32(s.cfg.Console.MaxPerPage) //nolint:gosec // less than perPage
		}
		status := int(valueOr(in.Status, 0))
		if page < 1 || perPage < 1 || status < 0 || status > len(machineStatuses) {
			return machinePage{}, step{}, errors.New("invalid input")
		}
		var matching []*machine
		for _, m := range s.order {
			read := m.asRead()
			if !m.removed && !m.Unlinked && (in.GroupID == nil || read.GroupID == *in.GroupID) &&
				(status == 0 || read.status() == machineStatuses[status-1]) {
				matching = append(matching, m)
			}
		}
		total := int32(len(matching)) //nolint:gosec // a fleet in memory
		from := min(int64(page-1)*int64(perPage), int64(total))
		matching = matching[from:min(from+int64(perPage), int64(total))]
		out := machinePage{CurrentPage: page, PerPage: perPage, Total: total, LastPage: max(1, (total+perPage-1)/perPage), Data: []machineShown{}}
		for _, m := range matching {
			read := m.asRead()
			out.Data = append(out.Data, s.consoleMachine(read))
		}
		return out, step{
			did: fmt.Sprintf("listed %d machines, page %d of %d", len(matching), page, out.LastPage),
			shown: func() {
				for _, m := range matching {
					m.countRead()
				}
			},
		}, nil
	})
}

// Machine answers one machine.
func (*resolver) Machine(ctx context.Context, args struct{ ID int32 }) (machineShown, error) {
	return resolve(ctx, "machine", args.ID, func(s *Server) (machineShown, step, error) {
		m, err := s.linkedMachine(args.ID)
		if err != nil {
			return machineShown{}, step{}, err
		}
		read := m.asRead()
		return s.consoleMachine(read), step{did: "showed the machine", shown: m.countRead}, nil
	})
}

// MachineGroups answers the merchant's groups, null when there are none.
func (*resolver) MachineGroups(ctx context.Context) (*[]Group, error) {
	return resolve(ctx, "machineGroups", 0, func(s *Server) (*[]Group, step, error) {
		did := fmt.Sprintf("listed %d groups", len(s.console.groups))
		if len(s.console.groups) == 0 {
			return nil, step{did: did}, nil
		}
		return &s.console.groups, step{did: did}, nil
	})
}

func valueOr[T any](value *T, absent T) T {
	if value == nil {
		return absent
	}
	return *value
}

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }
