package emulator

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// mutate runs a mutation of one machine.
func mutate(ctx context.Context, field string, id int32, act func(*Server, *machine) (step, error)) (string, error) {
	return resolve(ctx, field, id, func(s *Server) (string, step, error) {
		m, err := s.linkedMachine(id)
		if err != nil {
			return "", step{}, err
		}
		done, err := act(s, m)
		return "ok", done, err
	})
}

// updated is the step that puts a changed machine in place. Reads show it once they no longer lag.
func (s *Server) updated(m *machine, changed Machine, did string) step {
	return step{did: did, effect: func() {
		if s.console.lag > 0 {
			if m.earlierReads == 0 {
				earlier := m.clone()
				m.earlier = &earlier
			}
			m.earlierReads = s.console.lag
		}
		m.Machine = changed
	}}
}

// take stores a field of an input. The server reads null as left out.
func take[T any](to, in *T, emptyOmitted bool) {
	switch {
	case in != nil:
		*to = *in
	case emptyOmitted:
		var empty T
		*to = empty
	}
}

func takeNullable[T any](to **T, in *T, emptyOmitted bool) {
	if in != nil || emptyOmitted {
		*to = in
	}
}

type machineInput struct {
	Address     *string
	ConnectType *int32
	Contact     *string
	CoverImage  *string
	CurrencyID  *int32
	GroupID     *int32
	Imei        *string
	LngLat      *string
	MachineType *int32
	MerchantID  *int32
	ModelID     *int32
	Name        *string
	Password    *string
	Status      *int32
	Tel         *string
	Timezone    *string
}

// UpdateMachine changes what is known of a machine. Fields that no client should send are refused.
func (*resolver) UpdateMachine(ctx context.Context, args struct {
	ID    int32
	Input machineInput
},
) (string, error) {
	return mutate(ctx, "updateMachine", args.ID, func(s *Server, m *machine) (step, error) {
		in, empty := args.Input, s.cfg.Console.EmptyOmitted
		if in.ConnectType != nil || in.Imei != nil || in.MachineType != nil || in.MerchantID != nil ||
			in.ModelID != nil || in.Password != nil || in.Status != nil {
			return step{}, errors.New("the emulator does not change connection, type, model, merchant, password or status")
		}
		if in.Name != nil && isBlank(*in.Name) || in.Timezone != nil && isBlank(*in.Timezone) {
			return step{}, errors.New("name and timezone must not be empty")
		}
		if in.GroupID != nil && !slices.ContainsFunc(s.console.groups, func(g Group) bool { return g.ID == *in.GroupID }) {
			return step{}, fmt.Errorf("group %d not found", *in.GroupID)
		}
		changed := m.clone()
		if in.CurrencyID != nil {
			if changed.Currency = s.currency(*in.CurrencyID); changed.Currency == nil {
				return step{}, fmt.Errorf("currency %d not found", *in.CurrencyID)
			}
		} else if empty {
			changed.Currency = nil
		}
		take(&changed.Name, in.Name, false)
		take(&changed.Timezone, in.Timezone, false)
		take(&changed.Address, in.Address, empty)
		take(&changed.Contact, in.Contact, empty)
		take(&changed.CoverImage, in.CoverImage, empty)
		take(&changed.GroupID, in.GroupID, empty)
		take(&changed.LngLat, in.LngLat, empty)
		take(&changed.Tel, in.Tel, empty)
		return s.updated(m, changed, "updated the machine"), nil
	})
}

// currency is one that some machine of the fleet has.
func (s *Server) currency(id int32) *Currency {
	for _, m := range s.order {
		if m.Currency != nil && m.Currency.ID == int(id) {
			currency := *m.Currency
			return &currency
		}
	}
	return nil
}

type configInput struct {
	AppCartEnabled         *bool
	AppCouponCodeEnabled   *bool
	AppNavbarLogo          *string
	AppUpgradeEnabled      *bool
	AuthCredentialsEnabled *bool
	Brightness             *int32
	CarouselAdsCount       *int32
	CarouselAdsEnabled     *bool
	DebuggingEnabled       *bool
	FreePurchaseEnabled    *bool
	IdleTimeout            *int32
	Language               *string
	Languages              *[]string
	PaymentWaitTimeout     *int32
	PickupCodeEnabled      *bool
	PriceDigits            *int32
	PriceLine              *bool
	PriceThousands         *bool
	PurchaseLimit          *int32
	StandbyAdsAutoplay     *bool
	StandbyAdsCount        *int32
	StandbyAdsEnabled      *bool
	Volume                 *int32
}

// UpdateMachineConfig changes the settings of a machine's app, which the console accepts for a
// machine that is offline, too.
func (*resolver) UpdateMachineConfig(ctx context.Context, args struct {
	MachineID int32
	Input     configInput
},
) (string, error) {
	return mutate(ctx, "updateMachineConfig", args.MachineID, func(s *Server, m *machine) (step, error) {
		if m.Config == nil {
			return step{}, errNoConfig
		}
		if err := args.Input.check(); err != nil {
			return step{}, err
		}
		changed := m.clone()
		args.Input.apply(&changed, s.cfg.Console.EmptyOmitted)
		return s.updated(m, changed, "updated the config"), nil
	})
}

// check refuses what no server would take. The narrower ranges are the vendor's advice only.
func (in configInput) check() error {
	for _, percent := range []*int32{in.Brightness, in.Volume} {
		if percent != nil && (*percent < 0 || *percent > 100) {
			return fmt.Errorf("%d is not within 0 and 100", *percent)
		}
	}
	for _, number := range []*int32{
		in.PriceDigits, in.PurchaseLimit, in.IdleTimeout, in.PaymentWaitTimeout, in.CarouselAdsCount, in.StandbyAdsCount,
	} {
		if number != nil && *number < 0 {
			return fmt.Errorf("%d is negative", *number)
		}
	}
	return nil
}

func (in configInput) apply(m *Machine, empty bool) {
	codes := !m.CodesOff
	take(&codes, in.PickupCodeEnabled, empty)
	m.CodesOff = !codes

	c := m.Config
	takeNullable(&c.Brightness, in.Brightness, empty)
	takeNullable(&c.Volume, in.Volume, empty)
	takeNullable(&c.Language, in.Language, empty)
	take(&c.Languages, in.Languages, empty)
	if c.Languages == nil {
		c.Languages = []string{}
	}
	take(&c.PriceDigits, in.PriceDigits, empty)
	take(&c.PriceThousands, in.PriceThousands, empty)
	take(&c.PriceLine, in.PriceLine, empty)
	take(&c.PurchaseLimit, in.PurchaseLimit, empty)
	take(&c.IdleTimeout, in.IdleTimeout, empty)
	take(&c.PaymentWaitTimeout, in.PaymentWaitTimeout, empty)
	take(&c.CarouselAdsEnabled, in.CarouselAdsEnabled, empty)
	take(&c.CarouselAdsCount, in.CarouselAdsCount, empty)
	take(&c.StandbyAdsEnabled, in.StandbyAdsEnabled, empty)
	take(&c.StandbyAdsCount, in.StandbyAdsCount, empty)
	take(&c.StandbyAdsAutoplay, in.StandbyAdsAutoplay, empty)
	take(&c.FreePurchaseEnabled, in.FreePurchaseEnabled, empty)
	take(&c.AppCartEnabled, in.AppCartEnabled, empty)
	take(&c.AppCouponCodeEnabled, in.AppCouponCodeEnabled, empty)
	take(&c.AppUpgradeEnabled, in.AppUpgradeEnabled, empty)
	take(&c.AuthCredentialsEnabled, in.AuthCredentialsEnabled, empty)
	take(&c.DebuggingEnabled, in.DebuggingEnabled, empty)
	take(&c.AppNavbarLogo, in.AppNavbarLogo, empty)
}
