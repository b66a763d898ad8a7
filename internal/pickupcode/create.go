package pickupcode

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
)

// Create implements [resource.Resource].
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Create(ctx, defaultCreateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.session.Known(&resp.Diagnostics) {
		return
	}
	done, err := r.desk.turn(ctx, m.place())
	if err != nil {
		resp.Diagnostics.Append(notStarted(m, err))
		return
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	r.fillNames(ctx, &m)
	if validity := m.validity(); validity > 0 {
		m.ExpiredAt = customtypes.InstantOf(r.session.Clock.Now().Add(validity).Truncate(time.Second))
	}
	started := r.session.Clock.Now()
	made := r.issuer("").issue(ctx, m.request(m.CodeCount.ValueInt64()), m.Quantity.ValueInt64())
	switch {
	case made.open != nil:
		// Saved with the error, so that a later run can find the codes. What a creation
		// leaves behind must not outlive it, whatever skip_destroy says.
		m.ID = types.StringValue(unsettledID(m.place(), started))
		m.SkipDestroy = types.BoolValue(false)
		m.setCodes(nil)
		writePrivate(ctx, resp.Private, keyOrder, made.open, &resp.Diagnostics)
		setState(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
	case made.err == nil:
		m.ID = types.StringValue(settledID(m.place(), made.codes, started))
		m.setCodes(made.codes)
		r.desk.own(m.MachineNo.ValueString(), idsOf(made.codes), m.ID.ValueString())
		setState(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
		resp.Diagnostics.Append(warnMissing(m, made.missing)...)
		resp.Diagnostics.Append(warnQuantity(m, made.codes)...)
		tflog.Info(ctx, "pickup codes made", map[string]any{"place": m.place().String(), "codes": len(made.codes)})
	}
	if made.err != nil {
		resp.Diagnostics.Append(notMade(m, made, true))
	}
}

// fillNames looks up names that were unknown while planning, because the machine, the
// product or the credentials were. They are for reading: a failure costs only the name.
func (r *Resource) fillNames(ctx context.Context, m *model) {
	if m.MachineName.IsUnknown() {
		m.MachineName = types.StringNull()
		if machine, err := r.session.Client.Machine(ctx, m.MachineNo.ValueString()); err == nil {
			m.MachineName = types.StringValue(machine.Name)
		}
	}
	if m.ProductName.IsUnknown() {
		m.ProductName = types.StringNull()
		if m.place().all() {
			return
		}
		if catalog, err := r.session.Client.Catalog(ctx, m.MachineNo.ValueString()); err == nil {
			m.ProductName = types.StringValue(catalog[m.ProductID.ValueString()].Name)
		}
	}
}

// An id ends in the lowest code id, so that importing the same codes gives the same id.
// A creation that did not settle has no code yet; its id ends in the time instead.
const (
	settledPart   = "first-"
	unsettledPart = "sent-"
	nothingPart   = "none-" // every product of a machine without stock
)

func settledID(p place, codes []dingshang.PickupCode, at time.Time) string {
	if len(codes) == 0 {
		return fmt.Sprintf("%s/%s%s", p, nothingPart, moment(at))
	}
	return fmt.Sprintf("%s/%s%s", p, settledPart, codes[0].ID)
}

func unsettledID(p place, at time.Time) string {
	return fmt.Sprintf("%s/%s%s", p, unsettledPart, moment(at))
}

// moment is short and has letters, so that it cannot be taken for a pickup code.
func moment(at time.Time) string { return strconv.FormatInt(at.UnixNano(), 36) }

// neverCompleted tells from the id alone that the creation did not settle at first.
func (m model) neverCompleted() bool {
	return strings.HasPrefix(m.ID.ValueString(), m.place().String()+"/"+unsettledPart)
}
