package transport

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const maxMessage = 200

var (
	markup = regexp.MustCompile(`<[^>]*>`)
	// A signature is 32 hexadecimal digits; payloads and tokens are long runs of base64.
	opaque = regexp.MustCompile(`[A-Za-z0-9+/=_-]{32,}`)
)

// Hidden takes the place of what must not be shown.
const Hidden = "***"

// Redact removes markup, secrets and everything that could be an encoded secret from a
// server's text.
func Redact(text string, secrets ...string) string {
	text = markup.ReplaceAllString(text, " ")
	secrets = slices.Clone(secrets)
	// The longer one first: the shorter may be a part of it.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, Hidden)
		}
	}
	return opaque.ReplaceAllString(text, Hidden)
}

// OneLine returns a server's text as one line of at most 200 characters.
func OneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if runes := []rune(text); len(runes) > maxMessage {
		text = string(runes[:maxMessage]) + "…"
	}
	return text
}
