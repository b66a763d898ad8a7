package pickupcode

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
)

// all is fine with this machine.
func fine() facts {
	return facts{
		machine: dingshang.Machine{Name: "鼎商测试1号", IsOnline: true},
		catalog: dingshang.Catalog{"1323442": {Name: "可乐", Inventory: 30, Capacity: 50}},
	}
}

func apiError(code int, kind dingshang.Kind) error {
	return &dingshang.Error{Call: "products", Code: code, Kind: kind, Message: "no", HTTPStatus: 200}
}

func texts(diags diag.Diagnostics) string {
	var all []string
	for _, d := range diags {
		all = append(all, d.Severity().String()+": "+d.Summary()+": "+d.Detail())
	}
	return strings.Join(all, "\n")
}

func TestReview(t *testing.T) {
	type change = func(*model)
	count := func(n int64) change { return func(m *model) { m.CodeCount = types.Int64Value(n) } }
	atTime := func(s string) change { return func(m *model) { m.ExpiredAt = customtypes.NewInstant(s) } }
	spent := func(m *model) {
		codes := numberedCodes(3)
		codes[0].Status, codes[2].Status = statusSpent, statusExpired
		m.setCodes(codes)
	}
	elsewhere := func(m *model) { m.MachineNo = types.StringValue("16327140") }
	lasting := func(n int64) change {
		return func(m *model) {
			m.ValidFor, m.CodeCount = duration("72h"), types.Int64Value(n)
		}
	}
	lasted := func(m *model) { m.ValidFor, m.ExpiredAt = duration("72h"), customtypes.NewInstant(inJune) }
	for name, tc := range map[string]struct {
		config  change
		prior   change
		create  bool
		facts   func(*facts)
		want    []string // regular expressions, one for each diagnostic in order
		machine string   // planned names, where a replacement or creation is planned
		product string
	}{
		"creation":        {create: true, machine: "鼎商测试1号", product: "可乐"},
		"to the capacity": {create: true, config: count(50), machine: "鼎商测试1号", product: "可乐"},
		"above capacity": {
			create: true, config: count(51), machine: "鼎商测试1号", product: "可乐",
			want: []string{`Error: More codes than the product's capacity: code_count asks for 51 new codes.* at most 50 .*可乐.*Ask for 50 or fewer`},
		},
		"growth to the capacity": {config: count(53)},
		"growth above capacity":  {config: count(54), want: []string{`Error: More codes than.*asks for 51 new codes`}},
		"capacity left out":      {create: true, config: count(9999), facts: func(f *facts) { f.catalog["1323442"] = dingshang.Stock{Name: "可乐"} }},
		"no change, all at fault": {facts: func(f *facts) {
			f.machineErr, f.catalogErr = apiError(30003, dingshang.KindNotFound), apiError(30003, dingshang.KindNotFound)
		}},
		"unknown machine": {
			create: true, facts: func(f *facts) { f.machineErr = apiError(30003, dingshang.KindNotFound) },
			want: []string{`Error: Unknown machine 16327138: .*code 30003.*Check machine_no`},
		},
		"unknown machine, newer code": {
			create: true, facts: func(f *facts) { f.machineErr = apiError(6026, dingshang.KindNotFound) },
			want: []string{`Error: Unknown machine 16327138: .*code 6026.*Check machine_no`},
		},
		"machine of another merchant": {
			create: true, facts: func(f *facts) { f.machineErr = apiError(30001, dingshang.KindNotFound) },
			want: []string{`Error: Unknown machine 16327138: .*code 30001.*not linked to this merchant`},
		},
		"failed look-up is an error": {
			create: true, facts: func(f *facts) { f.machineErr = &dingshang.Error{Kind: dingshang.KindNoAnswer, Call: "rent/machines"} },
			want: []string{`Error: Cannot look up machine 16327138: .*look up machine 16327138 for the plan`},
		},
		"machine gone in this run": {
			create: true, facts: func(f *facts) { f.gone, f.machineErr = true, apiError(30003, dingshang.KindNotFound) },
			want: []string{`Warning: Machine 16327138 does not exist: .*took its codes out of the state`},
		},
		"offline": {
			create: true, facts: func(f *facts) { f.machine.IsOnline = false }, machine: "鼎商测试1号", product: "可乐",
			want: []string{`Warning: Machine 鼎商测试1号 \(16327138\) is offline: .*The apply fails if it is still offline`},
		},
		"unknown product": {
			create: true, config: func(m *model) { m.ProductID = types.StringValue("77") }, machine: "鼎商测试1号",
			want: []string{`Error: Unknown product 77: product_id is "77", and machine .*16327138.* has no such product among its 1`},
		},
		"failed product look-up": {
			create: true, facts: func(f *facts) { f.catalogErr = apiError(10001, dingshang.KindRequest) }, machine: "鼎商测试1号",
			want: []string{`Error: Cannot look up product 1323442 on machine 16327138: .*code 10001`},
		},
		"growth on an unknown machine": {
			config: count(4), facts: func(f *facts) { f.machineErr = apiError(30003, dingshang.KindNotFound) },
			want: []string{`Error: Unknown machine 16327138`},
		},
		"expiry past": {
			create: true, config: atTime(inJune), machine: "鼎商测试1号", product: "可乐",
			want: []string{`Error: Expiry in the past: expired_at is "2026-06-01T00:00:00\+08:00", which is past.*Set a time in the future`},
		},
		"expiry past on growth": {
			config: func(m *model) { count(4)(m); atTime(inJune)(m) }, prior: atTime(inJune),
			want: []string{`Error: Expiry in the past: expired_at is`},
		},
		"expiry past, nothing made":       {config: atTime(inJune), prior: atTime(inJune)},
		"expiry past, fewer":              {config: func(m *model) { count(2)(m); atTime(inJune)(m) }, prior: func(m *model) { atTime(inJune)(m); spent(m) }},
		"valid_for past, nothing made":    {config: lasting(3), prior: lasted},
		"valid_for past on growth":        {config: lasting(4), prior: lasted, want: []string{`Error: Expiry in the past: The codes there are expired at 2026-06-01.*recreate_if_expired`}},
		"replacement cancels":             {config: elsewhere, machine: "鼎商测试1号", product: "可乐", want: []string{`Warning: Replacing cancels 3 unused codes .*可乐 on 鼎商测试1号 \(16327138/1323442/first-101\): `}},
		"replacement cancels one":         {config: elsewhere, prior: spent, machine: "鼎商测试1号", product: "可乐", want: []string{`Warning: Replacing cancels 1 unused code `}},
		"replacement leaves alive":        {config: elsewhere, prior: func(m *model) { m.SkipDestroy = types.BoolValue(true) }, want: []string{`Warning: Replacing leaves 3 unused codes alive `}},
		"replacement of nothing unused":   {config: elsewhere, prior: func(m *model) { m.setCodes(nil) }},
		"skip_destroy in the same run":    {config: func(m *model) { elsewhere(m); m.SkipDestroy = types.BoolValue(true) }, want: []string{`Warning: Replacing cancels 3 unused codes`}},
		"fewer":                           {config: count(1), want: []string{`Warning: Lowering code_count cancels 2 unused codes .*: The newest unused codes are cancelled`}},
		"fewer, some of them spent":       {config: func(m *model) { m.CodeCount = types.Int64Null() }, prior: spent},
		"fewer than are spent":            {config: count(2), prior: spent},
		"unknown inputs are not asked of": {create: true, config: func(m *model) { m.ProductID = types.StringUnknown() }},
	} {
		t.Run(name, func(t *testing.T) {
			s := situation{config: configured(tc.config), now: noon}
			if !tc.create {
				s.prior = existing(tc.prior)
			}
			s.ask = func(place) facts {
				f := fine()
				if tc.facts != nil {
					tc.facts(&f)
				}
				return f
			}
			p := propose(s)
			if len(p.diags) != len(tc.want) {
				t.Fatalf("there are %d diagnostics instead of %d:\n%s", len(p.diags), len(tc.want), texts(p.diags))
			}
			for i, want := range tc.want {
				if got := texts(p.diags[i : i+1]); !regexp.MustCompile(`(?s)^` + want).MatchString(got) {
					t.Errorf("diagnostic %d is\n%s\nand should match\n%s", i, got, want)
				}
			}
			if tc.machine != "" && p.MachineName.ValueString() != tc.machine || tc.product != "" && p.ProductName.ValueString() != tc.product {
				t.Errorf("names are %s, %s", p.MachineName, p.ProductName)
			}
		})
	}
}

func TestReviewAsksOnlyWhenCodesAreMade(t *testing.T) {
	asked := 0
	ask := func(place) facts { asked++; return fine() }
	for _, n := range []int64{2, 3} {
		propose(situation{config: configured(func(m *model) { m.CodeCount = types.Int64Value(n) }), prior: existing(nil), ask: ask, now: noon})
	}
	if asked > 0 {
		t.Errorf("the API was asked %d times", asked)
	}
	propose(situation{config: configured(nil), ask: ask, now: noon})
	if asked != 1 {
		t.Errorf("for a creation the API was asked %d times", asked)
	}
}

func TestReviewWithoutCredentials(t *testing.T) {
	p := propose(situation{config: configured(func(m *model) { m.CodeCount = types.Int64Value(9999) }), now: noon})
	if len(p.diags) > 0 || !p.MachineName.IsUnknown() || !p.ProductName.IsUnknown() {
		t.Errorf("names %s, %s, diagnostics %s", p.MachineName, p.ProductName, texts(p.diags))
	}
}

func TestReviewOfEveryProductLooksAtTheMachineOnly(t *testing.T) {
	p := propose(situation{now: noon, config: configured(func(m *model) {
		m.ProductID, m.CodeCount, m.AllProducts = types.StringNull(), types.Int64Null(), types.BoolValue(true)
	}), ask: func(p place) facts {
		if !p.all() {
			t.Errorf("asked for %s", p)
		}
		return facts{machine: dingshang.Machine{Name: "鼎商测试1号", IsOnline: true}}
	}})
	if len(p.diags) > 0 || p.MachineName.ValueString() != "鼎商测试1号" || !p.ProductName.IsNull() {
		t.Errorf("names %s, %s, diagnostics %s", p.MachineName, p.ProductName, texts(p.diags))
	}
}
