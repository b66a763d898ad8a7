package pickupcode

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

// Delete implements [resource.Resource]: it cancels what can still be redeemed, or with
// skip_destroy leaves it alive. After a failure the state holds exactly what is left.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m model
	resp.Diagnostics.Append(m.read(ctx, req.State)...)
	timeout, diags := m.Timeouts.Delete(ctx, defaultDeleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	d := &destruction{Resource: r, m: m, held: m.holding()}
	switch {
	case m.SkipDestroy.ValueBool() && len(d.held.Pending) == 0:
		resp.Diagnostics.Append(warnLeftAlive(m, d.held.Codes)...)
		return
	case r.data != nil && d.worthless():
		resp.Diagnostics.Append(d.cancelListed(ctx)...)
	case !r.data.Known(&resp.Diagnostics):
		return
	case r.elsewhere(m):
		resp.Diagnostics.Append(otherAccount(m, r.data.Account, "destroy the codes"))
		return
	default:
		r.engine.Own(d.held.MachineNo, d.held.Codes, d.held.Owner)
		resp.Diagnostics.Append(d.run(ctx)...)
	}
	if resp.Diagnostics.HasError() {
		m.setCodes(d.held.Codes)
		m.setPending(d.held.Pending)
		setState(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
	}
}

// destruction is a destroy under way; held is what is left.
type destruction struct {
	*Resource
	m    model
	held issuance.Holding
}

// worthless reports whether nothing can be redeemed any more, by this computer's clock.
func (d *destruction) worthless() bool {
	now := d.data.Clock.Now()
	for _, code := range d.held.Codes {
		if !issuance.Past(code, now) {
			return false
		}
	}
	for _, request := range d.held.Pending {
		if !request.PastAt(now) {
			return false
		}
	}
	return true
}

// cancelListed cancels what is listed although its time is past: the clock is wrong then.
// It keeps what could not be cancelled; a list that fails keeps nothing.
func (d *destruction) cancelListed(ctx context.Context) diag.Diagnostics {
	unused := issuance.Unused(d.held.Codes)
	d.held.Codes = nil
	if len(unused) == 0 || d.m.SkipDestroy.ValueBool() || d.engine == nil || d.elsewhere(d.m) {
		return nil
	}
	cancelled := d.engine.Cancel(ctx, d.held, unused)
	if cancelled.Failure == nil || cancelled.NotListed {
		return nil
	}
	d.held.Codes = cancelled.Left
	return diag.Diagnostics{notCancelled(d.m, cancelled)}
}

func (d *destruction) run(ctx context.Context) (diags diag.Diagnostics) {
	open, diags := d.settle(ctx)
	switch spared := d.m.SkipDestroy.ValueBool(); {
	case !spared:
		diags.Append(d.cancel(ctx)...)
	case len(open) == 0:
		diags.Append(warnLeftAlive(d.m, d.held.Codes)...)
	}
	// Commands that keep the resource's codes name those that are left.
	left := d.m
	left.setCodes(d.held.Codes)
	for _, outcome := range open {
		switch o := outcome.(type) {
		case issuance.Contested:
			diags.Append(contested(left, o, destroying))
		case issuance.Unsettled:
			diags.Append(unsettled(left, o, destroying))
		}
	}
	return diags
}

func (d *destruction) cancel(ctx context.Context) diag.Diagnostics {
	cancelled := d.engine.Cancel(ctx, d.held, d.held.Codes)
	gone := without(d.held.Codes, cancelled.Left)
	d.held.Codes = cancelled.Left
	d.held.Pending = issuance.WithoutCodes(d.held.Pending, gone)
	diags := warnForeign(d.m, cancelled.Foreign)
	if cancelled.Failure != nil {
		diags.Append(notCancelled(d.m, cancelled))
	}
	return diags
}

// settle waits out pending requests, and claims their codes. It returns the outcomes that
// keep the resource from being forgotten.
func (d *destruction) settle(ctx context.Context) (open []issuance.Outcome, diags diag.Diagnostics) {
	if len(d.held.Pending) == 0 {
		return nil, nil
	}
	outcomes := d.engine.Resume(ctx, d.held)
	d.held.Codes = append(d.held.Codes, issuance.Claimed(outcomes)...)
	for _, outcome := range outcomes {
		switch o := outcome.(type) {
		case issuance.Contested:
			open = append(open, o)
		case issuance.Unsettled:
			if o.Untraced() || d.gone(ctx, o.Cause) {
				diags.Append(warnLate(d.m, o.Late)...)
				continue
			}
			open = append(open, o)
		}
	}
	d.held.Pending = issuance.StillPending(open)
	return open, diags
}

// gone reports whether the machine does not exist, or the product. With all products, one
// that is gone says nothing about the others.
func (d *destruction) gone(ctx context.Context, err error) bool {
	return d.engine.MachineGone(ctx, d.held.MachineNo, err) || dingshang.IsRecordGone(err) && !d.held.AllProducts()
}
