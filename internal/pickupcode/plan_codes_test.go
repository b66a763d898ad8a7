package pickupcode

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
)

// planned is the plan of a change of the number of codes.
func planned(config, prior func(*model)) (plannedState, *model) {
	before := existing(prior)
	return plan(planInput{config: configured(config), prior: before, now: noon, account: "ds01@api.example.com", ask: func(issuance.Target) facts { return fine() }}), before
}

func TestPlanOfAGrowthIsExact(t *testing.T) {
	p, prior := planned(countOf(5), func(m *model) {
		codes := numberedCodes(3)
		codes[1].Status = issuance.StatusSpent
		m.ProductPrice = types.StringValue("3.00") // before it rose
		m.setCodes(codes)
	})
	elements := p.Codes.Elements()
	if len(elements) != 5 || !types.ListValueMust(codeType, elements[:3]).Equal(prior.Codes) || !elements[3].IsUnknown() || !elements[4].IsUnknown() {
		t.Errorf("codes: %s", p.Codes)
	}
	if got := p.CodeIDs.String(); got != `["101","102","103",<unknown>,<unknown>]` {
		t.Errorf("code_ids: %s", got)
	}
	if p.SpentCodeIDs.String() != `["102"]` || p.UnusedCount.ValueInt64() != 4 || p.ProductPrice.ValueString() != "3.50" || p.RetailValue.ValueString() != "17.50" {
		t.Errorf("spent %s, unused %s, price %s, value %s", p.SpentCodeIDs, p.UnusedCount, p.ProductPrice, p.RetailValue)
	}
	if !p.PendingRequests.IsNull() || !p.CodesPerProduct.IsNull() {
		t.Errorf("pending %s, per product %s", p.PendingRequests, p.CodesPerProduct)
	}
}

func TestPlanOfAGrowthWithoutSettings(t *testing.T) {
	p := plan(planInput{config: configured(countOf(5)), prior: existing(nil), now: noon})
	if len(p.CodeIDs.Elements()) != 5 || !p.ProductPrice.IsUnknown() || !p.Currency.IsUnknown() || !p.RetailValue.IsUnknown() {
		t.Errorf("ids %s, price %s %s, value %s", p.CodeIDs, p.ProductPrice, p.Currency, p.RetailValue)
	}
}

// A slip of the pen must not exhaust the memory before the review can say so.
func TestPlanOfAHugeGrowth(t *testing.T) {
	const huge = 1_000_000_000_000
	p, _ := planned(countOf(huge), nil)
	if !p.diags.HasError() || !p.CodeIDs.IsUnknown() {
		t.Errorf("%s, %d ids", texts(p.diags), len(p.CodeIDs.Elements()))
	}
	p = plan(planInput{config: configured(countOf(huge)), prior: existing(nil), now: noon})
	if !p.CodeIDs.IsUnknown() || !p.Codes.IsUnknown() || !p.UnusedCount.IsUnknown() {
		t.Errorf("without settings: %d ids", len(p.CodeIDs.Elements()))
	}
}

func TestPlanOfAShrinkIsExact(t *testing.T) {
	p, _ := planned(countOf(3), func(m *model) {
		codes := numberedCodes(6)
		codes[1].Status, codes[4].Status = issuance.StatusExpired, issuance.StatusSpent
		m.setCodes(codes)
	})
	if got := issuance.IDs(p.codes()); !slices.Equal(got, []string{"101", "103", "104"}) {
		t.Errorf("codes: %s", got)
	}
	if p.CodeIDs.String() != `["101","103","104"]` || p.SpentCodeIDs.String() != `[]` || p.UnusedCount.ValueInt64() != 3 || p.RetailValue.ValueString() != "10.50" {
		t.Errorf("ids %s, spent %s, unused %s, value %s", p.CodeIDs, p.SpentCodeIDs, p.UnusedCount, p.RetailValue)
	}
	if len(p.diags) != 1 || !strings.Contains(texts(p.diags), "id 106") {
		t.Error(texts(p.diags))
	}
}

func TestShrink(t *testing.T) {
	codes := []issuance.Code{
		{ID: "9", Status: issuance.StatusUnused},
		{ID: "10", Status: issuance.StatusSpent},
		{ID: "100", Status: issuance.StatusUnused},
		{ID: "11", Status: issuance.StatusExpired},
		{ID: "99", Status: issuance.StatusUnused},
	}
	for keep, want := range map[int][2]string{
		6: {"9 10 100 11 99", ""},
		5: {"9 10 100 11 99", ""},
		4: {"9 100 11 99", "10"},
		3: {"9 100 99", "10 11"},
		2: {"9 99", "10 100 11"},
		1: {"9", "10 100 11 99"},
		0: {"", "9 10 100 11 99"},
	} {
		remain, drop := shrink(codes, keep)
		if got := [2]string{strings.Join(issuance.IDs(remain), " "), strings.Join(issuance.IDs(drop), " ")}; got != want {
			t.Errorf("keep %d: %q", keep, got)
		}
	}
}

func TestPlanOfStoreCodes(t *testing.T) {
	numbers := func(p plannedState) string {
		var all []string
		for _, element := range p.Codes.Elements() {
			all = append(all, element.(types.Object).Attributes()["code"].String())
		}
		return strings.Join(all, " ")
	}
	hidden := func(m *model) {
		codes := numberedCodes(3)
		codes[1].Status = issuance.StatusSpent
		m.StoreCodes = types.BoolValue(false)
		m.setCodes(codes)
	}
	if p, _ := planned(func(m *model) { m.StoreCodes = types.BoolValue(false) }, nil); numbers(p) != "<null> <null> <null>" {
		t.Errorf("no longer stored: %s", numbers(p))
	}
	p, prior := planned(nil, hidden)
	if numbers(p) != "<unknown> <null> <unknown>" {
		t.Errorf("stored again: %s", numbers(p))
	}
	if got := changedAttributes(p.model, *prior); !slices.Equal(got, []string{"codes", "store_codes"}) {
		t.Errorf("changes %s", got)
	}
	if p, _ := planned(func(m *model) { m.StoreCodes = types.BoolUnknown() }, hidden); !p.Codes.IsUnknown() || p.CodeIDs.IsUnknown() {
		t.Errorf("codes %s", p.Codes)
	}
	if p, _ := planned(func(m *model) { countOf(2)(m); m.StoreCodes = types.BoolValue(false) }, nil); numbers(p) != "<null> <null>" {
		t.Errorf("fewer and no longer stored: %s", numbers(p))
	}
}

func TestPlanWhileARequestIsPending(t *testing.T) {
	pending := func(m *model) { m.setPending([]issuance.Request{{Target: m.target(), Count: 2, SentAt: noon}}) }
	open := []string{"code_ids", "codes", "pending_requests", "retail_value", "spent_code_ids", "unused_count"}
	for name, tc := range map[string]struct {
		config, prior func(*model)
		want          []string
	}{
		"nothing else":  {},
		"respelled":     {config: func(m *model) { m.ExpiredAt = customtypes.NewInstant(inAugustUTC) }, prior: func(m *model) { m.ExpiredAt = customtypes.NewInstant(inAugust) }},
		"growth":        {config: countOf(5), want: append([]string{"code_count"}, open...)},
		"shrink":        {config: countOf(2), want: append([]string{"code_count"}, open...)},
		"skip_destroy":  {config: func(m *model) { m.SkipDestroy = types.BoolValue(true) }, want: append(slices.Clone(open), "skip_destroy")},
		"count unknown": {config: func(m *model) { m.CodeCount = types.Int64Unknown() }, want: append([]string{"code_count", "currency", "product_price"}, open...)},
	} {
		t.Run(name, func(t *testing.T) {
			p, prior := planned(tc.config, func(m *model) {
				pending(m)
				if tc.prior != nil {
					tc.prior(m)
				}
			})
			slices.Sort(tc.want)
			if diff := cmp.Diff(tc.want, changedAttributes(p.model, *prior)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlanOfAllProductsWhileARequestIsPending(t *testing.T) {
	p, _ := planned(func(m *model) { allProducts(m); m.SkipDestroy = types.BoolValue(true) }, func(m *model) {
		allProducts(m)
		m.setCodes(numberedCodes(1))
		m.setPending([]issuance.Request{{}})
	})
	if !p.CodesPerProduct.IsUnknown() {
		t.Errorf("codes_per_product: %s", p.CodesPerProduct)
	}
}

func TestPlanOfAllProductsThatGaveNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		prior func(*model)
		want  []string
	}{
		"pending":               {func(m *model) { m.setPending([]issuance.Request{{}}) }, []string{"pending_requests"}},
		"nothing pending":       {func(*model) {}, nil},
		"confirmed":             {func(m *model) { m.setPending([]issuance.Request{{Confirmed: true}}) }, nil},
		"pending, codes so far": {func(m *model) { m.setCodes(numberedCodes(1)); m.setPending([]issuance.Request{{}}) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := planned(allProducts, func(m *model) { allProducts(m); m.setCodes(nil); tc.prior(m) })
			if diff := cmp.Diff(tc.want, replaced(p)); diff != "" {
				t.Error(diff)
			}
			if tc.want != nil && !p.PendingRequests.IsNull() {
				t.Errorf("pending_requests: %s", p.PendingRequests)
			}
		})
	}
}

func TestGrowingKeepsTheComputedExpiry(t *testing.T) {
	p, prior := planned(func(m *model) { m.ValidFor, m.CodeCount = duration("72h"), types.Int64Value(9) },
		func(m *model) { m.ValidFor, m.ExpiredAt = duration("72h"), customtypes.NewInstant(inAugust) })
	if len(p.replace) > 0 || !p.ExpiredAt.Equal(prior.ExpiredAt) {
		t.Errorf("replaces for %v, expired_at %s", p.replace, p.ExpiredAt)
	}
}

func TestPlanReportsASpelling(t *testing.T) {
	p, prior := planned(func(m *model) { m.ExpiredAt = customtypes.NewInstant(inAugustUTC) }, func(m *model) { m.ExpiredAt = customtypes.NewInstant(inAugust) })
	if p.changes(*prior) || !p.respelled(configured(func(m *model) { m.ExpiredAt = customtypes.NewInstant(inAugustUTC) })) {
		t.Error("another spelling is a spelling and no change")
	}
	if p, prior := planned(nil, nil); p.changes(*prior) || p.respelled(configured(nil)) {
		t.Error("nothing changed")
	}
}
