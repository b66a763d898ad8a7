package dingshang

import (
	"crypto/md5" //nolint:gosec // The vendor's signature is defined as MD5.
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SignatureEncoding says how names and values enter the signature.
type SignatureEncoding string

const (
	// SignRaw signs names and values as they are: what the vendor's servers do.
	SignRaw SignatureEncoding = "raw"
	// SignURL signs them form-encoded, as two of the vendor's newer client libraries do.
	SignURL SignatureEncoding = "url"
)

// sign returns the vendor's signature of params: the non-empty ones sorted by name and
// joined as a query, the AppKey appended, MD5 in upper-case hexadecimal.
func sign(params map[string]string, appKey string, encoding SignatureEncoding) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(params)) {
		value := params[name]
		if name == "sign" || value == "" {
			continue
		}
		if encoding == SignURL {
			name, value = url.QueryEscape(name), url.QueryEscape(value)
		}
		text.WriteString(name)
		text.WriteByte('=')
		text.WriteString(value)
		text.WriteByte('&')
	}
	text.WriteString("key=")
	text.WriteString(appKey)
	sum := md5.Sum([]byte(text.String())) //nolint:gosec // As above.
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// signedBody wraps params with the time and their signature as the vendor's payload.
func signedBody(params map[string]string, appKey string, encoding SignatureEncoding, now time.Time) ([]byte, error) {
	signed := maps.Clone(params)
	if signed == nil {
		signed = map[string]string{}
	}
	signed["timestamp"] = strconv.FormatInt(now.Unix(), 10)
	signed["sign"] = sign(signed, appKey, encoding)
	payload, err := json.Marshal(signed)
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]string{"payload": base64.StdEncoding.EncodeToString(payload)})
}
