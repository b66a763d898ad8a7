package provider

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// addresses describes each setting that holds an address to which secrets are sent.
var addresses = map[string]struct{ variable, expected, credentials, secrets string }{
	"url": {
		"DINGSHANG_URL",
		"the scheme and host of the DingShang cloud, such as \"https://www.awish.vip\"",
		"The credentials go into app_id, app_secret and app_key.",
		"AppId and AppSecret",
	},
	"console_url": {
		"DINGSHANG_CONSOLE_URL",
		"the address that the merchant console sends its GraphQL queries to, beginning with https://",
		"The credentials go into console_email and console_password.",
		"password and token",
	},
}

// checkURL rejects an address that a client cannot use, or that would expose secrets.
func checkURL(setting, address string, insecure bool, diags *diag.Diagnostics) {
	at, texts := path.Root(setting), addresses[setting]
	source := fmt.Sprintf("%s (or the environment variable %s)", setting, texts.variable)
	u, err := url.Parse(address)
	switch {
	case u != nil && u.User != nil || strings.ContainsAny(address, "?#@"):
		// Not quoted: what comes before the @ may be a password.
		diags.AddAttributeError(at, "Invalid "+setting, source+" must not contain a user, a password, a query or a fragment. "+texts.credentials)
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		diags.AddAttributeError(at, "Invalid "+setting, fmt.Sprintf("%s is %q. It must be %s.", source, address, texts.expected))
	case u.Scheme == "http" && !loopback(u.Hostname()) && !insecure:
		diags.AddAttributeError(at, "Unencrypted address", fmt.Sprintf(
			"%s begins with http://, and %q is not a loopback address: %s would be sent unencrypted. "+
				"Use https://, or set insecure_http = true if that is intended.", source, u.Hostname(), texts.secrets))
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
