package provider

import "testing"

func TestAccountOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.awish.vip":      "ds0123@www.awish.vip",
		"https://WWW.Awish.vip/":     "ds0123@www.awish.vip",
		"https://www.awish.vip:443":  "ds0123@www.awish.vip",
		"https://www.awish.vip:8443": "ds0123@www.awish.vip:8443",
		"HTTPS://www.awish.vip:80":   "ds0123@www.awish.vip:80",
		"http://127.0.0.1:80":        "ds0123@127.0.0.1",
		"http://[::1]:80/base":       "ds0123@[::1]",
		"http://[::80]":              "ds0123@[::80]",
	} {
		if got := accountOf("DS0123", address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}
