package pickupcode

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

func TestSetCodes(t *testing.T) {
	codes := []issuance.Code{
		{ID: "7", ProductID: "1323442", Code: "700001", Status: issuance.StatusUnused, Quantity: 1, CreatedAt: "2026-07-01 12:00:00", ExpiresAt: noon},
		{ID: "8", ProductID: "1323442", Code: "700002", Status: issuance.StatusSpent},
		{ID: "9", ProductID: "1323443", Code: "700003", Status: issuance.StatusExpired, ExpiresAt: noon},
	}
	m := model{ProductID: types.StringValue("1323442"), ProductPrice: types.StringValue("3.50"), StoreCodes: types.BoolValue(true)}
	m.setCodes(codes)
	// Times are equal where they are the same instant.
	if diff := cmp.Diff(codes, m.codes(), cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("codes come back otherwise:\n%s", diff)
	}
	for what, got := range map[string][2]string{
		"code_ids":          {m.CodeIDs.String(), `["7","8","9"]`},
		"spent_code_ids":    {m.SpentCodeIDs.String(), `["8","9"]`},
		"unused_count":      {m.UnusedCount.String(), `1`},
		"code_count":        {m.CodeCount.String(), `3`},
		"retail_value":      {m.RetailValue.String(), `"10.50"`},
		"codes_per_product": {m.CodesPerProduct.String(), `<null>`},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is %s instead of %s", what, got[0], got[1])
		}
	}

	m.StoreCodes = types.BoolValue(false)
	m.setCodes(codes)
	for _, code := range m.codes() {
		if code.Code != "" {
			t.Errorf("the number of %s is in state", code.ID)
		}
	}
	if codes[0].Code == "" {
		t.Error("the caller's codes lost their numbers")
	}

	m = model{AllProducts: types.BoolValue(true), ProductID: types.StringNull()}
	m.setCodes(codes)
	if !m.CodeCount.IsNull() || !m.RetailValue.IsNull() || m.CodesPerProduct.String() != `{"1323442":2,"1323443":1}` || m.codes()[0].Code == "" {
		t.Errorf("all products: count %s, value %s, per product %s", m.CodeCount, m.RetailValue, m.CodesPerProduct)
	}
	m.setCodes(nil)
	if m.CodesPerProduct.String() != `{}` || m.CodeIDs.IsNull() || m.SpentCodeIDs.IsNull() || m.Codes.IsNull() {
		t.Errorf("no codes: %s, %s, %s, %s", m.CodesPerProduct, m.CodeIDs, m.SpentCodeIDs, m.Codes)
	}
}

func TestSetPending(t *testing.T) {
	m := existing(func(m *model) { m.CodeLength = types.Int64Value(8) })
	target := issuance.Target{MachineNo: "16327138", ProductID: "1323442"}
	requests := []issuance.Request{
		{Target: target, Count: 5, Length: 8, ExpiresAt: noon.Add(-7 * time.Second), SentAt: noon.Add(-time.Hour + 250*time.Millisecond), Confirmed: true},
		{Target: target, Count: 2, Length: 8, SentAt: noon, Unmarked: true, IDsBefore: []string{"7", "11"}},
		{Target: target, Count: 2, Length: 8, SentAt: noon, Unmarked: true},
		{Target: target, Count: 2, Length: 8, SentAt: noon, ExpiresAt: m.ExpiredAt.Time(), Unmarked: true},
		{Target: target, Count: 2, Length: 8, SentAt: noon, ExpiresAt: m.ExpiredAt.Time().Add(-time.Second), IDsBefore: []string{"7", "11"}},
	}
	m.setPending(requests)
	if diff := cmp.Diff(requests, m.pending(), cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("requests come back otherwise:\n%s", diff)
	}
	first, _ := m.PendingRequests.Elements()[0].(types.Object)
	if got := first.Attributes()["expires_at"].String() + first.Attributes()["sent_at"].String(); got != `"2026-07-01T11:59:53+08:00""2026-07-01T03:00:00.250Z"` {
		t.Error(got)
	}
	m.setPending(nil)
	if !m.PendingRequests.IsNull() || m.pending() != nil {
		t.Errorf("%s", m.PendingRequests)
	}
	all := existing(allProducts)
	all.setPending([]issuance.Request{{Target: all.target(), Length: 6, SentAt: noon, ExpiresAt: noon.Add(-time.Minute)}})
	if first, _ := all.PendingRequests.Elements()[0].(types.Object); !first.Attributes()["code_count"].IsNull() || !first.Attributes()["ids_before"].IsNull() {
		t.Errorf("all products: %s", all.PendingRequests)
	}
}

func TestRetailValue(t *testing.T) {
	for _, tc := range []struct {
		price string
		count int64
		want  types.String
	}{
		{"3.50", 20, types.StringValue("70.00")},
		{"0.1", 3, types.StringValue("0.3")},
		{"7", 3, types.StringValue("21")},
		{"0.00", 3, types.StringValue("0.00")},
		{"3.50", 0, types.StringValue("0.00")},
		{"12345678901234567890.123456789", 1000, types.StringValue("12345678901234567890123.456789000")},
		{"", 3, types.StringNull()},
		{"free", 3, types.StringNull()},
		{"3,50", 3, types.StringNull()},
		{"-1.00", 3, types.StringNull()},
		{"1e3", 3, types.StringNull()},
		{"1/3", 3, types.StringNull()},
		{".5", 3, types.StringNull()},
		{"3.", 3, types.StringNull()},
		{" 3.50", 3, types.StringNull()},
	} {
		if got := retailValue(types.StringValue(tc.price), tc.count); !got.Equal(tc.want) {
			t.Errorf("%q × %d is %s", tc.price, tc.count, got)
		}
	}
	if !retailValue(types.StringUnknown(), 1).IsUnknown() || !retailValue(types.StringNull(), 1).IsNull() {
		t.Error("the value of an unknown price, or of none")
	}
}

func TestDescribe(t *testing.T) {
	for want, m := range map[string]model{
		"可乐 on 鼎商测试1号 (16327138/1323442/first-101)": *existing(nil),
		"all products on 鼎商测试1号 (16327138/all)":     *existing(func(m *model) { allProducts(m); m.ID = types.StringUnknown() }),
		"16327138/1323442":           configured(nil),
		"16327138/1323442/first-101": *existing(func(m *model) { m.ProductName = types.StringNull() }),
	} {
		if got := m.describe(); got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

func TestSetNamesAndPrice(t *testing.T) {
	f := fine()
	f.machine.Currency = nil
	m := configured(nil)
	m.setNames(f)
	m.setPrice(f)
	if m.Name.ValueString() != "可乐 @ 鼎商测试1号" || m.ProductPrice.ValueString() != "3.50" || !m.Currency.IsNull() {
		t.Errorf("%s, %s, %s", m.Name, m.ProductPrice, m.Currency)
	}
	// What has no name is called by its number.
	m.setNames(facts{catalog: dingshang.Catalog{"1323442": {}}})
	m.setPrice(facts{catalog: dingshang.Catalog{"1323442": {}}, machine: dingshang.Machine{Currency: &dingshang.Currency{Code: "CNY"}}})
	if m.Name.ValueString() != "1323442 @ 16327138" || !m.MachineName.IsNull() || !m.ProductName.IsNull() || !m.ProductPrice.IsNull() || !m.Currency.IsNull() {
		t.Errorf("%s, %s, %s, %s, %s", m.Name, m.MachineName, m.ProductName, m.ProductPrice, m.Currency)
	}
	m.MachineName = types.StringUnknown()
	m.setName()
	if !m.Name.IsUnknown() {
		t.Errorf("%s", m.Name)
	}
}

func TestOrder(t *testing.T) {
	m := existing(func(m *model) {
		m.ExpiredAt, m.Quantity, m.ValidFor = customtypes.NewInstant(inAugust), types.Int64Value(2), duration("72h")
	})
	want := issuance.Spec{
		Target: issuance.Target{MachineNo: "16327138", ProductID: "1323442"}, Count: 4, Length: 6, Quantity: 2,
		ExpiresAt: customtypes.NewInstant(inAugust).Time(),
	}
	if diff := cmp.Diff(want, m.spec(4), cmp.Comparer(time.Time.Equal)); diff != "" || m.validity() != 72*time.Hour {
		t.Error(diff, m.validity())
	}
}
