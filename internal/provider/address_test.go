package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

func TestCheckURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.awish.vip":         "",
		"https://www.awish.vip:8443/":   "",
		"http://localhost:8080":         "",
		"http://127.0.0.1:8080/graphql": "",
		"http://[::1]:8080":             "",
		"http://www.awish.vip":          "Unencrypted address",
		"HTTP://www.awish.vip":          "Unencrypted address",
		"http://10.0.0.1":               "Unencrypted address",
		"http://localhost.example.com":  "Unencrypted address",
		"www.awish.vip":                 "Invalid",
		"ftp://www.awish.vip":           "Invalid",
		"https://":                      "Invalid",
		"https://www.awish.vip?a=1":     "Invalid",
		"https://me:secret@awish.vip":   "Invalid",
	} {
		for setting, texts := range addresses {
			for _, insecure := range []bool{false, true} {
				var diags diag.Diagnostics
				checkURL(setting, address, insecure, &diags)
				expected := want
				if insecure && want == "Unencrypted address" {
					expected = ""
				}
				if expected == "" {
					if len(diags) > 0 {
						t.Errorf("%s = %q, insecure_http = %t: %v", setting, address, insecure, diags)
					}
					continue
				}
				if len(diags) != 1 || !strings.HasPrefix(diags[0].Summary(), expected) ||
					!strings.Contains(diags[0].Detail(), setting) || !strings.Contains(diags[0].Detail(), texts.variable) || strings.Contains(diags[0].Detail(), "secret@") {
					t.Errorf("%s = %q, insecure_http = %t: %v", setting, address, insecure, diags)
				}
			}
		}
	}
}
