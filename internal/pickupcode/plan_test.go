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
func numberedCodes(n int) []dingshang.PickupCode {
	codes := make([]dingshang.PickupCode, n)
	for i := range codes {
		codes[i] = dingshang.PickupCode{ID: fmt.Sprint(101 + i), ProductID: "1323442", Code: fmt.Sprint(700001 + i), Status: statusUnused, Quantity: 1}
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
	m.MachineName = types.StringValue("鼎商测试1号")
	m.ProductName = types.StringValue("可乐")
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

func replaced(p proposal) []string {
	var names []string
	for _, at := range p.replace {
		names = append(names, at.String())
	}
	slices.Sort(names)
	return names
}

func TestProposeChange(t *testing.T) {
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
	scaled := []string{"code_count", "codes", "unused_count"}
	for name, tc := range map[string]struct {
		config, prior     change
		imported, expired bool
		wantReplace       []string
		wantChanged       []string // in place; meaningless with a replacement
	}{
		"nothing":                    {},
		"all_products false, stated": {config: func(m *model) { m.AllProducts = types.BoolValue(false) }},
		"code_length 6, stated":      {config: func(m *model) { m.CodeLength = types.Int64Value(6) }},
		"code_count removed is one": {
			config:      func(m *model) { m.CodeCount = types.Int64Null() },
			wantChanged: scaled,
		},
		"machine_no":  {config: func(m *model) { m.MachineNo = types.StringValue("16327140") }, wantReplace: []string{"machine_no"}},
		"product_id":  {config: func(m *model) { m.ProductID = types.StringValue("1323443") }, wantReplace: []string{"product_id"}},
		"code_length": {config: func(m *model) { m.CodeLength = types.Int64Value(8) }, wantReplace: []string{"code_length"}},
		"quantity":    {config: func(m *model) { m.Quantity = types.Int64Value(2) }, wantReplace: []string{"quantity"}},
		"every product instead of one": {
			config: func(m *model) {
				m.ProductID, m.CodeCount, m.AllProducts = types.StringNull(), types.Int64Null(), types.BoolValue(true)
			},
			wantReplace: []string{"all_products", "product_id"},
		},
		"machine unknown":    {config: func(m *model) { m.MachineNo = types.StringUnknown() }, wantReplace: []string{"machine_no"}},
		"count up":           {config: func(m *model) { m.CodeCount = types.Int64Value(5) }, wantChanged: scaled},
		"count down":         {config: func(m *model) { m.CodeCount = types.Int64Value(2) }, wantChanged: scaled},
		"count unknown":      {config: func(m *model) { m.CodeCount = types.Int64Unknown() }, wantChanged: scaled},
		"skip_destroy":       {config: func(m *model) { m.SkipDestroy = types.BoolValue(true) }, wantChanged: []string{"skip_destroy"}},
		"keepers added":      {config: func(m *model) { m.Keepers = keepers("a") }, wantReplace: []string{"keepers"}},
		"keepers changed":    {config: func(m *model) { m.Keepers = keepers("b") }, prior: func(m *model) { m.Keepers = keepers("a") }, wantReplace: []string{"keepers"}},
		"keepers removed":    {prior: func(m *model) { m.Keepers = keepers("a") }, wantReplace: []string{"keepers"}},
		"keepers, and empty": {config: func(m *model) { m.Keepers = types.MapValueMust(types.StringType, nil) }, wantChanged: []string{"keepers"}},

		"expired_at as it was":          {config: spelled(inAugust), prior: spelled(inAugust)},
		"expired_at in another offset":  {config: spelled(inAugustUTC), prior: spelled(inAugust)},
		"expired_at in vendor's form":   {config: spelled(inAugustHere), prior: spelled(inAugustUTC)},
		"expired_at later":              {config: spelled("2026-08-01T00:00:01+08:00"), prior: spelled(inAugust), wantReplace: []string{"expired_at"}},
		"expired_at removed":            {prior: spelled(inAugust), wantReplace: []string{"expired_at"}},
		"expired_at added":              {config: spelled(inAugust), wantReplace: []string{"expired_at"}},
		"expired_at unknown":            {config: func(m *model) { m.ExpiredAt = customtypes.NewInstantUnknown() }, prior: spelled(inAugust), wantReplace: []string{"expired_at"}},
		"fixed date past":               {config: spelled(inJune), prior: spelled(inJune), expired: true},
		"valid_for as it was":           {config: asked("72h", false), prior: lasting("72h", false)},
		"valid_for spelled otherwise":   {config: asked("4320m", false), prior: lasting("72h", false)},
		"valid_for longer":              {config: asked("73h", false), prior: lasting("72h", false), wantReplace: []string{"valid_for"}},
		"valid_for unknown":             {config: func(m *model) { m.ValidFor = types.StringUnknown() }, prior: lasting("72h", false), wantReplace: []string{"valid_for"}},
		"valid_for pinned":              {config: spelled(inAugustUTC), prior: lasting("72h", false), wantChanged: []string{"valid_for"}},
		"valid_for pinned otherwise":    {config: spelled(inJune), prior: lasting("72h", false), wantReplace: []string{"expired_at"}},
		"valid_for removed":             {prior: lasting("72h", false), wantReplace: []string{"expired_at"}},
		"valid_for instead of a date":   {config: asked("72h", false), prior: spelled(inAugust), wantReplace: []string{"valid_for"}},
		"valid_for on endless codes":    {config: asked("72h", false), wantReplace: []string{"valid_for"}},
		"expired":                       {config: asked("72h", false), prior: lasting("72h", false), expired: true},
		"expired, and wanted anew":      {config: asked("72h", true), prior: lasting("72h", true), expired: true, wantReplace: []string{"expired_at"}},
		"expired, and now wanted anew":  {config: asked("72h", true), prior: lasting("72h", false), expired: true, wantReplace: []string{"expired_at"}},
		"expired, and no longer wanted": {config: asked("72h", false), prior: lasting("72h", true), expired: true, wantChanged: []string{"recreate_if_expired"}},
		"not expired, wanted anew":      {config: asked("72h", true), prior: lasting("72h", false), wantChanged: []string{"recreate_if_expired"}},

		"imported, first keepers":    {imported: true, config: func(m *model) { m.Keepers = keepers("a") }, wantChanged: []string{"keepers"}},
		"imported, second keepers":   {imported: true, config: func(m *model) { m.Keepers = keepers("b") }, prior: func(m *model) { m.Keepers = keepers("a") }, wantReplace: []string{"keepers"}},
		"imported, first quantity":   {imported: true, config: func(m *model) { m.Quantity = types.Int64Value(2) }, wantChanged: []string{"quantity"}},
		"imported, second quantity":  {imported: true, config: func(m *model) { m.Quantity = types.Int64Value(3) }, prior: func(m *model) { m.Quantity = types.Int64Value(2) }, wantReplace: []string{"quantity"}},
		"imported, first valid_for":  {imported: true, config: asked("72h", false), prior: spelled(inAugust), wantChanged: []string{"valid_for"}},
		"imported, second valid_for": {imported: true, config: asked("73h", false), prior: lasting("72h", false), wantReplace: []string{"valid_for"}},
		"imported, other length":     {imported: true, config: func(m *model) { m.CodeLength = types.Int64Value(8) }, wantReplace: []string{"code_length"}},
	} {
		t.Run(name, func(t *testing.T) {
			prior := existing(tc.prior)
			p := propose(situation{config: configured(tc.config), prior: prior, imported: tc.imported, expired: tc.expired, now: noon.Add(-48 * time.Hour)})
			if diff := cmp.Diff(tc.wantReplace, replaced(p)); diff != "" {
				t.Fatalf("what replaces: %s", diff)
			}
			if len(tc.wantReplace) > 0 {
				if !p.Codes.IsUnknown() || !p.ID.IsUnknown() || !p.UnusedCount.IsUnknown() {
					t.Errorf("a replacement promises codes %s, id %s", p.Codes, p.ID)
				}
				return
			}
			if diff := cmp.Diff(tc.wantChanged, changedAttributes(p.model, *prior)); diff != "" {
				t.Errorf("what changes in place: %s", diff)
			}
		})
	}
}

func TestProposeCreation(t *testing.T) {
	one := propose(situation{config: configured(func(m *model) { m.CodeCount = types.Int64Null() }), now: noon})
	if !one.CodeCount.Equal(types.Int64Value(1)) || !one.CodeLength.Equal(types.Int64Value(6)) || !one.AllProducts.Equal(types.BoolValue(false)) ||
		!one.SkipDestroy.Equal(types.BoolValue(false)) || !one.RecreateIfExpired.Equal(types.BoolValue(false)) {
		t.Errorf("defaults are %s, %s, %s, %s, %s", one.CodeCount, one.CodeLength, one.AllProducts, one.SkipDestroy, one.RecreateIfExpired)
	}
	if !one.Codes.IsUnknown() || !one.ExpiredAt.IsNull() {
		t.Errorf("codes %s, expired_at %s", one.Codes, one.ExpiredAt)
	}

	every := propose(situation{now: noon, config: configured(func(m *model) {
		m.ProductID, m.CodeCount, m.AllProducts = types.StringNull(), types.Int64Null(), types.BoolValue(true)
	})})
	if !every.CodeCount.IsNull() || !every.ProductName.IsNull() || !every.Codes.IsUnknown() {
		t.Errorf("every product: code_count %s, product_name %s, codes %s", every.CodeCount, every.ProductName, every.Codes)
	}

	open := propose(situation{now: noon, config: configured(func(m *model) {
		m.ProductID, m.CodeCount, m.AllProducts = types.StringUnknown(), types.Int64Null(), types.BoolUnknown()
	})})
	if !open.CodeCount.IsUnknown() {
		t.Errorf("with all_products unknown, code_count is %s", open.CodeCount)
	}

	lasting := propose(situation{now: noon, config: configured(func(m *model) { m.ValidFor = duration("72h") })})
	if !lasting.ExpiredAt.IsUnknown() {
		t.Errorf("with valid_for, expired_at is %s", lasting.ExpiredAt)
	}
}

func TestGrowingKeepsTheComputedExpiry(t *testing.T) {
	prior := existing(func(m *model) { m.ValidFor, m.ExpiredAt = duration("72h"), customtypes.NewInstant(inAugust) })
	p := propose(situation{now: noon, prior: prior, config: configured(func(m *model) { m.ValidFor, m.CodeCount = duration("72h"), types.Int64Value(9) })})
	if len(p.replace) > 0 || !p.ExpiredAt.Equal(prior.ExpiredAt) {
		t.Errorf("replaces for %v, expired_at %s", p.replace, p.ExpiredAt)
	}
}
