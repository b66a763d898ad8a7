package pickupcode

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
)

// situation is all that a plan depends on.
type situation struct {
	config model
	prior  *model // nil: nothing is there yet

	imported bool // the prior state came from an import
	expired  bool // the last refresh found expired_at past

	// ask returns what the API knows of the planned place. It is called only when codes
	// are to be made; nil where the provider's settings are unknown.
	ask func(p place) facts
	now time.Time
}

// facts is what the API said about a place while planning.
type facts struct {
	machine    dingshang.Machine
	machineErr error
	gone       bool // this run's refresh found the machine missing, or the product
	catalog    dingshang.Catalog
	catalogErr error
}

// proposal is a plan: the planned resource, what forces a replacement, and what the
// reviewer has to know.
type proposal struct {
	model
	replace path.Paths
	diags   diag.Diagnostics
}

// propose plans everything: it is the only place that decides a planned value.
func propose(s situation) proposal {
	p := proposal{model: s.config}
	p.fillDefaults()
	if s.prior != nil {
		p.compare(s)
	}
	creating := s.prior == nil || len(p.replace) > 0
	if creating {
		p.planCreation(s.config)
	} else {
		p.carry(*s.prior)
	}
	p.review(s, creating)
	return p
}

// fillDefaults replaces what the configuration leaves out.
func (p *proposal) fillDefaults() {
	if p.AllProducts.IsNull() {
		p.AllProducts = types.BoolValue(false)
	}
	if p.CodeCount.IsNull() {
		switch {
		case p.AllProducts.IsUnknown():
			p.CodeCount = types.Int64Unknown()
		case !p.everyProduct():
			p.CodeCount = types.Int64Value(1)
		}
	}
	if p.CodeLength.IsNull() {
		p.CodeLength = types.Int64Value(6)
	}
	if p.SkipDestroy.IsNull() {
		p.SkipDestroy = types.BoolValue(false)
	}
	if p.RecreateIfExpired.IsNull() {
		p.RecreateIfExpired = types.BoolValue(false)
	}
}

// compare finds what forces a replacement, and keeps the prior spelling of equal values.
func (p *proposal) compare(s situation) {
	prior := s.prior
	p.replaceIfChanged("machine_no", p.MachineNo, prior.MachineNo)
	p.replaceIfChanged("product_id", p.ProductID, prior.ProductID)
	p.replaceIfChanged("all_products", p.AllProducts, prior.AllProducts)
	p.replaceIfChanged("code_length", p.CodeLength, prior.CodeLength)
	// An import cannot read these: their first values are recorded.
	if !s.imported || !prior.Quantity.IsNull() {
		p.replaceIfChanged("quantity", p.Quantity, prior.Quantity)
	}
	if (!s.imported || !prior.Keepers.IsNull()) && len(p.Keepers.Elements())+len(prior.Keepers.Elements()) > 0 {
		p.replaceIfChanged("keepers", p.Keepers, prior.Keepers)
	}
	p.compareExpiry(s)
}

// compareExpiry plans expired_at and valid_for, of which the configuration sets one.
func (p *proposal) compareExpiry(s situation) {
	prior := s.prior
	if p.ValidFor.IsNull() {
		switch {
		case p.ExpiredAt.IsUnknown():
			p.addReplace("expired_at")
		case p.ExpiredAt.Time().Equal(prior.ExpiredAt.Time()):
			p.ExpiredAt = prior.ExpiredAt
		default:
			p.addReplace("expired_at")
		}
		return
	}
	recorded := s.imported && prior.ValidFor.IsNull()
	switch {
	case !p.ValidFor.IsUnknown() && !prior.ValidFor.IsNull() && p.validity() == prior.validity():
		p.ValidFor = prior.ValidFor
	case !recorded:
		p.addReplace("valid_for")
	}
	if !set(p.ExpiredAt) {
		p.ExpiredAt = prior.ExpiredAt
	}
	if s.expired && p.RecreateIfExpired.ValueBool() {
		p.addReplace("expired_at")
	}
}

func (p *proposal) replaceIfChanged(attribute string, planned, prior attr.Value) {
	if !planned.Equal(prior) {
		p.addReplace(attribute)
	}
}

func (p *proposal) addReplace(attribute string) { p.replace = append(p.replace, path.Root(attribute)) }

// planCreation leaves open what only the creation knows.
func (p *proposal) planCreation(config model) {
	p.ID = types.StringUnknown()
	p.Codes = types.ListUnknown(codeType)
	p.UnusedCount = types.Int64Unknown()
	p.MachineName = types.StringUnknown()
	p.ProductName = types.StringUnknown()
	if p.everyProduct() {
		p.ProductName = types.StringNull()
	}
	if !p.ValidFor.IsNull() && !set(config.ExpiredAt) {
		p.ExpiredAt = customtypes.NewInstantUnknown()
	}
}

// carry keeps what an update leaves alone.
func (p *proposal) carry(prior model) {
	p.ID = prior.ID
	p.MachineName = prior.MachineName
	p.ProductName = prior.ProductName
	if p.CodeCount.Equal(prior.CodeCount) {
		p.Codes = prior.Codes
		p.UnusedCount = prior.UnusedCount
	} else {
		p.Codes = types.ListUnknown(codeType)
		p.UnusedCount = types.Int64Unknown()
	}
}

// grows is how many codes an update makes; negative where it gives codes up.
func (p *proposal) grows(prior model) int64 {
	if p.CodeCount.IsUnknown() || p.CodeCount.IsNull() {
		return 0
	}
	return p.CodeCount.ValueInt64() - int64(len(prior.Codes.Elements()))
}
