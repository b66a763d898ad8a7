package pickupcode

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
)

// ImportState implements [resource.ResourceWithImportState].
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	wanted, ok := importRequest(ctx, req, &resp.Diagnostics)
	if !ok || !r.data.Known(&resp.Diagnostics) {
		return
	}
	at := wanted.String()
	listed, err := r.data.Client.PickupCodesNow(ctx, wanted.MachineNo, wanted.ProductID)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import pickup codes of "+at, apidiag.Failure("list the pickup codes of "+at, err))
		return
	}
	codes, diags := chosen(wanted, listed.Codes)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	f := r.lookUp(ctx, wanted.Target)
	for _, err := range []error{f.machineErr, f.catalogErr} {
		if err != nil {
			resp.Diagnostics.AddError("Cannot import pickup codes of "+at, apidiag.Failure("look up machine and product of "+at, err))
			return
		}
	}

	m := model{
		ID:                types.StringValue(wanted.id),
		MachineNo:         types.StringValue(wanted.MachineNo),
		ProductID:         types.StringValue(wanted.ProductID),
		AllProducts:       types.BoolValue(false),
		CodeLength:        types.Int64Value(int64(len(codes[0].Code))),
		ExpiredAt:         customtypes.InstantOf(latestExpiry(codes)),
		RecreateIfExpired: types.BoolValue(false),
		Keepers:           types.MapNull(types.StringType),
		SkipDestroy:       types.BoolValue(false),
		StoreCodes:        types.BoolValue(true),
		Account:           types.StringValue(r.data.Account),
	}
	if wanted.id == "" {
		m.ID = types.StringValue(idFor(wanted.Target, codes))
	}
	m.setNames(f)
	m.setPrice(f)
	m.Timeouts, diags = noTimeouts(ctx)
	resp.Diagnostics.Append(diags...)
	m.setCodes(codes)
	m.setPending(nil)
	importedAs := rand.Text()
	shared := r.engine.Own(wanted.MachineNo, codes, owner(m, importedAs))
	resp.Diagnostics.Append(warnShared(m, shared)...)
	setState(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
	writePrivate(ctx, resp.Private, keyImported, true, &resp.Diagnostics)
	writePrivate(ctx, resp.Private, keyImport, importedAs, &resp.Diagnostics)
	resp.Diagnostics.Append(warnUnreadable(m, listed.UnreadableTexts())...)
	resp.Diagnostics.AddWarning(
		fmt.Sprintf("Imported %s: %s", counted(len(codes), "code"), m.describe()),
		"Imported "+idList(issuance.IDs(codes))+". The provider cannot see other states: make sure that no other resource has any of these codes, "+
			"since destroying one resource would cancel the codes of the other.")
}

// owner distinguishes resources that have the same codes: an import of them has the same
// id as the creation, or as another import.
func owner(m model, importedAs string) string { return m.ID.ValueString() + importedAs }

// importRequest reads the id, or the identity that takes its place.
func importRequest(ctx context.Context, req resource.ImportStateRequest, diags *diag.Diagnostics) (importID, bool) {
	text := req.ID
	if text == "" && req.Identity != nil {
		var identity identityModel
		diags.Append(req.Identity.Get(ctx, &identity)...)
		if diags.HasError() {
			return importID{}, false
		}
		if identity.ProductID.ValueString() == "" {
			diags.AddError("No product to import", "An import by identity needs machine_no and product_id. Codes of all products cannot be imported together; import them product by product.")
			return importID{}, false
		}
		text = identity.MachineNo.ValueString() + "/" + identity.ProductID.ValueString()
		if id := identity.ID.ValueString(); id != "" {
			if !strings.HasPrefix(id, text+"/") {
				diags.AddError("Identity does not match", fmt.Sprintf("id is %q and must begin with %q, the machine_no and product_id of the identity. Remove id.", id, text+"/"))
				return importID{}, false
			}
			text = id
		}
	}
	wanted, err := parseImportID(text)
	if err != nil {
		diags.AddError("Invalid import id", fmt.Sprintf("%q is not an import id: %s. %s", text, err, importForms))
		return importID{}, false
	}
	return wanted, true
}

// chosen picks the codes to adopt, by ascending id: the ones asked for, or all. They
// must belong together, since one resource has one length and one expiry.
func chosen(wanted importID, listed []issuance.Code) ([]issuance.Code, diag.Diagnostics) {
	at := wanted.String()
	live := map[string]issuance.Code{}
	for _, code := range listed {
		live[code.ID] = code
	}
	ids := wanted.codes
	if len(ids) == 0 {
		ids = slices.SortedFunc(slices.Values(issuance.IDs(listed)), issuance.CompareIDs)
	}
	if len(ids) == 0 {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Nothing to import at "+at, "The product has no unused codes. Only unused codes can be imported.")}
	}
	var codes []issuance.Code
	var absent []string
	for _, id := range ids {
		code, ok := live[id]
		if !ok {
			absent = append(absent, id)
			continue
		}
		code.Status = issuance.StatusUnused
		codes = append(codes, code)
	}
	if len(absent) > 0 {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Codes not found at "+at, fmt.Sprintf(
			"The product has no unused code with %s. Such codes are used, expired, cancelled, or belong to another product. Remove %s from the import id.", idList(absent), them(len(absent))))}
	}
	if kinds := kindsOf(codes); len(kinds) > 1 {
		var groups []string
		for _, kind := range kinds {
			groups = append(groups, fmt.Sprintf("  %s/%s (%d digits, %s)", at, strings.Join(issuance.IDs(kind), ","), len(kind[0].Code), expiryText(kind)))
		}
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Codes of several kinds at "+at,
			"The codes differ in length, or their expiries are more than 59 seconds apart; one resource has one length and one expiry. "+
				"Import each kind into a resource of its own, with these import ids:\n\n"+strings.Join(groups, "\n"))}
	}
	return codes, nil
}

// spread is how far the expiries of one resource's codes can be apart: each is a mark
// within the minute before the expiry that was asked for.
const spread = 59 * time.Second

// kindsOf groups codes by length and expiry; each group by ascending id.
func kindsOf(codes []issuance.Code) (kinds [][]issuance.Code) {
	sorted := slices.SortedStableFunc(slices.Values(codes), func(a, b issuance.Code) int {
		if len(a.Code) != len(b.Code) {
			return len(a.Code) - len(b.Code)
		}
		return a.ExpiresAt.Compare(b.ExpiresAt)
	})
	for _, code := range sorted {
		last := len(kinds) - 1
		if last >= 0 {
			first := kinds[last][0]
			sameExpiry := first.ExpiresAt.IsZero() == code.ExpiresAt.IsZero() && code.ExpiresAt.Sub(first.ExpiresAt) <= spread
			if len(first.Code) == len(code.Code) && sameExpiry {
				kinds[last] = append(kinds[last], code)
				continue
			}
		}
		kinds = append(kinds, []issuance.Code{code})
	}
	for _, kind := range kinds {
		slices.SortFunc(kind, issuance.ByID)
	}
	slices.SortFunc(kinds, func(a, b []issuance.Code) int { return issuance.ByID(a[0], b[0]) })
	return kinds
}

func latestExpiry(codes []issuance.Code) (latest time.Time) {
	for _, code := range codes {
		if code.ExpiresAt.After(latest) {
			latest = code.ExpiresAt
		}
	}
	return latest
}

func expiryText(codes []issuance.Code) string {
	latest := latestExpiry(codes)
	if latest.IsZero() {
		return "no expiry"
	}
	return "expiring " + customtypes.FormatInstant(latest)
}
