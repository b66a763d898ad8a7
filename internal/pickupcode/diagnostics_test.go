package pickupcode

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/acctest/golden"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

// Every diagnostic of diagnostics.go, import.go and cancel_action.go, in one file to
// review.
func TestDiagnosticsRead(t *testing.T) {
	one := *existing(func(m *model) { m.Quantity = types.Int64Value(2) })
	codes := numberedCodes(3)
	codes[1].Status = issuance.StatusSpent
	one.setCodes(codes)
	fresh := one
	fresh.ID = types.StringUnknown()
	fresh.setCodes(nil)
	all := *existing(allProducts)

	offline := &dingshang.Error{Call: "pickup_codes", Kind: dingshang.KindOffline, Code: 30002, Message: "设备离线", HTTPStatus: 200}
	off := &dingshang.Error{Call: "pickup_codes", Kind: dingshang.KindSetting, Code: 10023, Message: "提货码功能未开启", HTTPStatus: 200}
	unlinked := &dingshang.Error{Call: "products/{product_id}/pickup_code", Kind: dingshang.KindNotFound, Code: 30001, Message: "no such machine", HTTPStatus: 200}
	lost := &dingshang.Error{Call: "pickup_codes", Kind: dingshang.KindNoAnswer, Cause: errors.New("the connection was closed in the middle of the answer")}
	unreached := &dingshang.Error{Call: "pickup_codes", Kind: dingshang.KindNotReached, Cause: errors.New("dial tcp: connection refused")}
	ids := func(ids ...string) []string { return ids }
	some := func(ids ...string) (codes []issuance.Code) {
		for _, id := range ids {
			codes = append(codes, issuance.Code{ID: id, ProductID: "1323442", Code: "246813", Status: issuance.StatusUnused, Quantity: 1})
		}
		return codes
	}
	request := issuance.Request{Target: one.target(), Count: 5, Length: 6, ExpiresAt: noon, SentAt: noon.Add(-time.Hour)}
	confirmed, ofAll, single := request, request, request
	confirmed.Confirmed = true
	ofAll.Target, ofAll.Count = all.target(), 0
	single.Count = 1

	var text strings.Builder
	show := func(about string, diags ...diag.Diagnostic) { golden.Diagnostics(&text, about, diags) }

	show("creating, interrupted while waiting", failed(fresh, issuance.Failed{Stage: issuance.StageWaiting, Cause: context.Canceled}))
	show("creating, target closed", failed(fresh, issuance.Failed{Stage: issuance.StageClosed}))
	show("creating, the list from before fails", failed(fresh, issuance.Failed{Stage: issuance.StageListing, Cause: offline}))
	show("creating, the server is not reached", failed(fresh, issuance.Failed{Stage: issuance.StageSending, Cause: unreached}))
	show("creating, interrupted before it was sent", failed(fresh, issuance.Failed{Stage: issuance.StageSending, Cause: &dingshang.Error{
		Call: "pickup_codes", Kind: dingshang.KindNotReached, Cause: fmt.Errorf("the call was given up before it was sent: %w", context.Canceled),
	}}))
	show("creating, refused", failed(fresh, issuance.Failed{Stage: issuance.StageRefused, Cause: off}))
	show("creating, refused and codes there", failed(fresh, issuance.Failed{Stage: issuance.StageRefused, Cause: off, Seen: ids("2114")}))
	show("creating, names cannot be looked up", notLookedUp(fresh, offline))

	show("creating, nothing appeared", unsettled(fresh, issuance.Unsettled{Request: request, Cause: lost}, creating))
	partly := fresh
	partly.setCodes(some("2114", "2115"))
	show("creating, some appeared", unsettled(partly, issuance.Unsettled{Request: request, Codes: some("2114", "2115"), Cause: lost}, creating))
	show("creating, confirmed and not listed", unsettled(fresh, issuance.Unsettled{Request: confirmed}, creating))
	show("creating, confirmed and machine offline", unsettled(fresh, issuance.Unsettled{Request: confirmed, Cause: offline}, creating))
	show("creating, the server changed the request", unsettled(fresh, issuance.Unsettled{Request: confirmed, Altered: ids("2114", "2115")}, creating))
	show("creating, codes cannot be read", unsettled(fresh, issuance.Unsettled{Request: confirmed, Unreadable: ids("id 2114 (expired_at is not a time)")}, creating))
	show("creating, some without expiry appeared", unsettled(fresh, issuance.Unsettled{Request: request, Unknown: ids("2114"), Cause: lost}, creating))
	show("creating for all products, nothing appeared", unsettled(all, issuance.Unsettled{Request: ofAll, Cause: lost}, creating))
	show("adding, nothing appeared", unsettled(one, issuance.Unsettled{Request: request, Cause: lost}, adding))
	show("adding, some appeared", unsettled(one, issuance.Unsettled{Request: request, Codes: some("2114"), Cause: lost}, adding))
	show("adding, created at another time", unsettled(one, issuance.Unsettled{Request: request, Late: ids("2120")}, adding))
	show("destroying, confirmed and not listed", unsettled(one, issuance.Unsettled{Request: confirmed}, destroying))
	show("creating, contested", contested(fresh, issuance.Contested{Request: request, IDs: ids("2114", "2115", "2116", "2117", "2118", "2119"), Cause: lost}, creating))
	show("creating for all products, contested", contested(all, issuance.Contested{Request: ofAll, IDs: ids("2114", "2115")}, creating))
	show("adding, contested", contested(one, issuance.Contested{Request: single, IDs: ids("2114", "2115")}, adding))
	show("destroying, contested", contested(one, issuance.Contested{Request: single, IDs: ids("2114", "2115")}, destroying))

	show("cancelling, not listed", notCancelled(one, issuance.Cancelled{Left: one.codes(), Failure: offline, NotListed: true}))
	show("cancelling fails in part", notCancelled(one, issuance.Cancelled{Left: some("2111", "2113"), Failure: offline}))
	show("cancelling, one left", notCancelled(one, issuance.Cancelled{Left: some("2111"), Failure: lost}))
	show("another account, destroying", otherAccount(one, "ds02@api.example.com", "destroy the codes"))
	show("another account, refresh", warnElsewhere(one, "ds02@api.example.com", nil))
	show("another account, refresh, not listed", warnElsewhere(one, "ds02@api.example.com", unlinked))
	show("another account, taken over", warnTakenOver(one, "ds02@api.example.com"))

	show("refresh, settings unknown", warnNotRefreshed(one))
	show("refresh, not linked", notRefreshed(one, unlinked))
	show("refresh, offline", warnKept(one, offline))
	show("refresh, server in trouble", warnKept(one, &dingshang.Error{Call: "products/{product_id}/pickup_code", Kind: dingshang.KindUnreadable, HTTPStatus: 502}))
	show("refresh, machine gone", warnRemoved(one))
	show("refresh, unreadable", warnUnreadable(one, ids("id 2114 (expired_at is not a time)", "element 3 of product 1323442 (no id)"))...)
	show("refresh, other codes under known ids", warnForeign(one, ids("2111"))...)
	show("refresh, codes in two resources", warnShared(one, ids("2111", "2113"))...)
	show("refresh, adopted", warnAdopted(one, some("2114", "2115"))...)
	show("refresh, pending", warnUnsettled(one, issuance.Unsettled{Request: request}))
	show("refresh, confirmed and not listed", warnUnsettled(one, issuance.Unsettled{Request: confirmed}))
	show("refresh, created at another time", warnUnsettled(one, issuance.Unsettled{Request: request, Late: ids("2120", "2121")}))
	show("refresh, contested", warnContested(one, issuance.Contested{Request: single, IDs: ids("2114", "2115")}))
	show("refresh, contested, all products", warnContested(all, issuance.Contested{Request: ofAll, IDs: ids("2114", "2115")}))

	show("created for all products, some without codes", warnMissing(all, issuance.Made{Codes: all.codes(), Missing: ids("1323445", "1323446")})...)
	show("created for all products, none in stock", warnMissing(all, issuance.Made{})...)
	show("quantity ignored", warnQuantity(one, some("2114"))...)
	show("destroyed, others not cancelled", warnLate(one, ids("2120", "2121"))...)
	show("destroyed with skip_destroy", warnLeftAlive(one, issuance.Unused(one.codes()))...)

	at := importID{Target: one.target()}
	named := at
	named.codes = ids("2111", "2112")
	none, nothing := chosen(at, nil)
	_, absent := chosen(named, some("2112"))
	mixed := some("2111", "2112", "2113")
	mixed[1].Code, mixed[1].ExpiresAt, mixed[2].ExpiresAt = "12345678", noon, noon
	_, kinds := chosen(at, mixed)
	show("importing, nothing there", nothing...)
	show("importing, not found", absent...)
	show("importing, several kinds", kinds...)
	show("purging, some left", notPurged(one.target(), issuance.Purged{Cancelled: 3, Left: some("2114")}, offline))
	show("purging, not listed", notPurged(one.target(), issuance.Purged{}, offline))
	if none != nil {
		t.Errorf("chosen: %v", none)
	}

	got := text.String()
	for _, of := range []string{"dingshang.", "issuance.", "%!", "246813", "<nil>", "  \n"} {
		if strings.Contains(got, of) {
			t.Errorf("a diagnostic shows %q", of)
		}
	}
	for line := range strings.Lines(got) {
		if summary, ok := strings.CutPrefix(line, "Warning: "); ok && !strings.Contains(summary, one.describe()) && !strings.Contains(summary, all.describe()) {
			t.Errorf("Terraform may merge warnings with the summary %q", summary)
		}
	}
	golden.Check(t, "diagnostics.golden", got)
}

// An error that gives a command gives one that imports the resource's own codes too, and
// none where the codes cannot be in one resource.
func TestWayOut(t *testing.T) {
	one := *existing(nil)
	one.setCodes(numberedCodes(2))
	own := issuance.IDs(one.codes())
	request := issuance.Request{Target: one.target(), Count: 2, Length: 6, ExpiresAt: noon}
	for name, tc := range map[string]struct {
		diagnostic diag.Diagnostic
		want       []string // ids of the command; nil: no import
	}{
		"contested":     {contested(one, issuance.Contested{Request: request, IDs: []string{"9", "2114"}}, adding), slices.Concat([]string{"9"}, own, []string{"2114"})},
		"late":          {unsettled(one, issuance.Unsettled{Request: request, Late: []string{"2114"}}, adding), append(slices.Clone(own), "2114")},
		"no trace":      {unsettled(one, issuance.Unsettled{Request: request}, adding), own},
		"another kind":  {unsettled(one, issuance.Unsettled{Request: request, Altered: []string{"2114"}}, adding), nil},
		"both":          {unsettled(one, issuance.Unsettled{Request: request, Altered: []string{"2114"}, Late: []string{"2115"}}, adding), nil},
		"all products":  {contested(*existing(allProducts), issuance.Contested{IDs: []string{"1"}}, adding), nil},
		"nothing known": {unsettled(*existing(func(m *model) { m.setCodes(nil) }), issuance.Unsettled{Request: request}, creating), nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, after, found := strings.Cut(tc.diagnostic.Detail(), `terraform import ADDRESS "`)
			command, _, _ := strings.Cut(after, `"`)
			if found != (tc.want != nil) {
				t.Fatalf("got %q", tc.diagnostic.Detail())
			}
			if !found {
				return
			}
			id, err := parseImportID(command)
			if err != nil || id.Target != one.target() || !slices.Equal(id.codes, tc.want) {
				t.Errorf("%s is read as %v, %v, want %v", command, id.codes, err, tc.want)
			}
		})
	}
}
