package emulator

import (
	"crypto/md5" //nolint:gosec // the vendor's choice, not ours
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
)

// signatureOf is the signature that the vendor expects for params: names in byte order,
// empty values dropped, the merchant's key last, MD5 in upper case.
func signatureOf(params map[string]string, key string, urlEncoded bool) string {
	encode := func(s string) string { return s }
	if urlEncoded {
		encode = url.QueryEscape
	}
	var names []string
	for name, value := range params {
		if name != "sign" && value != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)

	var text strings.Builder
	for _, name := range names {
		text.WriteString(encode(name) + "=" + encode(params[name]) + "&")
	}
	text.WriteString("key=" + key)
	sum := md5.Sum([]byte(text.String())) //nolint:gosec // see the import
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}
