package pickupcode

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
)

// planInput is all that a plan depends on.
type planInput struct {
	config model
	prior  *model // nil: nothing exists yet

	imported    bool      // the prior state came from an import
	refreshedAt time.Time // the last refresh; zero: none
	now         time.Time
	account     string // empty while the provider's settings are unknown

	// ask returns what the API reports of a target. It is called only when codes are to be
	// generated; nil while the provider's settings are unknown.
	ask func(issuance.Target) facts
}

// plannedState is a plan: the planned resource, what forces a replacement, and what the
// reviewer has to know.
type plannedState struct {
	model
	replace path.Paths
	diags   diag.Diagnostics
}

// plan is the only place that decides a planned value.
func plan(in planInput) plannedState {
	p := plannedState{model: in.config}
	p.fillDefaults()
	if in.prior != nil {
		p.compare(in)
	}
	if in.prior == nil || len(p.replace) > 0 {
		p.planCreation(in)
	} else {
		p.planUpdate(in)
	}
	return p
}

// fillDefaults replaces what the configuration leaves out.
func (p *plannedState) fillDefaults() {
	p.AllProducts = orBool(p.AllProducts, false)
	p.RecreateIfExpired = orBool(p.RecreateIfExpired, false)
	p.SkipDestroy = orBool(p.SkipDestroy, false)
	p.StoreCodes = orBool(p.StoreCodes, true)
	if p.CodeLength.IsNull() {
		p.CodeLength = types.Int64Value(6)
	}
	if p.CodeCount.IsNull() {
		switch {
		case p.AllProducts.IsUnknown():
			p.CodeCount = types.Int64Unknown()
		case !p.AllProducts.ValueBool():
			p.CodeCount = types.Int64Value(1)
		}
	}
}

func orBool(value types.Bool, otherwise bool) types.Bool {
	if value.IsNull() {
		return types.BoolValue(otherwise)
	}
	return value
}

// planCreation leaves open what only the creation knows.
func (p *plannedState) planCreation(in planInput) {
	if in.prior != nil {
		p.reviewLoss(*in.prior, "Replacing", in)
	}
	p.ID = types.StringUnknown()
	p.Codes = types.ListUnknown(codeType)
	p.CodeIDs = types.ListUnknown(types.StringType)
	p.SpentCodeIDs = types.ListUnknown(types.StringType)
	p.CodesPerProduct = types.MapUnknown(types.Int64Type)
	p.UnusedCount = types.Int64Unknown()
	p.setPending(nil)
	p.Account = types.StringUnknown()
	if in.account != "" {
		p.Account = types.StringValue(in.account)
	}
	if !p.ValidFor.IsNull() && !set(in.config.ExpiredAt) {
		p.ExpiredAt = customtypes.NewInstantUnknown()
	}
	p.MachineName, p.ProductName, p.Name = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	p.ProductPrice, p.Currency = types.StringUnknown(), types.StringUnknown()
	if p.AllProducts.ValueBool() {
		p.ProductName, p.ProductPrice, p.Currency = types.StringNull(), types.StringNull(), types.StringNull()
	} else if !p.AllProducts.IsUnknown() {
		p.CodesPerProduct = types.MapNull(types.Int64Type)
		p.UnusedCount = p.CodeCount
	}
	p.planGeneration(in, p.CodeCount, true)
	p.setRetailValue()
}

// mostPlanned is for how many added codes a plan has an element each. A slip of the pen
// must not exhaust the memory.
const mostPlanned = 10_000

// planUpdate keeps what an update leaves alone, and scales.
func (p *plannedState) planUpdate(in planInput) {
	prior := *in.prior
	p.ID, p.Account = prior.ID, prior.Account
	p.Name, p.MachineName, p.ProductName = prior.Name, prior.MachineName, prior.ProductName
	p.ProductPrice, p.Currency, p.RetailValue = prior.ProductPrice, prior.Currency, prior.RetailValue
	p.Codes, p.CodeIDs, p.SpentCodeIDs = prior.Codes, prior.CodeIDs, prior.SpentCodeIDs
	p.CodesPerProduct, p.UnusedCount, p.PendingRequests = prior.CodesPerProduct, prior.UnusedCount, prior.PendingRequests

	added := p.added(prior)
	switch {
	case added == 0:
	case !p.reviewAccount(prior, in.account, "change the number of codes"):
		return
	case added > 0:
		p.planGeneration(in, types.Int64Value(added), false)
	default:
		p.reviewShrink(prior, int(-added))
	}
	switch {
	case added > mostPlanned, p.diags.HasError():
		p.leaveCodesOpen()
	case added != 0 || !p.StoreCodes.Equal(prior.StoreCodes):
		p.planCodes(prior, added)
	}
	if p.CodeCount.IsUnknown() {
		p.ProductPrice, p.Currency = types.StringUnknown(), types.StringUnknown()
		p.leaveCodesOpen()
	}
	if !prior.PendingRequests.IsNull() && p.changes(prior) {
		p.leaveCodesOpen()
		p.PendingRequests = types.ListUnknown(requestType)
		if prior.AllProducts.ValueBool() {
			p.CodesPerProduct = types.MapUnknown(types.Int64Type)
		}
	}
}

// added is how many codes an update generates; negative where it gives codes up.
func (p *plannedState) added(prior model) int64 {
	if !set(p.CodeCount) || p.CodeCount.Equal(prior.CodeCount) {
		return 0
	}
	return p.CodeCount.ValueInt64() - int64(len(prior.Codes.Elements()))
}

// planCodes plans what exists as it is, followed by one unknown code for each that is
// added, or as what remains.
func (p *plannedState) planCodes(prior model, added int64) {
	count, codes := p.CodeCount, prior.codes()
	if added < 0 {
		codes, _ = shrink(codes, len(codes)+int(added))
	}
	p.setCodes(codes)
	p.CodeCount = count
	elements, ids := p.Codes.Elements(), p.CodeIDs.Elements()
	if p.storesCodes() && !prior.storesCodes() {
		for i, code := range codes {
			// The numbers of codes that are still listed can be read again.
			if code.Code == "" && code.Status == issuance.StatusUnused {
				elements[i] = codeObject(code, types.StringUnknown())
			}
		}
	}
	for range added {
		elements = append(elements, types.ObjectUnknown(codeAttributes))
		ids = append(ids, types.StringUnknown())
	}
	p.Codes = types.ListValueMust(codeType, elements)
	if p.StoreCodes.IsUnknown() {
		p.Codes = types.ListUnknown(codeType)
	}
	p.CodeIDs = types.ListValueMust(types.StringType, ids)
	p.UnusedCount = types.Int64Value(p.UnusedCount.ValueInt64() + max(added, 0))
	p.RetailValue = retailValue(p.ProductPrice, int64(len(ids)))
}

// leaveCodesOpen is for an update whose plan cannot say which codes there will be.
func (p *plannedState) leaveCodesOpen() {
	p.Codes, p.CodeIDs, p.SpentCodeIDs = types.ListUnknown(codeType), types.ListUnknown(types.StringType), types.ListUnknown(types.StringType)
	p.UnusedCount, p.RetailValue = types.Int64Unknown(), types.StringUnknown()
}

func (p *plannedState) setRetailValue() {
	p.RetailValue = types.StringUnknown()
	if !p.CodeCount.IsUnknown() || p.ProductPrice.IsNull() {
		p.RetailValue = retailValue(p.ProductPrice, p.CodeCount.ValueInt64())
	}
}
