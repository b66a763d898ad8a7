package emulator

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// testMachine and testCola are what most tests are about.
const (
	testMachine = "16327138"
	testCola    = "1323442"
)

// noon is when tests take place unless they say otherwise.
var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, gmt8)

func atNoon() time.Time { return noon }

// client is the least that can talk to the server.
type client struct {
	t          testing.TB
	url        string
	now        func() time.Time
	urlEncoded bool
	header     http.Header
}

type answer struct {
	status  int
	header  http.Header
	code    int
	message string
	data    string
	body    string
}

func start(t testing.TB, cfg Config) (*Server, *client) {
	t.Helper()
	if cfg.Now == nil {
		cfg.Now = atNoon
	}
	s := New(cfg)
	c := &client{t: t, url: s.Start(t), now: cfg.Now, urlEncoded: cfg.URLEncodedSignatures, header: http.Header{}}
	c.header.Set("Appid", s.cfg.AppID)
	c.header.Set("AppSecret", s.cfg.AppSecret)
	c.header.Set("Content-Type", "application/json")
	return s, c
}

// signedBody is a payload with timestamp and signature.
func (c *client) signedBody(params map[string]string) []byte {
	all := map[string]string{"timestamp": strconv.FormatInt(c.now().Unix(), 10)}
	maps.Copy(all, params)
	all["sign"] = signatureOf(all, AppKey, c.urlEncoded)
	return wrapPayload(all)
}

func wrapPayload(values any) []byte {
	plain, _ := json.Marshal(values)
	body, _ := json.Marshal(map[string]string{"payload": base64.StdEncoding.EncodeToString(plain)})
	return body
}

func (c *client) send(httpMethod, path string, body []byte) (answer, error) {
	return c.sendUntil(c.t.Context(), httpMethod, path, body)
}

func (c *client) sendUntil(ctx context.Context, httpMethod, path string, body []byte) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, httpMethod, c.url+path, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	req.Header = c.header
	transport := &http.Transport{DisableKeepAlives: true}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	out := answer{status: resp.StatusCode, header: resp.Header, body: string(text)}
	var envelope struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Data    json.RawMessage `json:"data"`
	}
	if json.Unmarshal(text, &envelope) == nil {
		out.code, out.message, out.data = envelope.Code, envelope.Message, string(envelope.Data)
	}
	return out, err
}

// call is a signed call that must be answered.
func (c *client) call(httpMethod, path string, params map[string]string) answer {
	c.t.Helper()
	out, err := c.send(httpMethod, basePath+path, c.signedBody(params))
	if err != nil {
		c.t.Fatalf("%s %s: %v", httpMethod, path, err)
	}
	return out
}

func (c *client) generate(more map[string]string) answer {
	c.t.Helper()
	return c.call("POST", "pickup_codes", generateParams(more))
}

func generateParams(more map[string]string) map[string]string {
	params := map[string]string{"method": "pickup_code.product.id", "machine_no": testMachine, "product_id": testCola}
	maps.Copy(params, more)
	return params
}

type listed struct {
	ID        any    `json:"id"`
	Code      string `json:"code"`
	Status    string `json:"status"`
	CreatedAt string `json:"created_at"`
	ExpiredAt string `json:"expired_at"`
}

func (c *client) codes() []listed {
	c.t.Helper()
	out := c.call("POST", "products/"+testCola+"/pickup_code", map[string]string{"machine_no": testMachine})
	out.wantOK(c.t)
	var codes []listed
	if err := json.Unmarshal([]byte(out.data), &codes); err != nil {
		c.t.Fatalf("%s: %v", out.data, err)
	}
	return codes
}

func (a answer) wantOK(t testing.TB) {
	t.Helper()
	a.want(t, 0, "ok")
}

func (a answer) want(t testing.TB, code int, message string) {
	t.Helper()
	if a.code != code || (message != "" && a.message != message) || a.message == "" {
		t.Fatalf("got %s, want code %d %s", a.body, code, message)
	}
}

func (a answer) decode(t testing.TB) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(a.data), &out); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	return out
}
