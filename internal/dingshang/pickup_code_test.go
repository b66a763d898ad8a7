package dingshang

import (
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/signature"
)

func TestPickupCodes(t *testing.T) {
	v := startVendor(t, okay(`[
		{"id": 2111, "code": "24681357", "status": "UNUSED", "created_at": "2026-11-23 20:00:00", "expired_at": "2026-12-31 23:59:59", "quantity": 1},
		{"id": "2113", "code": 12345678, "created_at": "2026-11-23 20:00:01"},
		{"id": 2114, "code": "11111111", "status": "USED"},
		{"id": 2115, "code": "22222222", "status": "EXPIRED"},
		{"id": 2116, "code": "33333333", "status": "UNKNOWN"}
	]`))
	list, err := newClient(t, v.URL).PickupCodesNow(t.Context(), testMachine, testProduct)
	if err != nil {
		t.Fatal(err)
	}
	codes := list.Codes
	if len(codes) != 3 || codes[1].ID != "2113" || codes[1].Code != "12345678" || !codes[1].ExpiresAt.IsZero() || codes[1].Quantity != 0 || codes[2].Status != "UNKNOWN" {
		t.Fatalf("got %+v", codes)
	}
	want := PickupCode{
		ID: "2111", ProductID: testProduct, Code: "24681357", Status: "UNUSED", Quantity: 1, CreatedAt: "2026-11-23 20:00:00",
		ExpiresAt: time.Date(2026, 12, 31, 15, 59, 59, 0, time.UTC),
	}
	if !codes[0].ExpiresAt.Equal(want.ExpiresAt) {
		t.Errorf("expires at %v", codes[0].ExpiresAt)
	}
	if codes[0].ExpiresAt = want.ExpiresAt; codes[0] != want {
		t.Errorf("got %+v", codes[0])
	}
	if p := v.received()[0].params; p["machine_no"] != testMachine || len(p) != 3 {
		t.Errorf("asked with %v", p)
	}
}

// One element that cannot be read is named, and a repeated id counts once.
func TestPickupCodes_unreadable(t *testing.T) {
	v := startVendor(t, okay(`[
		{"id": 2111, "code": "24681357"}, {"id": 2111, "code": "24681357"},
		{"id": 2112, "code": "24681358", "expired_at": "soon"}, {"id": 2113}, {"code": "24681359"}, "lost",
		{"id": 2114, "code": "24681360", "quantity": {}}, {"id": 2115, "code": "24681361"}
	]`))
	list, err := newClient(t, v.URL).PickupCodesNow(t.Context(), testMachine, testProduct)
	if err != nil || len(list.Codes) != 2 || list.Codes[0].ID != "2111" || list.Codes[1].ID != "2115" {
		t.Fatalf("got %+v, %v", list, err)
	}
	want := []string{
		"id 2112 (expired_at is not a time)", "id 2113 (no code)", "element 5 of product 1323442 (no id)",
		"element 6 of product 1323442 (unexpected shape)", "id 2114 (unexpected shape)",
	}
	for i, element := range list.Unreadable {
		if i >= len(want) || element.Text != want[i] || (element.ID == "") != strings.HasPrefix(element.Text, "element") {
			t.Errorf("unreadable: %+v", element)
		}
	}
	if len(list.Unreadable) != len(want) {
		t.Errorf("%d are unreadable, want %d", len(list.Unreadable), len(want))
	}
}

func TestGenerateParameters(t *testing.T) {
	expires := time.Date(2026, 12, 31, 15, 59, 59, 0, time.UTC)
	for name, tc := range map[string]struct {
		request GenerateRequest
		want    map[string]string
	}{
		"one product": {
			GenerateRequest{MachineNo: testMachine, ProductID: testProduct, Count: 20, Length: 8, ExpiresAt: expires, Quantity: 3},
			map[string]string{
				"method": "pickup_code.product.id", "machine_no": testMachine, "product_id": testProduct, "count": "20", "code_length": "8",
				"expired_at": "2026-12-31 23:59:59", "quantity": "3",
			},
		},
		"all products, never expiring": {
			GenerateRequest{MachineNo: testMachine, Length: 6},
			map[string]string{"method": "pickup_code.product.all", "machine_no": testMachine, "code_length": "6"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := startVendor(t, okay("{}"))
			if err := newClient(t, v.URL).GeneratePickupCodes(t.Context(), tc.request); err != nil {
				t.Fatal(err)
			}
			got := v.received()[0].params
			if got["timestamp"] != "1795435200" || got["sign"] != strings.ToUpper(got["sign"]) || got["sign"] != signature.Sign(got, testKey, signature.Raw) {
				t.Errorf("signed as %v", got)
			}
			delete(got, "timestamp")
			delete(got, "sign")
			if len(got) != len(tc.want) {
				t.Errorf("got %v", got)
			}
			for name, value := range tc.want {
				if got[name] != value {
					t.Errorf("%s is %q, want %q", name, got[name], value)
				}
			}
		})
	}
}
