package dingshang

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"
	"time"
)

// The vectors were produced by the vendor's own systems and libraries.
func TestSignVectors(t *testing.T) {
	raw, err := os.ReadFile("testdata/signing-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Source, Key, Sign, Encoding string
		Params                      map[string]string
	}
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 4 {
		t.Fatalf("only %d vectors", len(vectors))
	}
	for _, v := range vectors {
		t.Run(v.Source, func(t *testing.T) {
			if got := sign(v.Params, v.Key, SignatureEncoding(v.Encoding)); got != v.Sign {
				t.Errorf("got %s, want %s", got, v.Sign)
			}
			v.Params["sign"] = "0123"
			v.Params["expired_at"] = ""
			if got := sign(v.Params, v.Key, SignatureEncoding(v.Encoding)); got != v.Sign {
				t.Errorf("with a sign and an empty value: got %s, want %s", got, v.Sign)
			}
		})
	}
}

func TestSignOrderIsByByte(t *testing.T) {
	// "B" before "a", as bytes are. The sum is of "B=1&a=2&key=k".
	const want = "0AF37DABD443BF48214BD1FABBB27569"
	if got := sign(map[string]string{"a": "2", "B": "1"}, "k", SignRaw); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSignedBody(t *testing.T) {
	params := map[string]string{"machine_no": testMachine, "expired_at": "2026-12-31 23:59:59"}
	now := time.Unix(1758513120, 0)
	body, err := signedBody(params, testKey, SignURL, now)
	if err != nil {
		t.Fatal(err)
	}
	got := payloadOf(body)
	if got["timestamp"] != strconv.FormatInt(now.Unix(), 10) || got["sign"] != sign(got, testKey, SignURL) || got["sign"] == sign(got, testKey, SignRaw) ||
		got["expired_at"] != "2026-12-31 23:59:59" || len(got) != 4 {
		t.Errorf("got %v", got)
	}
	if len(params) != 2 {
		t.Error("the caller's parameters were changed")
	}
	if body, err = signedBody(nil, testKey, SignRaw, now); err != nil || len(payloadOf(body)) != 2 {
		t.Errorf("without parameters: %s, %v", body, err)
	}
}
