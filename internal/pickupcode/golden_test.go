package pickupcode

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/acctest/golden"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
)

// Every diagnostic of this package that a user can meet, in one file to review.
func TestDiagnosticsRead(t *testing.T) {
	one := model{
		ID: types.StringValue("16327138/1323442/first-2111"), MachineNo: types.StringValue("16327138"), ProductID: types.StringValue("1323442"),
		MachineName: types.StringValue("鼎商测试1号"), ProductName: types.StringValue("可乐"), Quantity: types.Int64Value(2),
	}
	one.setCodes([]dingshang.PickupCode{{ID: "2111", Status: statusUnused}, {ID: "2112", Status: statusSpent}, {ID: "2113", Status: statusUnused}})
	every := one
	every.ProductID, every.ProductName, every.AllProducts = types.StringNull(), types.StringNull(), types.BoolValue(true)

	offline := &dingshang.Error{Call: "pickup_codes", Kind: dingshang.KindOffline, Code: 30002, Message: "设备离线", HTTPStatus: 200}
	lost := &dingshang.Error{Call: "pickup_codes", Kind: dingshang.KindNoAnswer, Cause: errString("the connection was closed in the middle of the answer")}
	unreached := &dingshang.Error{Call: "pickup_codes", Kind: dingshang.KindNotReached, Cause: errString("dial tcp: connection refused")}
	off := &dingshang.Error{Call: "pickup_codes", Kind: dingshang.KindSetting, Code: 10023, Message: "提货码功能未开启", HTTPStatus: 200}
	open := one.request(5)
	confirmed := open
	confirmed.Confirmed = true
	openEvery := every.request(0)

	var text strings.Builder
	show := func(about string, diags ...diag.Diagnostic) { golden.Diagnostics(&text, about, diags) }

	show("waiting for a turn, interrupted", notStarted(one, context.Canceled))
	show("creating at a closed place", notMade(one, issued{err: &issueError{stage: stageClosed}}, true))
	show("creating, the list from before fails", notMade(one, issued{err: &issueError{stage: stageListing, cause: offline}}, true))
	show("creating, the server is not reached", notMade(one, issued{err: &issueError{stage: stageSending, cause: unreached}}, true))
	show("creating, refused", notMade(one, issued{err: &issueError{stage: stageRejected, cause: off}}, true))
	show("creating, refused and codes there", notMade(one, issued{err: &issueError{stage: stageRejected, cause: off, seen: []string{"2114"}}}, true))
	show("creating, refused and not listed", notMade(one, issued{open: &open, err: &issueError{stage: stageRejected, cause: offline}}, true))
	show("creating, nothing appeared", notMade(one, issued{open: &open, err: &issueError{stage: stageUnsettled, cause: lost}}, true))
	show("creating, some appeared", notMade(one, issued{open: &open, err: &issueError{stage: stageUnsettled, cause: lost, seen: []string{"2114", "2115"}}}, true))
	show("creating, confirmed and not listed", notMade(one, issued{open: &confirmed, err: &issueError{stage: stageUnsettled}}, true))
	show("creating, contested", notMade(one, issued{open: &open, err: &issueError{stage: stageContested, seen: []string{"2114", "2115", "2116", "2117", "2118", "2119"}}}, true))
	show("creating for every product, nothing appeared", notMade(every, issued{open: &openEvery, err: &issueError{stage: stageUnsettled, cause: lost}}, true))
	show("growing, nothing appeared", notMade(one, issued{open: &open, err: &issueError{stage: stageUnsettled, cause: lost}}, false))
	show("an open order that stays open", notResolved(one, &open, &issueError{stage: stageUnsettled, seen: []string{"2114"}}))
	show("an open order of every product, contested", notResolved(every, &openEvery, &issueError{stage: stageContested, seen: []string{"2114", "2115"}}))
	show("destroying without a refresh", needsRefresh(one, []string{"2114"}))
	show("cancelling, not listed", notListed(one, offline))
	show("shrinking, machine gone", notListed(one, nil))
	show("cancelling fails in part", notCancelled(one, &cancelError{ids: []string{"2111", "2113"}, cause: offline}))
	show("every product, some without codes", warnMissing(every, []string{"1323445", "1323446"})...)
	show("quantity ignored", warnQuantity(one, []dingshang.PickupCode{{Quantity: 1}})...)
	show("refresh, settings unknown", warnNotRefreshed(one))
	show("refresh, not linked", notRefreshed(one, &dingshang.Error{Call: "products/{product_id}/pickup_code", Kind: dingshang.KindNotFound, Code: 30001, Message: "no such machine", HTTPStatus: 200}))
	show("refresh, offline", warnKept(one, offline))
	show("refresh, server in trouble", warnKept(one, &dingshang.Error{Call: "products/{product_id}/pickup_code", Kind: dingshang.KindUnreadable, HTTPStatus: 502}))
	show("refresh, machine gone", warnRemoved(one))
	show("refresh, open order and nothing there", warnUnsettled(one, &open, nil, nil))
	show("refresh, open order and some there", warnUnsettled(one, &open, []string{"2114", "2115"}, []string{"2120"}))
	show("destroying, confirmed and never listed", warnNeverAppeared(one, &confirmed))
	show("destroying, others made codes later", warnOthers(one, []string{"2120", "2121"})...)
	show("refresh, codes in two resources", warnTwice(one, []string{"2111"}))
	show("refresh, adopted", warnAdopted(one, []dingshang.PickupCode{{ID: "2114"}, {ID: "2115"}}))
	show("destroyed with skip_destroy", warnLeftAlive(one, unused(codesFromList(one.Codes)))...)

	reviewed := func(about string, review func(p *proposal)) {
		p := proposal{model: one}
		review(&p)
		show(about, p.diags...)
	}
	reviewed("plan: destroying", func(p *proposal) { *p = proposal{}; p.reviewLoss(one, "Destroying") })
	reviewed("plan: replacing", func(p *proposal) { p.reviewLoss(one, "Replacing") })
	alive := one
	alive.SkipDestroy = types.BoolValue(true)
	reviewed("plan: replacing with skip_destroy", func(p *proposal) { p.reviewLoss(alive, "Replacing") })
	reviewed("plan: shrinking", func(p *proposal) { p.reviewShrink(one, 2) })
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	reviewed("plan: fixed expiry past", func(p *proposal) {
		p.ExpiredAt = customtypes.NewInstant("2026-01-01T00:00:00+08:00")
		p.reviewExpiry(situation{now: now})
	})
	reviewed("plan: growing expired codes", func(p *proposal) {
		p.ExpiredAt, p.ValidFor = customtypes.NewInstant("2026-01-01T00:00:00+08:00"), types.StringValue("72h")
		p.reviewExpiry(situation{now: now})
	})
	unknown := &dingshang.Error{Call: "rent/machines/{machine_no}", Kind: dingshang.KindNotFound, Code: 30003, Message: "设备不存在", HTTPStatus: 200}
	reviewed("plan: unknown machine", func(p *proposal) { p.reviewMachine(facts{machineErr: unknown}, true) })
	reviewed("plan: machine found missing by the refresh", func(p *proposal) { p.reviewMachine(facts{machineErr: unknown, gone: true}, true) })
	reviewed("plan: machine cannot be looked up", func(p *proposal) { p.reviewMachine(facts{machineErr: lost}, true) })
	reviewed("plan: machine offline", func(p *proposal) { p.reviewMachine(facts{machine: dingshang.Machine{Name: "鼎商测试1号"}}, true) })
	reviewed("plan: unknown product", func(p *proposal) {
		p.reviewProduct(facts{machine: dingshang.Machine{Name: "鼎商测试1号"}, catalog: dingshang.Catalog{"1": {}}}, true)
	})
	reviewed("plan: product found missing by the refresh", func(p *proposal) { p.reviewProduct(facts{gone: true}, true) })
	reviewed("plan: products cannot be looked up", func(p *proposal) { p.reviewProduct(facts{catalogErr: offline}, true) })
	reviewed("plan: above capacity", func(p *proposal) {
		p.reviewCapacity(facts{catalog: dingshang.Catalog{"1323442": {Name: "可乐", Capacity: 50}}}, 60)
	})

	var importing diag.Diagnostics
	wanted := importID{place: place{machineNo: "16327138", productID: "1323442"}}
	chosen(wanted, nil, &importing)
	chosen(importID{place: wanted.place, codes: []string{"1", "2"}}, []dingshang.PickupCode{{ID: "2", Code: "123456"}}, &importing)
	chosen(wanted, []dingshang.PickupCode{{ID: "1", Code: "123456"}, {ID: "2", Code: "12345678", ExpiresAt: now}, {ID: "3", Code: "654321"}}, &importing)
	show("importing", importing...)

	if strings.Contains(text.String(), "dingshang.") || strings.Contains(text.String(), "%!") {
		t.Error("a diagnostic shows something of Go")
	}
	golden.Check(t, "diagnostics.golden", text.String())
}

type errString string

func (e errString) Error() string { return string(e) }
