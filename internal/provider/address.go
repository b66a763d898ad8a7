package provider

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// addresses says of each setting that holds one what it should be and what it must not
// hold, since secrets are sent there.
var addresses = map[string]struct{ expected, credentials, secrets string }{
	"url": {
		"the scheme and host of the DingShang cloud, such as \"https://www.awish.vip\". It may come from DINGSHANG_URL.",
		"The credentials go into app_id, app_secret and app_key.",
		"AppId and AppSecret",
	},
	"console_url": {
		"the address that the merchant console sends its GraphQL queries to, beginning with https://. It may come from DINGSHANG_CONSOLE_URL.",
		"The credentials go into console_email and console_password.",
		"password and token",
	},
}

// checkURL refuses what a client cannot use and what would show the secrets.
func checkURL(setting, address string, insecure bool, diags *diag.Diagnostics) {
	at, texts := path.Root(setting), addresses[setting]
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		diags.AddAttributeError(at, "Not an address", setting+" must be "+texts.expected)
	case u.User != nil || strings.ContainsAny(address, "?#"):
		diags.AddAttributeError(at, "Not a plain address",
			setting+" must not hold a user, a password, a query or a fragment. "+texts.credentials)
	case u.Scheme == "http" && !loopback(u.Hostname()) && !insecure:
		diags.AddAttributeError(at, "Unencrypted address", fmt.Sprintf(
			"%s begins with http:// and %q is not a loopback address: %s would travel where anyone on the way can read them. "+
				"Use https://, or set insecure_http = true if that is meant.", setting, u.Hostname(), texts.secrets))
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
