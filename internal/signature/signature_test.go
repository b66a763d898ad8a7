package signature

import (
	"encoding/base64"
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
			if got := Sign(v.Params, v.Key, Encoding(v.Encoding)); got != v.Sign {
				t.Errorf("got %s, want %s", got, v.Sign)
			}
			v.Params["sign"] = "0123"
			v.Params["expired_at"] = ""
			if got := Sign(v.Params, v.Key, Encoding(v.Encoding)); got != v.Sign {
				t.Errorf("with a sign and an empty value: got %s, want %s", got, v.Sign)
			}
		})
	}
}

func TestSignOrderIsByByte(t *testing.T) {
	// "B" before "a", as bytes are. The sum is of "B=1&a=2&key=k".
	const want = "0AF37DABD443BF48214BD1FABBB27569"
	if got := Sign(map[string]string{"a": "2", "B": "1"}, "k", Raw); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// What the two sides agree on for an e-mail address and a plain password differs only
// for characters that encodeURI escapes.
func TestEncodeURI(t *testing.T) {
	for text, want := range map[string]string{
		"me@example.com":           "me@example.com",
		"aZ09-_.!~*'();/?:@&=+$,#": "aZ09-_.!~*'();/?:@&=+$,#",
		"a b%c\"d[e]":              "a%20b%25c%22d%5Be%5D",
		"密":                        "%E5%AF%86",
	} {
		if got := encodeURI(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	plain, special := map[string]string{"password": "Pa$$w0rd!"}, map[string]string{"password": "pass word"}
	if Sign(plain, "k", URI) != Sign(plain, "k", Raw) {
		t.Error("a plain password is signed differently")
	}
	if Sign(special, "k", URI) == Sign(special, "k", Raw) || Sign(special, "k", URI) == Sign(special, "k", URL) {
		t.Error("a space is not signed as %20")
	}
}

func TestPayload(t *testing.T) {
	params := map[string]string{"machine_no": "16327138", "expired_at": "2026-12-31 23:59:59"}
	now := time.Unix(1758513120, 0)
	got := decode(t, params, URL, now)
	if got["timestamp"] != strconv.FormatInt(now.Unix(), 10) || got["sign"] != Sign(got, "k", URL) || got["sign"] == Sign(got, "k", Raw) ||
		got["expired_at"] != "2026-12-31 23:59:59" || len(got) != 4 {
		t.Errorf("got %v", got)
	}
	if len(params) != 2 {
		t.Error("the caller's parameters were changed")
	}
	if got := decode(t, nil, Raw, now); len(got) != 2 {
		t.Errorf("without parameters: %v", got)
	}
}

func decode(t *testing.T, params map[string]string, encoding Encoding, now time.Time) map[string]string {
	t.Helper()
	payload, err := Payload(params, "k", encoding, now)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(payload)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]string
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	return got
}
