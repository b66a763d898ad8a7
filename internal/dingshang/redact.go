package dingshang

import (
	"regexp"
	"slices"
	"strings"

	"terraform-provider-dingshang/internal/transport"
)

// A pickup code is 6 to 10 digits; the vendor's messages may repeat one.
var codeLike = regexp.MustCompile(`[0-9]{6,}`)

// redact makes a server's text safe to show: one short line without markup, secrets, or
// numbers that could be pickup codes. Numbers that the call itself named, such as the
// machine's, stay.
func (c *Client) redact(message string, k call) string {
	message = transport.Redact(message, c.cfg.AppSecret, c.cfg.AppKey)
	message = codeLike.ReplaceAllStringFunc(message, func(number string) string {
		named := []string{k.params["machine_no"], k.params["product_id"], k.params["id"]}
		if slices.Contains(named, number) || strings.Contains("/"+k.path+"/", "/"+number+"/") {
			return number
		}
		return transport.Hidden
	})
	return transport.OneLine(message)
}
