package provider

import (
	"net/url"
	"strings"
)

// accountOf is where pickup codes are: AppId@host, in lower case and without the
// scheme's own port, so that spellings of one address are equal.
func accountOf(appID, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := u.Host
	if own := map[string]string{"https": ":443", "http": ":80"}[strings.ToLower(u.Scheme)]; own != "" {
		host = strings.TrimSuffix(host, own)
	}
	return strings.ToLower(appID + "@" + host)
}
