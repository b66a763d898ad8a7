package pickupcode

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
)

// compare finds what forces a replacement, and keeps the prior spelling of equal values.
func (p *plannedState) compare(in planInput) {
	prior := in.prior
	p.replaceIfChanged("machine_no", p.MachineNo, prior.MachineNo)
	p.replaceIfChanged("product_id", p.ProductID, prior.ProductID)
	p.replaceIfChanged("all_products", p.AllProducts, prior.AllProducts)
	p.replaceIfChanged("code_length", p.CodeLength, prior.CodeLength)
	// An import cannot read these: their first values are recorded.
	if !in.imported || !prior.Quantity.IsNull() {
		p.replaceIfChanged("quantity", p.Quantity, prior.Quantity)
	}
	if (!in.imported || !prior.Keepers.IsNull()) && (p.Keepers.IsUnknown() || len(p.Keepers.Elements())+len(prior.Keepers.Elements()) > 0) {
		p.replaceIfChanged("keepers", p.Keepers, prior.Keepers)
	}
	if sameDuration(p.RenewBefore, prior.RenewBefore) {
		p.RenewBefore = prior.RenewBefore
	}
	p.compareExpiry(in)
	if prior.generatedNothing() {
		p.addReplace("pending_requests")
	}
}

// compareExpiry plans expired_at and valid_for, of which the configuration sets one.
func (p *plannedState) compareExpiry(in planInput) {
	prior := in.prior
	if p.ValidFor.IsNull() {
		switch {
		case !p.ExpiredAt.IsUnknown() && p.ExpiredAt.Time().Equal(prior.ExpiredAt.Time()):
			p.ExpiredAt = prior.ExpiredAt
		case in.imported && prior.metBy(p.ExpiredAt): // recorded
		default:
			p.addReplace("expired_at")
		}
		return
	}
	switch {
	case sameDuration(p.ValidFor, prior.ValidFor):
		p.ValidFor = prior.ValidFor
	case in.imported && prior.ValidFor.IsNull(): // recorded
	default:
		p.addReplace("valid_for")
	}
	if !set(p.ExpiredAt) {
		p.ExpiredAt = prior.ExpiredAt
	}
	if p.expired(in) {
		p.addReplace("expired_at")
	}
}

// expired reports whether the codes are to be replaced because the last refresh found
// them expired, or to expire within renew_before.
func (p *plannedState) expired(in planInput) bool {
	at := in.prior.ExpiredAt.Time()
	return p.RecreateIfExpired.ValueBool() && !in.refreshedAt.IsZero() && !at.IsZero() &&
		!in.refreshedAt.Before(at.Add(-customtypes.DurationFrom(p.RenewBefore)))
}

// metBy reports whether the codes of an imported resource, whose expiry was read off
// them, could have been generated for the given one.
func (m model) metBy(expiredAt customtypes.Instant) bool {
	at := expiredAt.Time()
	var latest time.Time
	for _, code := range m.codes() {
		if early := at.Sub(code.ExpiresAt); code.ExpiresAt.IsZero() || early < 0 || early >= time.Minute {
			return false
		}
		if code.ExpiresAt.After(latest) {
			latest = code.ExpiresAt
		}
	}
	return !at.IsZero() && latest.Equal(m.ExpiredAt.Time())
}

// generatedNothing reports whether codes of all products were asked for, and none is
// known. There is no count to raise then: only a replacement asks again.
func (m model) generatedNothing() bool {
	return m.AllProducts.ValueBool() && len(m.Codes.Elements()) == 0 && len(m.PendingRequests.Elements()) > 0 &&
		!slices.ContainsFunc(m.pending(), func(r issuance.Request) bool { return r.Confirmed })
}

func sameDuration(a, b types.String) bool {
	return set(a) && set(b) && customtypes.DurationFrom(a) == customtypes.DurationFrom(b)
}

func (p *plannedState) replaceIfChanged(attribute string, planned, prior attr.Value) {
	if !planned.Equal(prior) {
		p.addReplace(attribute)
	}
}

func (p *plannedState) addReplace(attribute string) {
	p.replace = append(p.replace, path.Root(attribute))
}

// changes reports whether the plan differs from the prior state.
func (p *plannedState) changes(prior model) bool {
	return len(p.replace) > 0 || slices.ContainsFunc(pairs(p.inPlace(), prior.inPlace()), differ)
}

// respelled reports whether the configuration spells a value otherwise than the plan.
func (p *plannedState) respelled(config model) bool {
	return slices.ContainsFunc(pairs(config.inPlace(), p.inPlace()), func(pair [2]attr.Value) bool {
		return !pair[0].IsNull() && differ(pair)
	})
}

// inPlace are the attributes of the configuration that an update may change.
func (m model) inPlace() []attr.Value {
	return []attr.Value{
		m.CodeCount, m.ExpiredAt, m.ValidFor, m.RecreateIfExpired, m.RenewBefore, m.Quantity, m.Keepers, m.SkipDestroy, m.StoreCodes, m.Timeouts,
	}
}

func pairs(a, b []attr.Value) [][2]attr.Value {
	both := make([][2]attr.Value, len(a))
	for i := range a {
		both[i] = [2]attr.Value{a[i], b[i]}
	}
	return both
}

func differ(pair [2]attr.Value) bool { return !pair[0].Equal(pair[1]) }
