package pickupcode

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

// Read implements [resource.Resource]: it refreshes the statuses, and adopts the codes
// of pending requests. Where nothing changed it sets nothing.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(m.read(ctx, req.State)...)
	if resp.Diagnostics.HasError() {
		return
	}
	setIdentity(ctx, m, resp.Identity, &resp.Diagnostics)
	if !m.ValidFor.IsNull() && r.data != nil {
		// The plan compares it with expired_at.
		writePrivate(ctx, resp.Private, keyRefreshedAt, r.data.Clock.Now(), &resp.Diagnostics)
	}
	if r.engine == nil {
		resp.Diagnostics.Append(warnNotRefreshed(m))
		return
	}
	moved := r.elsewhere(m)
	if moved && !r.takeOver(ctx, &m, &resp.Diagnostics) {
		return
	}
	held := m.holding()
	held.Owner = owner(m, readPrivate[string](ctx, req.Private, keyImport, &resp.Diagnostics))
	found := r.engine.Refresh(ctx, held)
	resp.Diagnostics.Append(warnShared(m, found.Shared)...)
	if found.Failure != nil && r.refreshFailed(ctx, m, found, resp) {
		return
	}
	resp.Diagnostics.Append(warnUnreadable(m, found.Unreadable)...)
	resp.Diagnostics.Append(warnForeign(m, found.Foreign)...)
	pending := held.Pending
	if found.Outcomes != nil {
		pending = issuance.StillPending(found.Outcomes)
	}
	before := m.PendingRequests
	m.setPending(pending)
	if same := !moved && m.PendingRequests.Equal(before) && m.sameCodes(held.Codes, found.Codes); !same {
		m.setCodes(found.Codes)
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
	resp.Diagnostics.Append(r.warnOutcomes(m, found.Outcomes)...)
}

// takeOver records the provider's account where one of the codes is listed there. It is
// false where the state must be kept as it is.
func (r *Resource) takeOver(ctx context.Context, m *model, diags *diag.Diagnostics) bool {
	recognized, err := r.engine.Recognizes(ctx, m.holding())
	if !recognized {
		diags.Append(warnElsewhere(*m, r.data.Account, err))
		return false
	}
	diags.Append(warnTakenOver(*m, r.data.Account))
	m.Account = types.StringValue(r.data.Account)
	return true
}

// refreshFailed says what a failed listing means. It is true where the state is final:
// kept as it is, or removed because the machine does not exist.
func (r *Resource) refreshFailed(ctx context.Context, m model, found issuance.Refreshed, resp *resource.ReadResponse) bool {
	err := found.Failure
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if ctx.Err() != nil || dingshang.IsMachineNotLinked(err) || dingshang.IsKind(err, dingshang.KindCredentials) {
		resp.Diagnostics.Append(notRefreshed(m, err))
		return true
	}
	// What is gone is noted, so that the plan of a destroy warns about it and does not fail.
	switch machineNo := m.MachineNo.ValueString(); {
	case r.engine.MachineGone(ctx, machineNo, err):
		r.engine.NoteGone(issuance.Target{MachineNo: machineNo})
		if len(m.pending()) == 0 {
			resp.State.RemoveResource(ctx)
			resp.Diagnostics.Append(warnRemoved(m))
			return true
		}
	// One product of many says nothing about the machine.
	case dingshang.IsRecordGone(err) && !m.target().AllProducts():
		r.engine.NoteGone(m.target())
	}
	resp.Diagnostics.Append(warnKept(m, err))
	return !found.Listed
}

// warnOutcomes says what became of pending requests. One of which nothing is expected
// any more is shown by the state alone.
func (r *Resource) warnOutcomes(m model, outcomes []issuance.Outcome) (diags diag.Diagnostics) {
	for _, outcome := range outcomes {
		switch o := outcome.(type) {
		case issuance.Made:
			diags.Append(warnAdopted(m, o.Codes)...)
		case issuance.Unsettled:
			diags.Append(warnAdopted(m, o.Codes)...)
			if !o.Abandoned() || r.data.Clock.Now().Before(o.Request.SentAt.Add(2*r.data.SettleTime)) {
				diags.Append(warnUnsettled(m, o))
			}
		case issuance.Contested:
			diags.Append(warnContested(m, o))
		}
	}
	return diags
}

// sameCodes reports whether the state would be the same with other codes.
func (m model) sameCodes(a, b []issuance.Code) bool {
	return slices.EqualFunc(a, b, func(a, b issuance.Code) bool {
		return a.ID == b.ID && a.ProductID == b.ProductID && (a.Code == b.Code || !m.storesCodes()) &&
			a.Status == b.Status && a.Quantity == b.Quantity && a.CreatedAt == b.CreatedAt && a.ExpiresAt.Equal(b.ExpiresAt)
	})
}
