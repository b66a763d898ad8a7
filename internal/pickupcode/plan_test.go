package pickupcode

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

// noon is when the plans of these tests are made.
var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, dingshang.China)

const (
	inAugust     = "2026-08-01T00:00:00+08:00"
	inAugustUTC  = "2026-07-31T16:00:00Z"
	inAugustHere = "2026-08-01 00:00:00"
	inJune       = "2026-06-01T00:00:00+08:00"
)

// numberedCodes makes unused codes of one product, with the ids 101, 102 and so on.
func numberedCodes(n int) []issuance.Code {
	codes := make([]issuance.Code, n)
	for i := range codes {
		codes[i] = issuance.Code{ID: fmt.Sprint(101 + i), ProductID: "1323442", Code: fmt.Sprint(700001 + i), Status: issuance.StatusUnused, Quantity: 1}
	}
	return codes
}

// configured is a configuration of three codes, as changed.
func configured(change func(*model)) model {
	m := model{
		MachineNo: types.StringValue("16327138"), ProductID: types.StringValue("1323442"),
		CodeCount: types.Int64Value(3), Keepers: types.MapNull(types.StringType),
	}
	if change != nil {
		change(&m)
	}
	return m
}

// existing is the state that configured leads to, as changed.
func existing(change func(*model)) *model {
	m := configured(nil)
	m.ID = types.StringValue("16327138/1323442/first-101")
	m.AllProducts = types.BoolValue(false)
	m.CodeLength = types.Int64Value(6)
	m.SkipDestroy = types.BoolValue(false)
	m.RecreateIfExpired = types.BoolValue(false)
	m.StoreCodes = types.BoolValue(true)
	m.MachineName = types.StringValue("鼎商测试1号")
	m.ProductName = types.StringValue("可乐")
	m.setName()
	m.Account = types.StringValue("ds01@api.example.com")
	m.ProductPrice = types.StringValue("3.50")
	m.Currency = types.StringValue("CNY")
	m.setPending(nil)
	m.setCodes(numberedCodes(3))
	if change != nil {
		change(&m)
	}
	return &m
}

func duration(s string) types.String { return types.StringValue(s) }

func keepers(event string) types.Map {
	return types.MapValueMust(types.StringType, map[string]attr.Value{"event": types.StringValue(event)})
}

// changedAttributes names the attributes in which two models differ.
func changedAttributes(a, b model) []string {
	var names []string
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range va.NumField() {
		x, okX := va.Field(i).Interface().(attr.Value)
		y, okY := vb.Field(i).Interface().(attr.Value)
		if !okX || !okY {
			panic("not a Terraform value")
		}
		if !x.Equal(y) {
			names = append(names, va.Type().Field(i).Tag.Get("tfsdk"))
		}
	}
	slices.Sort(names)
	return names
}

func replaced(p plannedState) []string {
	var names []string
	for _, at := range p.replace {
		names = append(names, at.String())
	}
	slices.Sort(names)
	return names
}

func TestPlanChange(t *testing.T) {
	type change = func(*model)
	spelled := func(s string) change { return func(m *model) { m.ExpiredAt = customtypes.NewInstant(s) } }
	lasting := func(validFor string, recreate bool) change {
		return func(m *model) {
			m.ExpiredAt, m.ValidFor = customtypes.NewInstant(inAugust), duration(validFor)
			m.RecreateIfExpired = types.BoolValue(recreate)
		}
	}
	asked := func(validFor string, recreate bool) change {
		return func(m *model) { m.ValidFor, m.RecreateIfExpired = duration(validFor), types.BoolValue(recreate) }
	}
	renewed := func(before string) change {
		return func(m *model) {
			m.ValidFor, m.RecreateIfExpired, m.RenewBefore = duration("72h"), types.BoolValue(true), duration(before)
		}
	}
	expiring := func(at ...string) change {
		return func(m *model) {
			codes := numberedCodes(len(at))
			for i, s := range at {
				codes[i].ExpiresAt = customtypes.NewInstant(s).Time()
			}
			m.ExpiredAt = customtypes.NewInstant(at[len(at)-1])
			m.setCodes(codes)
		}
	}
	august := customtypes.NewInstant(inAugust).Time()
	grown := []string{"code_count", "code_ids", "codes", "retail_value", "unused_count"}
	for name, tc := range map[string]struct {
		config, prior change
		imported      bool
		refreshed     time.Time
		wantReplace   []string
		wantChanged   []string // in place; meaningless with a replacement
	}{
		"nothing":                    {},
		"all_products false, stated": {config: func(m *model) { m.AllProducts = types.BoolValue(false) }},
		"code_length 6, stated":      {config: func(m *model) { m.CodeLength = types.Int64Value(6) }},
		"store_codes true, stated":   {config: func(m *model) { m.StoreCodes = types.BoolValue(true) }},
		"code_count removed is one":  {config: func(m *model) { m.CodeCount = types.Int64Null() }, wantChanged: grown},
		"machine_no":                 {config: func(m *model) { m.MachineNo = types.StringValue("16327140") }, wantReplace: []string{"machine_no"}},
		"product_id":                 {config: func(m *model) { m.ProductID = types.StringValue("1323443") }, wantReplace: []string{"product_id"}},
		"code_length":                {config: func(m *model) { m.CodeLength = types.Int64Value(8) }, wantReplace: []string{"code_length"}},
		"quantity":                   {config: func(m *model) { m.Quantity = types.Int64Value(2) }, wantReplace: []string{"quantity"}},
		"quantity removed":           {prior: func(m *model) { m.Quantity = types.Int64Value(2) }, wantReplace: []string{"quantity"}},
		"all products instead of one": {
			config: func(m *model) {
				m.ProductID, m.CodeCount, m.AllProducts = types.StringNull(), types.Int64Null(), types.BoolValue(true)
			},
			wantReplace: []string{"all_products", "product_id"},
		},
		"machine unknown": {config: func(m *model) { m.MachineNo = types.StringUnknown() }, wantReplace: []string{"machine_no"}},
		"count up":        {config: func(m *model) { m.CodeCount = types.Int64Value(5) }, wantChanged: grown},
		"count down":      {config: func(m *model) { m.CodeCount = types.Int64Value(2) }, wantChanged: grown},
		"count unknown": {
			config:      func(m *model) { m.CodeCount = types.Int64Unknown() },
			wantChanged: []string{"code_count", "code_ids", "codes", "currency", "product_price", "retail_value", "spent_code_ids", "unused_count"},
		},
		"skip_destroy":       {config: func(m *model) { m.SkipDestroy = types.BoolValue(true) }, wantChanged: []string{"skip_destroy"}},
		"store_codes false":  {config: func(m *model) { m.StoreCodes = types.BoolValue(false) }, wantChanged: []string{"codes", "store_codes"}},
		"keepers added":      {config: func(m *model) { m.Keepers = keepers("a") }, wantReplace: []string{"keepers"}},
		"keepers changed":    {config: func(m *model) { m.Keepers = keepers("b") }, prior: func(m *model) { m.Keepers = keepers("a") }, wantReplace: []string{"keepers"}},
		"keepers removed":    {prior: func(m *model) { m.Keepers = keepers("a") }, wantReplace: []string{"keepers"}},
		"keepers unknown":    {config: func(m *model) { m.Keepers = types.MapUnknown(types.StringType) }, wantReplace: []string{"keepers"}},
		"keepers, and empty": {config: func(m *model) { m.Keepers = types.MapValueMust(types.StringType, nil) }, wantChanged: []string{"keepers"}},

		"expired_at as it was":         {config: spelled(inAugust), prior: spelled(inAugust)},
		"expired_at in another offset": {config: spelled(inAugustUTC), prior: spelled(inAugust)},
		"expired_at in vendor's form":  {config: spelled(inAugustHere), prior: spelled(inAugustUTC)},
		"expired_at later":             {config: spelled("2026-08-01T00:00:01+08:00"), prior: spelled(inAugust), wantReplace: []string{"expired_at"}},
		"expired_at removed":           {prior: spelled(inAugust), wantReplace: []string{"expired_at"}},
		"expired_at added":             {config: spelled(inAugust), wantReplace: []string{"expired_at"}},
		"expired_at unknown":           {config: func(m *model) { m.ExpiredAt = customtypes.NewInstantUnknown() }, prior: spelled(inAugust), wantReplace: []string{"expired_at"}},
		"fixed date past":              {config: spelled(inJune), prior: spelled(inJune), refreshed: noon},
		"valid_for as it was":          {config: asked("72h", false), prior: lasting("72h", false)},
		"valid_for spelled otherwise":  {config: asked("4320m", false), prior: lasting("72h", false)},
		"valid_for longer":             {config: asked("73h", false), prior: lasting("72h", false), wantReplace: []string{"valid_for"}},
		"valid_for unknown":            {config: func(m *model) { m.ValidFor = types.StringUnknown() }, prior: lasting("72h", false), wantReplace: []string{"valid_for"}},
		"valid_for pinned":             {config: spelled(inAugustUTC), prior: lasting("72h", false), wantChanged: []string{"valid_for"}},
		"valid_for pinned otherwise":   {config: spelled(inJune), prior: lasting("72h", false), wantReplace: []string{"expired_at"}},
		"valid_for removed":            {prior: lasting("72h", false), wantReplace: []string{"expired_at"}},
		"valid_for instead of a date":  {config: asked("72h", false), prior: spelled(inAugust), wantReplace: []string{"valid_for"}},
		"valid_for on endless codes":   {config: asked("72h", false), wantReplace: []string{"valid_for"}},

		"expired":                         {config: asked("72h", false), prior: lasting("72h", false), refreshed: august},
		"expired, and wanted anew":        {config: asked("72h", true), prior: lasting("72h", true), refreshed: august, wantReplace: []string{"expired_at"}},
		"expired, never refreshed":        {config: asked("72h", true), prior: lasting("72h", true)},
		"not expired a second before":     {config: asked("72h", true), prior: lasting("72h", true), refreshed: august.Add(-time.Second)},
		"expired, and now wanted anew":    {config: asked("72h", true), prior: lasting("72h", false), refreshed: august, wantReplace: []string{"expired_at"}},
		"expired, and no longer wanted":   {config: asked("72h", false), prior: lasting("72h", true), refreshed: august, wantChanged: []string{"recreate_if_expired"}},
		"not expired, wanted anew":        {config: asked("72h", true), prior: lasting("72h", false), refreshed: noon, wantChanged: []string{"recreate_if_expired"}},
		"renewal due":                     {config: renewed("24h"), prior: lasting("72h", true), refreshed: august.Add(-24 * time.Hour), wantReplace: []string{"expired_at"}},
		"renewal not due":                 {config: renewed("24h"), prior: lasting("72h", true), refreshed: august.Add(-24*time.Hour - time.Second), wantChanged: []string{"renew_before"}},
		"renewal by the configured value": {config: renewed("1h"), prior: func(m *model) { lasting("72h", true)(m); m.RenewBefore = duration("24h") }, refreshed: august.Add(-24 * time.Hour), wantChanged: []string{"renew_before"}},
		"renew_before spelled otherwise":  {config: renewed("60m"), prior: func(m *model) { lasting("72h", true)(m); m.RenewBefore = duration("1h") }},
		"renewal unknown":                 {config: func(m *model) { renewed("1h")(m); m.RenewBefore = types.StringUnknown() }, prior: lasting("72h", true), refreshed: august.Add(-time.Hour), wantChanged: []string{"renew_before"}},

		"imported, first keepers":    {imported: true, config: func(m *model) { m.Keepers = keepers("a") }, wantChanged: []string{"keepers"}},
		"imported, second keepers":   {imported: true, config: func(m *model) { m.Keepers = keepers("b") }, prior: func(m *model) { m.Keepers = keepers("a") }, wantReplace: []string{"keepers"}},
		"imported, first quantity":   {imported: true, config: func(m *model) { m.Quantity = types.Int64Value(2) }, wantChanged: []string{"quantity"}},
		"imported, second quantity":  {imported: true, config: func(m *model) { m.Quantity = types.Int64Value(3) }, prior: func(m *model) { m.Quantity = types.Int64Value(2) }, wantReplace: []string{"quantity"}},
		"imported, first valid_for":  {imported: true, config: asked("72h", false), prior: spelled(inAugust), wantChanged: []string{"valid_for"}},
		"imported, second valid_for": {imported: true, config: asked("73h", false), prior: lasting("72h", false), wantReplace: []string{"valid_for"}},
		"imported, other length":     {imported: true, config: func(m *model) { m.CodeLength = types.Int64Value(8) }, wantReplace: []string{"code_length"}},
		"imported, expiry met":       {imported: true, config: spelled("2026-08-01T00:00:00Z"), prior: expiring("2026-07-31T23:59:01Z", "2026-07-31T23:59:01Z", "2026-07-31T23:59:07Z"), wantChanged: []string{"expired_at"}},
		"imported, a code too early": {imported: true, config: spelled("2026-08-01T00:00:00Z"), prior: expiring("2026-07-31T23:59:00Z", "2026-07-31T23:59:02Z", "2026-07-31T23:59:07Z"), wantReplace: []string{"expired_at"}},
		"imported, a code too late":  {imported: true, config: spelled("2026-08-01T00:00:00Z"), prior: expiring("2026-07-31T23:59:30Z", "2026-07-31T23:59:30Z", "2026-08-01T00:00:01Z"), wantReplace: []string{"expired_at"}},
		"imported, endless codes":    {imported: true, config: spelled(inAugust), wantReplace: []string{"expired_at"}},
		"imported, expiry unknown":   {imported: true, config: func(m *model) { m.ExpiredAt = customtypes.NewInstantUnknown() }, prior: expiring(inAugust, inAugust, inAugust), wantReplace: []string{"expired_at"}},
		"imported, second expiry": {imported: true, config: spelled("2026-07-31T23:59:59Z"), prior: func(m *model) {
			expiring("2026-07-31T23:59:01Z", "2026-07-31T23:59:01Z", "2026-07-31T23:59:01Z")(m)
			spelled("2026-08-01T00:00:00Z")(m)
		}, wantReplace: []string{"expired_at"}},
		"not imported, expiry met":     {config: spelled("2026-08-01T00:00:00Z"), prior: expiring("2026-07-31T23:59:01Z", "2026-07-31T23:59:01Z", "2026-07-31T23:59:07Z"), wantReplace: []string{"expired_at"}},
		"keepers unknown, imported":    {imported: true, config: func(m *model) { m.Keepers = types.MapUnknown(types.StringType) }, wantChanged: []string{"keepers"}},
		"another account, no codes up": {prior: func(m *model) { m.Account = types.StringValue("ds02@api.example.com") }, config: func(m *model) { m.SkipDestroy = types.BoolValue(true) }, wantChanged: []string{"skip_destroy"}},
	} {
		t.Run(name, func(t *testing.T) {
			prior := existing(tc.prior)
			p := plan(planInput{
				config: configured(tc.config), prior: prior, imported: tc.imported, refreshedAt: tc.refreshed,
				now: noon.Add(-48 * time.Hour), account: "ds01@api.example.com", ask: func(issuance.Target) facts { return fine() },
			})
			if diff := cmp.Diff(tc.wantReplace, replaced(p)); diff != "" {
				t.Fatalf("what replaces: %s", diff)
			}
			if len(tc.wantReplace) > 0 {
				if !p.Codes.IsUnknown() || !p.CodeIDs.IsUnknown() || !p.SpentCodeIDs.IsUnknown() || !p.ID.IsUnknown() {
					t.Errorf("a replacement promises codes %s, id %s", p.Codes, p.ID)
				}
				return
			}
			if diff := cmp.Diff(tc.wantChanged, changedAttributes(p.model, *prior)); diff != "" {
				t.Errorf("what changes in place: %s", diff)
			}
			if p.changes(*prior) != (len(tc.wantChanged) > 0) {
				t.Errorf("changes are reported: %t", p.changes(*prior))
			}
		})
	}
}

func TestPlanCreation(t *testing.T) {
	create := func(change func(*model)) plannedState {
		return plan(planInput{config: configured(change), now: noon, account: "ds01@api.example.com", ask: func(issuance.Target) facts { return fine() }})
	}
	want := func(what string, got attr.Value, want attr.Value) {
		t.Helper()
		if !got.Equal(want) {
			t.Errorf("%s is %s instead of %s", what, got, want)
		}
	}
	p := create(func(m *model) { m.CodeCount = types.Int64Null() })
	want("code_count", p.CodeCount, types.Int64Value(1))
	want("code_length", p.CodeLength, types.Int64Value(6))
	want("all_products", p.AllProducts, types.BoolValue(false))
	want("skip_destroy", p.SkipDestroy, types.BoolValue(false))
	want("store_codes", p.StoreCodes, types.BoolValue(true))
	want("recreate_if_expired", p.RecreateIfExpired, types.BoolValue(false))
	want("expired_at", p.ExpiredAt, customtypes.NewInstantNull())
	want("codes", p.Codes, types.ListUnknown(codeType))
	want("code_ids", p.CodeIDs, types.ListUnknown(types.StringType))
	want("spent_code_ids", p.SpentCodeIDs, types.ListUnknown(types.StringType))
	want("codes_per_product", p.CodesPerProduct, types.MapNull(types.Int64Type))
	want("unused_count", p.UnusedCount, types.Int64Value(1))
	want("pending_requests", p.PendingRequests, types.ListNull(requestType))
	want("id", p.ID, types.StringUnknown())
	want("name", p.Name, types.StringValue("可乐 @ 鼎商测试1号"))
	want("machine_name", p.MachineName, types.StringValue("鼎商测试1号"))
	want("product_name", p.ProductName, types.StringValue("可乐"))
	want("account", p.Account, types.StringValue("ds01@api.example.com"))
	want("product_price", p.ProductPrice, types.StringValue("3.50"))
	want("currency", p.Currency, types.StringValue("CNY"))
	want("retail_value", p.RetailValue, types.StringValue("3.50"))
	p = create(func(m *model) { m.CodeCount = types.Int64Value(20) })
	want("retail_value of 20", p.RetailValue, types.StringValue("70.00"))
	p = create(func(m *model) { m.CodeCount = types.Int64Unknown() })
	want("retail_value of an unknown number", p.RetailValue, types.StringUnknown())
	want("unused_count of an unknown number", p.UnusedCount, types.Int64Unknown())

	p = create(allProducts)
	want("code_count with all_products", p.CodeCount, types.Int64Null())
	want("name with all_products", p.Name, types.StringValue("* @ 鼎商测试1号"))
	want("product_name with all_products", p.ProductName, types.StringNull())
	want("product_price with all_products", p.ProductPrice, types.StringNull())
	want("currency with all_products", p.Currency, types.StringNull())
	want("retail_value with all_products", p.RetailValue, types.StringNull())
	want("codes_per_product with all_products", p.CodesPerProduct, types.MapUnknown(types.Int64Type))
	want("unused_count with all_products", p.UnusedCount, types.Int64Unknown())

	p = create(func(m *model) {
		m.ProductID, m.CodeCount, m.AllProducts = types.StringUnknown(), types.Int64Null(), types.BoolUnknown()
	})
	want("code_count with all_products unknown", p.CodeCount, types.Int64Unknown())
	want("codes_per_product with all_products unknown", p.CodesPerProduct, types.MapUnknown(types.Int64Type))
	p = create(func(m *model) { m.ValidFor = duration("72h") })
	want("expired_at with valid_for", p.ExpiredAt, customtypes.NewInstantUnknown())

	p = plan(planInput{config: configured(nil), now: noon})
	for what, value := range map[string]attr.Value{
		"account": p.Account, "name": p.Name, "machine_name": p.MachineName, "product_name": p.ProductName,
		"product_price": p.ProductPrice, "currency": p.Currency, "retail_value": p.RetailValue,
	} {
		want(what+" without settings", value, types.StringUnknown())
	}
	if len(p.diags) > 0 {
		t.Error(texts(p.diags))
	}
}

func allProducts(m *model) {
	m.ProductID, m.CodeCount, m.AllProducts = types.StringNull(), types.Int64Null(), types.BoolValue(true)
}

func countOf(n int64) func(*model) { return func(m *model) { m.CodeCount = types.Int64Value(n) } }
