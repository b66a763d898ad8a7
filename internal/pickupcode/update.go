package pickupcode

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"terraform-provider-dingshang/internal/issuance"
)

// Update implements [resource.Resource]: it adds or gives up codes in place. What is
// saved is always what there is, so that the next plan finishes what failed.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, prior model
	resp.Diagnostics.Append(m.read(ctx, req.Plan)...)
	resp.Diagnostics.Append(prior.read(ctx, req.State)...)
	timeout, diags := m.Timeouts.Update(ctx, defaultUpdateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	s := &scaling{Resource: r, prior: prior, planned: m, held: prior.holding(), timeout: timeout}
	if s.needed() {
		if !r.data.Known(&resp.Diagnostics) {
			return
		}
		resp.Diagnostics.Append(s.run(ctx)...)
	}
	if resp.Diagnostics.HasError() && !s.sent {
		// The planned price is of codes that do not come.
		m.ProductPrice, m.Currency = prior.ProductPrice, prior.Currency
	}
	m.setCodes(s.held.Codes)
	m.setPending(s.held.Pending)
	setState(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
}

// scaling is one update that is about codes, under way.
type scaling struct {
	*Resource
	prior, planned model
	held           issuance.Holding
	timeout        time.Duration
	sent           bool // a request that may have generated codes
}

// wanted is how many codes there shall be. With all products the number stays.
func (s *scaling) wanted() int {
	if s.held.AllProducts() {
		return len(s.held.Codes)
	}
	return int(s.planned.CodeCount.ValueInt64())
}

// revealing reports whether numbers that state does not have are to be filled in.
func (s *scaling) revealing() bool { return s.planned.storesCodes() && !s.prior.storesCodes() }

func (s *scaling) needed() bool {
	return len(s.held.Pending) > 0 || s.wanted() != len(s.held.Codes) || s.revealing()
}

func (s *scaling) run(ctx context.Context) (diags diag.Diagnostics) {
	if s.elsewhere(s.prior) {
		if s.wanted() == len(s.held.Codes) {
			return nil // only settings change; what is pending stays so
		}
		return diag.Diagnostics{otherAccount(s.prior, s.data.Account, "change the number of codes")}
	}
	bounded, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	s.engine.Own(s.held.MachineNo, s.held.Codes, s.held.Owner)
	if s.revealing() {
		diags.Append(s.reveal(bounded)...)
	}
	wanted, exact := s.wanted(), len(s.held.Pending) == 0
	if !exact {
		diags.Append(s.resume(bounded, wanted)...)
	}
	if diags.HasError() {
		return diags
	}
	switch {
	case s.held.AllProducts() || wanted == len(s.held.Codes):
	case wanted > len(s.held.Codes):
		// It has a timeout of its own, since waiting for other requests does not count.
		diags.Append(s.add(ctx, int64(wanted-len(s.held.Codes)))...)
	case exact:
		diags.Append(s.giveUp(bounded, s.plannedToGo())...)
	default:
		_, drop := shrink(s.held.Codes, wanted)
		diags.Append(s.giveUp(bounded, drop)...)
	}
	return diags
}

// resume finds out about earlier requests before another one is sent. It is an error
// where more codes are wanted and some may exist already.
func (s *scaling) resume(ctx context.Context, wanted int) (diags diag.Diagnostics) {
	outcomes := s.engine.Resume(ctx, s.held)
	s.held.Codes = append(s.held.Codes, issuance.Claimed(outcomes)...)
	s.held.Pending = issuance.StillPending(outcomes)
	diags.Append(s.warnOutcomes(s.current(), outcomes)...)
	if wanted <= len(s.held.Codes) || s.held.AllProducts() {
		return diags
	}
	for _, outcome := range outcomes {
		switch o := outcome.(type) {
		case issuance.Contested:
			return diag.Diagnostics{contested(s.current(), o, adding)}
		case issuance.Unsettled:
			if !o.Abandoned() {
				return diag.Diagnostics{unsettled(s.current(), o, adding)}
			}
		}
	}
	return diags
}

// current is the resource as it is now, for diagnostics.
func (s *scaling) current() model {
	m := s.prior
	m.setCodes(s.held.Codes)
	return m
}

func (s *scaling) add(ctx context.Context, count int64) diag.Diagnostics {
	s.sent = true
	switch outcome := s.engine.Generate(ctx, s.held.Owner, s.planned.spec(count), s.timeout).(type) {
	case issuance.Made:
		s.held.Codes = append(s.held.Codes, outcome.Codes...)
		return warnQuantity(s.planned, outcome.Codes)
	case issuance.Unsettled:
		s.held.Codes = append(s.held.Codes, outcome.Codes...)
		s.held.Pending = append(s.held.Pending, outcome.Request)
		return diag.Diagnostics{unsettled(s.current(), outcome, adding)}
	case issuance.Contested:
		s.held.Pending = append(s.held.Pending, outcome.Request)
		return diag.Diagnostics{contested(s.current(), outcome, adding)}
	case issuance.Failed:
		s.sent = false
		return diag.Diagnostics{failed(s.current(), outcome)}
	}
	return nil
}

// plannedToGo returns the codes that the plan does not keep: these and no others were approved.
func (s *scaling) plannedToGo() []issuance.Code {
	kept := map[string]bool{}
	for _, code := range s.planned.codes() {
		kept[code.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(s.held.Codes), func(code issuance.Code) bool { return kept[code.ID] })
}

func (s *scaling) giveUp(ctx context.Context, drop []issuance.Code) diag.Diagnostics {
	cancelled := s.engine.Cancel(ctx, s.held, drop)
	gone := without(drop, cancelled.Left)
	s.held.Codes = without(s.held.Codes, gone)
	s.held.Pending = issuance.WithoutCodes(s.held.Pending, gone)
	diags := warnForeign(s.prior, cancelled.Foreign)
	if cancelled.Failure != nil {
		diags.Append(notCancelled(s.prior, cancelled))
	}
	return diags
}

// reveal fills in the numbers of codes that are still listed: of those alone that the
// plan leaves unknown, since one that was spent may be listed again.
func (s *scaling) reveal(ctx context.Context) diag.Diagnostics {
	numbers, err := s.engine.Numbers(ctx, s.held)
	if err != nil {
		return diag.Diagnostics{notRefreshed(s.prior, err)}
	}
	for i, code := range s.held.Codes {
		if code.Status == issuance.StatusUnused {
			s.held.Codes[i].Code = numbers[code.ID]
		}
	}
	return nil
}

// without returns the codes that are not among gone, in their order.
func without(codes, gone []issuance.Code) []issuance.Code {
	ids := make(map[string]bool, len(gone))
	for _, code := range gone {
		ids[code.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(codes), func(code issuance.Code) bool { return ids[code.ID] })
}
