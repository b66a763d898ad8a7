package dingshang

import (
	"testing"
	"time"

	"terraform-provider-dingshang/internal/signature"
)

// A rejected signature can come from the encoding only where the call signs something
// that the two encodings write differently.
func TestRejectedSignatureNamesTheOtherEncoding(t *testing.T) {
	expiring := generate
	expiring.ExpiresAt = time.Date(2030, 12, 31, 15, 59, 41, 0, time.UTC)
	for name, tc := range map[string]struct {
		used    signature.Encoding
		request GenerateRequest
		code    int
		want    signature.Encoding
	}{
		"raw":               {signature.Raw, expiring, 4006, signature.URL},
		"url":               {signature.URL, expiring, 4006, signature.Raw},
		"signed alike":      {signature.Raw, generate, 4006, ""},
		"another rejection": {signature.Raw, expiring, 6029, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClient(t, "http://vendor.test", func(cfg *setup) {
				cfg.SignatureEncoding = tc.used
				offline(cfg, reply(tc.code, "rejected", "{}"))
			})
			if e := failureOf(t, c.GeneratePickupCodes(t.Context(), tc.request)); e.Code != tc.code || e.OtherEncoding != tc.want {
				t.Errorf("got %+v, want %q", *e, tc.want)
			}
		})
	}
}
