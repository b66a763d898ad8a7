package pickupcode

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/acctest/golden"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

// fine is a machine and a product with nothing to say about.
func fine() facts {
	return facts{
		machine: dingshang.Machine{Name: "鼎商测试1号", IsOnline: true, Currency: &dingshang.Currency{Code: "CNY"}},
		catalog: dingshang.Catalog{
			"1323442": {Name: "可乐", Price: "3.50", Inventory: 70, Capacity: 50},
			"1323443": {Name: "雪碧", Price: "3.00", Inventory: 2, Capacity: 20},
		},
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
	count := countOf
	atTime := func(s string) change { return func(m *model) { m.ExpiredAt = customtypes.NewInstant(s) } }
	spent := func(m *model) {
		codes := numberedCodes(3)
		codes[0].Status, codes[2].Status = issuance.StatusSpent, issuance.StatusExpired
		m.setCodes(codes)
	}
	elsewhere := func(m *model) { m.MachineNo = types.StringValue("16327140") }
	lasting := func(n int64) change {
		return func(m *model) { m.ValidFor, m.CodeCount = duration("72h"), types.Int64Value(n) }
	}
	lasted := func(m *model) { m.ValidFor, m.ExpiredAt = duration("72h"), customtypes.NewInstant(inJune) }
	moved := func(m *model) { m.Account = types.StringValue("ds00@old.example.com") }
	stock := func(s dingshang.Stock) func(*facts) { return func(f *facts) { f.catalog["1323442"] = s } }
	const gone, names = `took|does not exist`, "可乐 @ 鼎商测试1号"
	for name, tc := range map[string]struct {
		config  change
		prior   change
		create  bool
		facts   func(*facts)
		want    []string // regular expressions, one for each diagnostic in order
		planned string   // the planned name
	}{
		"creation":        {create: true, planned: names},
		"to the capacity": {create: true, config: count(50), planned: names},
		"above capacity": {
			create: true, config: count(51), planned: names,
			want: []string{`Error: More codes than the product's capacity: code_count asks for 51 new codes.* at most 50 .*可乐.*Request 50 or fewer`},
		},
		"growth to the capacity": {config: count(53)},
		"growth above capacity":  {config: count(54), want: []string{`Error: More codes than.*asks for 51 new codes`}},
		"capacity left out":      {create: true, config: count(9999), facts: stock(dingshang.Stock{Name: "可乐", Inventory: 9999})},
		"more than in stock": {
			create: true, config: count(9), facts: stock(dingshang.Stock{Name: "可乐", Inventory: 8, Capacity: 50}), planned: names,
			want: []string{`Warning: 9 unused codes for 8 items in stock: 可乐 on 鼎商测试1号 \(16327138/1323442\): .*Refill`},
		},
		"sold out": {
			create: true, facts: stock(dingshang.Stock{Name: "可乐", Capacity: 50}), planned: names,
			want: []string{`Warning: 3 unused codes for 0 items in stock: `},
		},
		"growth to more than in stock": {
			config: count(9), facts: stock(dingshang.Stock{Name: "可乐", Inventory: 8, Capacity: 50}),
			want: []string{`Warning: 9 unused codes for 8 items in stock: 可乐 on 鼎商测试1号 \(16327138/1323442/first-101\)`},
		},
		"growth after redemptions": {config: count(9), prior: spent, facts: stock(dingshang.Stock{Name: "可乐", Inventory: 7, Capacity: 50})},
		"price that is not a number": {
			create: true, facts: stock(dingshang.Stock{Name: "可乐", Price: "¥3.50", Inventory: 9}), planned: names,
			want: []string{`Warning: No retail value: 可乐 .*: The API reports the price "¥3.50", which is not a decimal`},
		},
		"no price": {create: true, facts: stock(dingshang.Stock{Name: "可乐", Inventory: 9}), planned: names},
		"all products": {
			create: true, config: allProducts, planned: "* @ 鼎商测试1号",
			want: []string{`Warning: Codes for 2 products, 72 items in stock: all products on 鼎商测试1号 \(16327138/all\): `},
		},
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
		"failed look-up on growth too": {
			config: count(4), facts: func(f *facts) { f.catalogErr = apiError(30002, dingshang.KindOffline) },
			want: []string{`Error: Cannot look up the products of machine 16327138: .*code 30002`},
		},
		"machine gone in this run": {
			create: true, facts: func(f *facts) { f.gone, f.machineErr = true, apiError(30003, dingshang.KindNotFound) },
			want: []string{`Warning: Machine 16327138 does not exist: .*(` + gone + `)`},
		},
		"product gone in this run": {
			create: true, facts: func(f *facts) { f.gone = true; delete(f.catalog, "1323442") },
			want: []string{`Warning: Product 1323442 does not exist on machine 16327138: `},
		},
		"offline": {
			create: true, facts: func(f *facts) { f.machine.IsOnline = false }, planned: names,
			want: []string{`Warning: Machine 鼎商测试1号 \(16327138\) is offline: .*The apply fails if the machine is still offline`},
		},
		"codes switched off": {
			create: true, facts: func(f *facts) { f.codesOff = true }, planned: names,
			want: []string{`Warning: Pickup codes are switched off on machine 鼎商测试1号 \(16327138\): .*pickup_code_enabled = true`},
		},
		"unknown product": {
			create: true, config: func(m *model) { m.ProductID = types.StringValue("77") },
			want: []string{`Error: Unknown product 77: product_id is "77", and machine .*16327138.* has no such product among its 2 products`},
		},
		"failed product look-up": {
			create: true, facts: func(f *facts) { f.catalog, f.catalogErr = nil, apiError(10001, dingshang.KindRequest) },
			want: []string{`Error: Cannot look up the products of machine 16327138: .*code 10001`},
		},
		"failed product look-up with all products": {
			create: true, config: allProducts, facts: func(f *facts) { f.catalog, f.catalogErr = nil, apiError(10001, dingshang.KindRequest) },
			want: []string{`Error: Cannot look up the products of machine 16327138: .*code 10001`},
		},
		"growth on an unknown machine": {
			config: count(4), facts: func(f *facts) { f.machineErr = apiError(30003, dingshang.KindNotFound) },
			want: []string{`Error: Unknown machine 16327138`},
		},
		"expiry past": {
			create: true, config: atTime(inJune), planned: names,
			want: []string{`Error: Expiry in the past: expired_at is "2026-06-01T00:00:00\+08:00", which is in the past.*Set a time in the future`},
		},
		"expiry past on growth": {
			config: func(m *model) { count(4)(m); atTime(inJune)(m) }, prior: atTime(inJune),
			want: []string{`Error: Expiry in the past: expired_at is`},
		},
		"expiry past, nothing created": {config: atTime(inJune), prior: atTime(inJune)},
		"expiry past, fewer":           {config: func(m *model) { count(2)(m); atTime(inJune)(m) }, prior: func(m *model) { atTime(inJune)(m); spent(m) }},
		"expiry beyond the year 9999": {
			create: true, config: atTime("9999-12-31T16:00:00Z"), planned: names,
			want: []string{`Error: Expiry too late: expired_at is "9999-12-31T16:00:00Z", which is beyond the year 9999 in GMT\+8`},
		},
		"last second of the year 9999":       {create: true, config: atTime("9999-12-31T15:59:59Z"), planned: names},
		"valid_for past, nothing created":    {config: lasting(3), prior: lasted},
		"valid_for past on growth":           {config: lasting(4), prior: lasted, want: []string{`Error: Expiry in the past: The existing codes expired at 2026-06-01.*recreate_if_expired`}},
		"replacement cancels":                {config: elsewhere, planned: names, want: []string{`Warning: Replacing cancels 3 unused codes: 可乐 on 鼎商测试1号 \(16327138/1323442/first-101\): `}},
		"replacement cancels one":            {config: elsewhere, prior: spent, planned: names, want: []string{`Warning: Replacing cancels 1 unused code: `}},
		"replacement leaves alive":           {config: elsewhere, prior: func(m *model) { m.SkipDestroy = types.BoolValue(true) }, want: []string{`Warning: Replacing leaves 3 unused codes valid: `}},
		"replacement of nothing unused":      {config: elsewhere, prior: func(m *model) { m.setCodes(nil) }},
		"skip_destroy in the same run":       {config: func(m *model) { elsewhere(m); m.SkipDestroy = types.BoolValue(true) }, want: []string{`Warning: Replacing cancels 3 unused codes`}},
		"fewer":                              {config: count(1), want: []string{`Warning: Lowering code_count cancels 2 unused codes: 可乐 on .*: The newest unused codes are cancelled: ids 102, 103\.`}},
		"fewer, some of them spent":          {config: func(m *model) { m.CodeCount = types.Int64Null() }, prior: spent},
		"fewer than are spent":               {config: count(2), prior: spent},
		"unknown inputs are not asked of":    {create: true, config: func(m *model) { m.ProductID = types.StringUnknown() }},
		"another account, growth":            {config: count(4), prior: moved, want: []string{`Error: .*another account: 可乐.*ds00@old.example.com.*ds01@api.example.com`}},
		"another account, shrink":            {config: count(2), prior: moved, want: []string{`Error: .*another account`}},
		"another account, replacement":       {config: elsewhere, prior: moved, planned: names, want: []string{`Warning: Replacing cancels`, `Error: .*another account`}},
		"another account, left alive":        {config: elsewhere, prior: func(m *model) { moved(m); m.SkipDestroy = types.BoolValue(true) }, want: []string{`Warning: Replacing leaves`}},
		"another account, no change":         {prior: moved},
		"another account, settings":          {config: func(m *model) { m.SkipDestroy = types.BoolValue(true) }, prior: moved},
		"another account, codes all expired": {config: elsewhere, prior: func(m *model) { moved(m); expireAll(m, inJune) }, want: []string{`Warning: Replacing cancels`}},
	} {
		t.Run(name, func(t *testing.T) {
			in := planInput{config: configured(tc.config), now: noon, account: "ds01@api.example.com"}
			if !tc.create {
				in.prior = existing(tc.prior)
			}
			in.ask = func(issuance.Target) facts {
				f := fine()
				if tc.facts != nil {
					tc.facts(&f)
				}
				return f
			}
			p := plan(in)
			if len(p.diags) != len(tc.want) {
				t.Fatalf("there are %d diagnostics instead of %d:\n%s", len(p.diags), len(tc.want), texts(p.diags))
			}
			for i, want := range tc.want {
				if got := texts(p.diags[i : i+1]); !regexp.MustCompile(`(?s)^` + want).MatchString(got) {
					t.Errorf("diagnostic %d is\n%s\nand should match\n%s", i, got, want)
				}
			}
			if tc.planned != "" && p.Name.ValueString() != tc.planned {
				t.Errorf("name is %s", p.Name)
			}
		})
	}
}

func expireAll(m *model, at string) {
	codes := numberedCodes(3)
	for i := range codes {
		codes[i].ExpiresAt = customtypes.NewInstant(at).Time()
	}
	m.setCodes(codes)
}

func TestReviewAsksOnlyWhenCodesAreGenerated(t *testing.T) {
	asked := 0
	ask := func(issuance.Target) facts { asked++; return fine() }
	for _, n := range []int64{2, 3} {
		plan(planInput{config: configured(countOf(n)), prior: existing(nil), ask: ask, now: noon})
	}
	if asked > 0 {
		t.Errorf("the API was asked %d times", asked)
	}
	plan(planInput{config: configured(nil), ask: ask, now: noon})
	plan(planInput{config: configured(countOf(4)), prior: existing(nil), ask: ask, now: noon})
	if asked != 2 {
		t.Errorf("for a creation and a growth the API was asked %d times", asked)
	}
}

// Every warning and error of a plan, in one file to review.
func TestReviewReads(t *testing.T) {
	var text strings.Builder
	show := func(about string, diags diag.Diagnostics) { golden.Diagnostics(&text, about, diags) }
	change := func(about string, config, prior func(*model), change func(*facts)) {
		p := plan(planInput{config: configured(config), prior: existing(prior), now: noon, account: "ds01@api.example.com", ask: func(issuance.Target) facts {
			f := fine()
			if change != nil {
				change(&f)
			}
			return f
		}})
		show(about, p.diags)
	}
	creation := func(about string, config func(*model), change func(*facts)) {
		p := plan(planInput{config: configured(config), now: noon, account: "ds01@api.example.com", ask: func(issuance.Target) facts {
			f := fine()
			if change != nil {
				change(&f)
			}
			return f
		}})
		show(about, p.diags)
	}
	many := func(m *model) { m.setCodes(numberedCodes(40)) }
	destroy := func(about string, prior func(*model)) {
		show(about, planDestroy(planInput{prior: existing(prior), now: noon, account: "ds01@api.example.com"}))
	}
	elsewhere := func(m *model) { m.MachineNo = types.StringValue("16327140") }
	left := func(m *model) { m.SkipDestroy = types.BoolValue(true) }
	unknownMachine := &dingshang.Error{Call: "rent/machines/{machine_no}", Kind: dingshang.KindNotFound, Code: 30003, Message: "设备不存在", HTTPStatus: 200}

	destroy("destroying", nil)
	destroy("destroying with skip_destroy", left)
	destroy("destroying codes of another account", func(m *model) { m.Account = types.StringValue("ds00@old.example.com") })
	change("replacing", elsewhere, nil, nil)
	change("replacing with skip_destroy", elsewhere, left, nil)
	change("lowering code_count", countOf(1), nil, nil)
	change("lowering code_count, spent codes first", countOf(1), func(m *model) {
		codes := numberedCodes(3)
		codes[0].Status = issuance.StatusSpent
		m.setCodes(codes)
	}, nil)
	change("lowering code_count by many", countOf(2), many, nil)
	change("adding codes to another account", countOf(4), func(m *model) { m.Account = types.StringValue("ds00@old.example.com") }, nil)
	change("adding codes to expired ones", func(m *model) { m.ValidFor, m.CodeCount = duration("72h"), types.Int64Value(4) }, func(m *model) {
		m.ValidFor, m.ExpiredAt = duration("72h"), customtypes.NewInstant(inJune)
	}, nil)
	creation("fixed expiry past", func(m *model) { m.ExpiredAt = customtypes.NewInstant(inJune) }, nil)
	creation("expiry beyond the year 9999", func(m *model) { m.ExpiredAt = customtypes.NewInstant("9999-12-31T16:00:00Z") }, nil)
	creation("unknown machine", nil, func(f *facts) { f.machineErr = unknownMachine })
	creation("machine found missing by the refresh", nil, func(f *facts) { f.machineErr, f.gone = unknownMachine, true })
	creation("machine cannot be looked up", nil, func(f *facts) {
		f.machineErr = &dingshang.Error{Call: "rent/machines/{machine_no}", Kind: dingshang.KindNoAnswer, Cause: fmt.Errorf("no complete answer within 30s")}
	})
	creation("machine offline", nil, func(f *facts) { f.machine.IsOnline = false })
	creation("codes switched off", nil, func(f *facts) { f.codesOff = true })
	creation("unknown product", func(m *model) { m.ProductID = types.StringValue("77") }, nil)
	creation("product found missing by the refresh", nil, func(f *facts) { f.catalog, f.gone = nil, true })
	creation("products cannot be looked up", nil, func(f *facts) {
		f.catalogErr = &dingshang.Error{Call: "products", Kind: dingshang.KindOffline, Code: 30002, Message: "设备离线", HTTPStatus: 200}
	})
	creation("above capacity", countOf(60), nil)
	creation("more codes than items", func(m *model) { m.ProductID = types.StringValue("1323443") }, nil)
	creation("price that is not a number", nil, func(f *facts) { f.catalog["1323442"] = dingshang.Stock{Name: "可乐", Price: "three", Inventory: 9} })
	creation("all products", allProducts, nil)

	if strings.Contains(text.String(), "dingshang.") || strings.Contains(text.String(), "%!") {
		t.Error("a diagnostic shows something of Go")
	}
	golden.Check(t, "plan.golden", text.String())
}

func TestErrorsBecomeWarnings(t *testing.T) {
	p := plan(planInput{config: configured(countOf(51)), now: noon.Add(time.Hour), ask: func(issuance.Target) facts {
		f := fine()
		f.machine.IsOnline = false
		return f
	}})
	warnings := asWarnings(p.diags)
	if !p.diags.HasError() || warnings.HasError() || len(warnings) != len(p.diags) {
		t.Error(texts(warnings))
	}
	for i, d := range warnings {
		located, ok := d.(diag.DiagnosticWithPath)
		if want, hadPath := p.diags[i].(diag.DiagnosticWithPath); ok != hadPath || ok && !located.Path().Equal(want.Path()) {
			t.Errorf("%s lost its path", d.Summary())
		}
	}
}
