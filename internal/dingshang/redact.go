package dingshang

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const maxMessage = 200

var (
	markup = regexp.MustCompile(`<[^>]*>`)
	// A pickup code is 6 to 10 digits; the vendor's messages may repeat one.
	codeLike = regexp.MustCompile(`[0-9]{6,}`)
	// A sign is 32 hexadecimal digits, a payload a long run of base64.
	opaque = regexp.MustCompile(`[A-Za-z0-9+/=_-]{32,}`)
)

// redact makes a foreign text fit to be shown: one short line, without markup, secrets,
// or numbers that could be pickup codes. The numbers that the call itself named, such
// as the machine's, stay.
func (c *Client) redact(message string, k call) string {
	message = markup.ReplaceAllString(message, " ")
	secrets := []string{c.cfg.AppSecret, c.cfg.AppKey}
	// The longer one first: the shorter may be a part of it.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for _, secret := range secrets {
		message = strings.ReplaceAll(message, secret, "***")
	}
	message = opaque.ReplaceAllString(message, "***")
	message = codeLike.ReplaceAllStringFunc(message, func(number string) string {
		named := []string{k.params["machine_no"], k.params["product_id"], k.params["id"]}
		if slices.Contains(named, number) || strings.Contains("/"+k.path+"/", "/"+number+"/") {
			return number
		}
		return "***"
	})
	message = strings.Join(strings.FieldsFunc(message, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if runes := []rune(message); len(runes) > maxMessage {
		message = string(runes[:maxMessage]) + "…"
	}
	return message
}
