package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest/core"
	"terraform-provider-dingshang/internal/acctest/golden"
)

// What a person reads who wrote a provider block or an object wrongly, in one file to review.
func TestMistakesRead(t *testing.T) {
	for _, variable := range []string{"DINGSHANG_URL", "DINGSHANG_APP_ID", "DINGSHANG_APP_SECRET", "DINGSHANG_APP_KEY"} {
		t.Setenv(variable, "")
	}
	objects := registered(t)
	var text strings.Builder
	show := func(about string, diagnostics []*tfprotov6.Diagnostic, err error) {
		if err != nil || len(diagnostics) == 0 {
			t.Errorf("%s: nothing is said (%v)", about, err)
		}
		for _, d := range diagnostics {
			text.WriteString("## " + about + "\n\n" + d.Severity.String())
			if d.Attribute != nil {
				text.WriteString(" at " + d.Attribute.String())
			}
			text.WriteString(": " + d.Summary + "\n\n" + d.Detail + "\n\n")
		}
	}
	with := func(change map[string]any, base map[string]any) map[string]any {
		all := map[string]any{}
		for _, values := range []map[string]any{base, change} {
			for name, value := range values {
				all[name] = value
			}
		}
		return all
	}

	right := map[string]any{"app_id": "ds0123456789abcdef", "app_secret": "secret", "app_key": "key"}
	for _, c := range []struct {
		about  string
		values map[string]any
	}{
		{"nothing configured", nil},
		{"url is no address", with(map[string]any{"url": "awish.vip"}, right)},
		{"url with a password", with(map[string]any{"url": "https://user:pass@www.awish.vip"}, right)},
		{"url without encryption", with(map[string]any{"url": "http://www.awish.vip"}, right)},
		{"signature_encoding", with(map[string]any{"signature_encoding": "form"}, right)},
		{"request_timeout", with(map[string]any{"request_timeout": "30"}, right)},
		{"settle_time", with(map[string]any{"settle_time": "-1s"}, right)},
		{"max_retries", with(map[string]any{"max_retries": -1}, right)},
		{"max_retries not whole", with(map[string]any{"max_retries": 1.5}, right)},
		{"max_concurrent_requests", with(map[string]any{"max_concurrent_requests": 0}, right)},
		{"requests_per_second", with(map[string]any{"requests_per_second": 0}, right)},
	} {
		server := NewServer("test")()
		config := core.Configuration(objects["provider"], c.values)
		validated, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
		if err != nil {
			t.Fatal(err)
		}
		diagnostics := validated.Diagnostics
		if len(diagnostics) == 0 {
			configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config})
			if err != nil {
				t.Fatal(err)
			}
			diagnostics = configured.Diagnostics
		}
		show("provider: "+c.about, diagnostics, nil)
	}

	server := NewServer("test")()
	if _, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: core.Configuration(objects["provider"], map[string]any{"url": tftypes.UnknownValue})}); err != nil {
		t.Fatal(err)
	}
	place := map[string]any{"machine_no": "16327138", "product_id": "1323442"}
	read, err := server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "dingshang_pickup_codes", Config: core.Configuration(objects["data source dingshang_pickup_codes"], place),
	})
	show("data source: settings are not known", read.Diagnostics, err)

	for _, c := range []struct {
		about  string
		values map[string]any
	}{
		{"machine_no too short", with(map[string]any{"machine_no": "1632713"}, place)},
		{"product_id with letters", with(map[string]any{"product_id": "cola"}, place)},
		{"no product", map[string]any{"machine_no": "16327138"}},
		{"both product and all products", with(map[string]any{"all_products": true}, place)},
		{"count with all products", map[string]any{"machine_no": "16327138", "all_products": true, "code_count": 3}},
		{"code_count 0", with(map[string]any{"code_count": 0}, place)},
		{"code_count not whole", with(map[string]any{"code_count": 1.5}, place)},
		{"code_length 5", with(map[string]any{"code_length": 5}, place)},
		{"code_length 11", with(map[string]any{"code_length": 11}, place)},
		{"expired_at malformed", with(map[string]any{"expired_at": "tomorrow"}, place)},
		{"expired_at and valid_for", with(map[string]any{"expired_at": "2099-12-31 23:59:59", "valid_for": "72h"}, place)},
		{"valid_for in days", with(map[string]any{"valid_for": "3d"}, place)},
		{"recreate_if_expired alone", with(map[string]any{"recreate_if_expired": true}, place)},
		{"quantity 0", with(map[string]any{"quantity": 0}, place)},
	} {
		validated, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: "dingshang_pickup_codes", Config: core.Configuration(objects["resource dingshang_pickup_codes"], c.values),
		})
		show("pickup codes: "+c.about, validated.Diagnostics, err)
	}

	for _, c := range []struct {
		about  string
		values map[string]any
	}{
		{"cabinet and address", map[string]any{"machine_no": "16327138", "cabinet_name": "A", "addr": 1}},
		{"cabinet in words", map[string]any{"machine_no": "16327138", "cabinet_name": "left"}},
		{"address not whole", map[string]any{"machine_no": "16327138", "addr": 1.5}},
		{"address 9", map[string]any{"machine_no": "16327138", "addr": 9}},
	} {
		validated, err := server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: "dingshang_products", Config: core.Configuration(objects["data source dingshang_products"], c.values),
		})
		show("products: "+c.about, validated.Diagnostics, err)
	}
	golden.Check(t, "mistakes.golden", text.String())
}
