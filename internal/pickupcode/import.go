package pickupcode

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
)

// importID is what an import asks for.
type importID struct {
	place
	codes []string // empty: all unused ones
	id    string   // of the resource, where it is stated; else made
}

const importForms = "An import id is machine/product, such as \"16327138/1323442\", for all unused codes of the product, " +
	"or machine/product/ids, such as \"16327138/1323442/2111,2113\", for just those."

var (
	machinePart = regexp.MustCompile(`^[0-9]{8,}$`)
	productPart = regexp.MustCompile(`^[0-9]+$`)
	codesPart   = regexp.MustCompile(`^[0-9]+(,[0-9]+)*$`)
	ownPart     = regexp.MustCompile(`^(` + settledPart + `[0-9]+|` + unsettledPart + `[0-9a-z]+)$`)
)

// parseImportID reads machine/product, with the ids of codes or the resource's own id
// part behind it. The error completes "… is not an import id: ".
func parseImportID(s string) (importID, error) {
	parts := strings.Split(s, "/")
	if len(parts) < 2 || len(parts) > 3 {
		return importID{}, errors.New("it does not have two or three parts")
	}
	id := importID{place: place{machineNo: parts[0], productID: parts[1]}}
	switch {
	case !machinePart.MatchString(parts[0]):
		return importID{}, fmt.Errorf("%q is not a machine number of 8 or more digits", parts[0])
	case parts[1] == everyProduct:
		return importID{}, fmt.Errorf("codes of every product cannot be imported together; import them product by product")
	case !productPart.MatchString(parts[1]):
		return importID{}, fmt.Errorf("%q is not a product id of digits", parts[1])
	case len(parts) == 2:
		return id, nil
	case codesPart.MatchString(parts[2]):
		id.codes = strings.Split(parts[2], ",")
		slices.SortFunc(id.codes, compareIDs)
		id.codes = slices.Compact(id.codes)
		return id, nil
	case ownPart.MatchString(parts[2]):
		id.id = s
		return id, nil
	}
	return importID{}, fmt.Errorf("%q is not a list of code ids separated by commas", parts[2])
}

// ImportState implements [resource.ResourceWithImportState].
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	wanted, ok := importRequest(ctx, req, &resp.Diagnostics)
	if !ok || !r.session.Known(&resp.Diagnostics) {
		return
	}
	client := r.session.Client
	codes, err := client.PickupCodesNow(ctx, wanted.machineNo, wanted.productID)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import pickup codes of "+wanted.String(), apidiag.Failure("list the pickup codes of "+wanted.String(), err))
		return
	}
	codes = chosen(wanted, codes, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	f := r.ask(ctx, wanted.place)
	for _, err := range []error{f.machineErr, f.catalogErr} {
		if err != nil {
			resp.Diagnostics.AddError("Cannot import pickup codes of "+wanted.String(), apidiag.Failure("look up the names of "+wanted.String(), err))
			return
		}
	}

	m := model{
		ID:                types.StringValue(wanted.id),
		MachineNo:         types.StringValue(wanted.machineNo),
		ProductID:         types.StringValue(wanted.productID),
		AllProducts:       types.BoolValue(false),
		CodeLength:        types.Int64Value(int64(len(codes[0].Code))),
		ExpiredAt:         customtypes.InstantOf(codes[0].ExpiresAt),
		RecreateIfExpired: types.BoolValue(false),
		Keepers:           types.MapNull(types.StringType),
		SkipDestroy:       types.BoolValue(false),
		MachineName:       types.StringValue(f.machine.Name),
		ProductName:       types.StringValue(f.catalog[wanted.productID].Name),
	}
	if wanted.id == "" {
		m.ID = types.StringValue(settledID(wanted.place, codes, r.session.Clock.Now()))
	}
	var diags diag.Diagnostics
	m.Timeouts, diags = noTimeouts(ctx)
	resp.Diagnostics.Append(diags...)
	m.setCodes(codes)
	setState(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
	writePrivate(ctx, resp.Private, keyImported, true, &resp.Diagnostics)
	resp.Diagnostics.AddWarning(
		fmt.Sprintf("Imported %s %s", counted(len(codes), "code"), m.title()),
		"Their ids are "+strings.Join(idsOf(codes), ", ")+". The provider cannot see other states: make sure that no other resource has any of them, since destroying one resource would cancel the codes of the other.")
}

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
			diags.AddError("No product to import", "An import by identity needs machine_no and product_id. Codes of every product cannot be imported together; import them product by product.")
			return importID{}, false
		}
		text = identity.MachineNo.ValueString() + "/" + identity.ProductID.ValueString()
		if id := identity.ID.ValueString(); id != "" {
			if !strings.HasPrefix(id, text+"/") {
				diags.AddError("Identity does not fit together", fmt.Sprintf("id is %q and does not begin with %q, as machine_no and product_id want it. Leave id out.", id, text+"/"))
				return importID{}, false
			}
			text = id
		}
	}
	wanted, err := parseImportID(text)
	if err != nil {
		diags.AddError("Not an import id", fmt.Sprintf("%q is not an import id: %s. %s", text, err, importForms))
		return importID{}, false
	}
	return wanted, true
}

// chosen picks the codes to adopt, by ascending id: the ones asked for, or all. They
// must be of one kind, since one resource has one length and one expiry.
func chosen(wanted importID, listed []dingshang.PickupCode, diags *diag.Diagnostics) []dingshang.PickupCode {
	at := wanted.String()
	live := listing{wanted.productID: listed}.byID()
	ids := wanted.codes
	if len(ids) == 0 {
		ids = slices.SortedFunc(slices.Values(idsOf(listed)), compareIDs)
	}
	if len(ids) == 0 {
		diags.AddError("Nothing to import at "+at, "The product has no unused codes. Only unused codes can be imported.")
		return nil
	}
	var codes []dingshang.PickupCode
	var absent, kinds []string
	byKind := map[string][]string{}
	for _, id := range ids {
		code, ok := live[id]
		if !ok {
			absent = append(absent, id)
			continue
		}
		code.Status = statusUnused
		codes = append(codes, code)
		kind := fmt.Sprintf("%d digits, expiring %s", len(code.Code), expiryText(code))
		if byKind[kind] == nil {
			kinds = append(kinds, kind)
		}
		byKind[kind] = append(byKind[kind], id)
	}
	if len(absent) > 0 {
		diags.AddError("Codes not found at "+at, fmt.Sprintf("The product has no unused code with the id %s: used, expired, cancelled, or of another product. Leave them out.", strings.Join(absent, ", ")))
		return nil
	}
	if len(kinds) > 1 {
		var groups []string
		for _, kind := range kinds {
			groups = append(groups, fmt.Sprintf("  %s/%s (%s)", at, strings.Join(byKind[kind], ","), kind))
		}
		diags.AddError("Codes of several kinds at "+at, "The codes differ in length or expiry, and one resource has one of each. Import them into one resource per kind, by these ids:\n\n"+strings.Join(groups, "\n"))
		return nil
	}
	return codes
}

func expiryText(code dingshang.PickupCode) string {
	if code.ExpiresAt.IsZero() {
		return "never"
	}
	return customtypes.FormatInstant(code.ExpiresAt)
}
