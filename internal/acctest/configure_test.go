package acctest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// machines reads something unsigned, products something signed.
const (
	machines = `data "dingshang_machines" "test" {}`
	products = `data "dingshang_products" "test" { machine_no = "16327138" }`
)

// withoutEnvironment takes the settings of the person who runs the tests away.
func withoutEnvironment(t *testing.T) {
	t.Helper()
	for _, name := range []string{
		"DINGSHANG_URL", "DINGSHANG_APP_ID", "DINGSHANG_APP_SECRET", "DINGSHANG_APP_KEY",
		"DINGSHANG_CONSOLE_URL", "DINGSHANG_CONSOLE_EMAIL", "DINGSHANG_CONSOLE_PASSWORD",
	} {
		t.Setenv(name, "")
	}
}

func TestAccMissingCredentials(t *testing.T) {
	for name, variable := range map[string]string{
		"app_id": "DINGSHANG_APP_ID", "app_secret": "DINGSHANG_APP_SECRET", "app_key": "DINGSHANG_APP_KEY",
	} {
		t.Run(name, func(t *testing.T) {
			withoutEnvironment(t)
			fixture := acctest.Start(t)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{{
					Config:      fixture.ProviderConfig(name+" = null") + machines,
					ExpectError: acctest.Wrapped(`Missing ` + name + `.*The provider needs ` + name + `\..*` + variable),
				}},
			})
			if calls := fixture.Emulator.Calls(); len(calls) != 0 {
				t.Errorf("the server was called %d times", len(calls))
			}
		})
	}
}

func TestAccAllCredentialsMissing(t *testing.T) {
	withoutEnvironment(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config:      machines,
			ExpectError: acctest.Wrapped(`Missing app_id.*Missing app_secret.*Missing app_key`),
		}},
	})
}

func TestAccSettingsFromEnvironment(t *testing.T) {
	fixture := acctest.Start(t)
	t.Setenv("DINGSHANG_URL", fixture.URL)
	t.Setenv("DINGSHANG_APP_ID", emulator.AppID)
	t.Setenv("DINGSHANG_APP_SECRET", emulator.AppSecret)
	t.Setenv("DINGSHANG_APP_KEY", emulator.AppKey)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: products,
			Check:  resource.TestCheckResourceAttr("data.dingshang_products.test", "products.#", "17"),
		}},
	})
}

func TestAccWrongSettings(t *testing.T) {
	for name, tc := range map[string]struct{ settings, body, wantError string }{
		"app id": {
			`app_id = "dsffffffffffffffff"`, machines,
			`Cannot list the machines.*code 10014.*HTTP status 401.*Check app_id in the provider configuration, or DINGSHANG_APP_ID`,
		},
		"app secret": {
			`app_secret = "not-the-secret"`, machines,
			`Cannot list the machines.*code 10013.*Check app_secret in the provider configuration, or DINGSHANG_APP_SECRET`,
		},
		"app key": {
			`app_key = "not-the-key"`, products,
			`Cannot list the products of machine 16327138.*code 4006.*The signature is invalid\. Check app_key.*DINGSHANG_APP_KEY`,
		},
		"plain http to another host": {
			`url = "http://vendor.example.com"`, machines,
			`Unencrypted address.*url \(or the environment variable DINGSHANG_URL\) begins with http://.*"vendor\.example\.com" is not a loopback address.*insecure_http = true`,
		},
		"not an address":          {`url = "www.awish.vip"`, machines, `Invalid url.*is "www\.awish\.vip"\. It must be the scheme and host`},
		"a user in the address":   {`url = "https://me:secret@www.awish.vip"`, machines, `Invalid url.*must not contain a user`},
		"encoding":                {`signature_encoding = "base64"`, machines, `signature_encoding value must be one of.*"raw".*"url"`},
		"timeout without a unit":  {`request_timeout = "30"`, machines, `Invalid request_timeout.*request_timeout is "30".*duration of 1ms or more`},
		"no retries below zero":   {`max_retries = -1`, machines, `max_retries value must be between 0 and 20, got: -1`},
		"at least one connection": {`max_concurrent_requests = 0`, machines, `max_concurrent_requests value must be between 1 and`},
		"nobody listens there": {
			"url = \"http://127.0.0.1:1\"\nmax_retries = 0", machines,
			`Cannot list the machines.*could not be reached.*connection refused.*Check url`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t)
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{{
					Config:      fixture.ProviderConfig(tc.settings) + tc.body,
					ExpectError: acctest.Wrapped(tc.wantError),
				}},
			})
		})
	}
}

func TestAccURLEncodedSigns(t *testing.T) {
	fixture := acctest.Start(t, func(c *emulator.Config) { c.URLEncodedSignatures = true })
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.ProviderConfig(`signature_encoding = "url"`) + products,
			Check:  resource.TestCheckResourceAttr("data.dingshang_products.test", "products.#", "17"),
		}},
	})
}
