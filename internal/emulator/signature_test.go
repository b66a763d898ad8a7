package emulator

import (
	"encoding/json"
	"os"
	"testing"
)

// The vectors were made by the vendor's own systems and libraries.
func TestSignAgreesWithTheVendor(t *testing.T) {
	text, err := os.ReadFile("testdata/signing-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Source, Key, Sign, Encoding string
		Params                      map[string]string
	}
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors) < 4 {
		t.Fatal(len(vectors), err)
	}
	for _, v := range vectors {
		t.Run(v.Source, func(t *testing.T) {
			v.Params["sign"] = "is not part of itself"
			v.Params["empty"] = ""
			if got := signatureOf(v.Params, v.Key, v.Encoding == "url"); got != v.Sign {
				t.Errorf("got %s, want %s", got, v.Sign)
			}
		})
	}
}

func TestSignsOfTheOtherEncodingAreRefused(t *testing.T) {
	for _, encoded := range []bool{false, true} {
		_, c := start(t, Config{URLEncodedSignatures: encoded})
		expiry := map[string]string{"expired_at": "2026-12-31 23:59:59"}
		c.generate(expiry).wantOK(t)
		c.urlEncoded = !encoded
		c.generate(expiry).want(t, 4006, "")
		c.generate(nil).wantOK(t) // nothing in it that encoding would change
	}
}
