// Package signature signs requests the way all of the vendor's APIs expect it.
package signature

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

// Encoding says how names and values enter the signature.
type Encoding string

const (
	// Raw signs names and values as they are: what the vendor's servers do.
	Raw Encoding = "raw"
	// URL signs them form-encoded, as two of the vendor's newer client libraries do.
	URL Encoding = "url"
	// URI signs values as JavaScript's encodeURI writes them, as the vendor's console does.
	URI Encoding = "uri"
)

// Sign returns the signature of params: the non-empty ones sorted by name and joined as
// a query, the key appended, MD5 in upper-case hexadecimal.
func Sign(params map[string]string, key string, encoding Encoding) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(params)) {
		value := params[name]
		if name == "sign" || value == "" {
			continue
		}
		switch encoding {
		case URL:
			name, value = url.QueryEscape(name), url.QueryEscape(value)
		case URI:
			value = encodeURI(value)
		case Raw:
		}
		text.WriteString(name)
		text.WriteByte('=')
		text.WriteString(value)
		text.WriteByte('&')
	}
	text.WriteString("key=")
	text.WriteString(key)
	sum := md5.Sum([]byte(text.String())) //nolint:gosec // As above.
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// Payload returns params with the time and their signature, as base64 of a JSON object.
func Payload(params map[string]string, key string, encoding Encoding, now time.Time) (string, error) {
	signed := maps.Clone(params)
	if signed == nil {
		signed = map[string]string{}
	}
	signed["timestamp"] = strconv.FormatInt(now.Unix(), 10)
	signed["sign"] = Sign(signed, key, encoding)
	payload, err := json.Marshal(signed)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(payload), nil
}

// encodeURI escapes every byte but letters, digits and the characters that JavaScript's
// function of this name leaves alone.
func encodeURI(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var text strings.Builder
	for _, b := range []byte(s) {
		if b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("-_.!~*'();/?:@&=+$,#", b) >= 0 {
			text.WriteByte(b)
			continue
		}
		text.WriteByte('%')
		text.WriteByte(hexDigits[b>>4])
		text.WriteByte(hexDigits[b&15])
	}
	return text.String()
}
