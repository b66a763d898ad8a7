package dingshang

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/signature"
	"terraform-provider-dingshang/internal/transport"
)

func TestRequest(t *testing.T) {
	v := startVendor(t, okay("[]"))
	c := newClient(t, v.URL+"/base/", func(cfg *setup) { cfg.UserAgent = "agent/1" })
	if _, err := c.Machines(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.PickupCodesNow(t.Context(), testMachine, testProduct); err != nil {
		t.Fatal(err)
	}
	if err := c.CancelPickupCode(t.Context(), testMachine, testProduct, "17"); err != nil {
		t.Fatal(err)
	}
	got := v.received()
	for i, want := range []request{
		{method: "POST", path: "/base/api/openapi/v1/rent/machines"},
		{method: "POST", path: "/base/api/openapi/v1/products/" + testProduct + "/pickup_code"},
		{method: "PUT", path: "/base/api/openapi/v1/pickup_codes"},
	} {
		h := got[i].header
		if got[i].method != want.method || got[i].path != want.path {
			t.Errorf("request %d: %s %s", i, got[i].method, got[i].path)
		}
		if h.Get("Appid") != testID || h.Get("Appsecret") != testSecret || h.Get("Content-Type") != "application/json" || h.Get("User-Agent") != "agent/1" {
			t.Errorf("request %d: headers %v", i, h)
		}
		if strings.Contains(got[i].body, testSecret) || strings.Contains(got[i].body, testKey) {
			t.Errorf("request %d: a secret is in the body", i)
		}
	}
	if got[0].body != "{}" {
		t.Errorf("unsigned body %s", got[0].body)
	}
	p := got[2].params
	if p["method"] != "pickup_code.delete.id" || p["machine_no"] != testMachine || p["id"] != "17" || p["sign"] != signature.Sign(p, testKey, signature.Raw) {
		t.Errorf("payload %v", p)
	}
}

// Kind and outcome of a call that the way to the server, or the server's front, spoils.
func TestOutcomeOfSpoiltAnswers(t *testing.T) {
	for name, tc := range map[string]struct {
		handler http.HandlerFunc
		kind    Kind
		outcome Outcome
	}{
		"401 of the vendor":           {status(401, `{"code": 10014, "message": "appid invalid", "data": {}}`), KindCredentials, OutcomeRefused},
		"401 of a proxy":              {status(401, page), KindCredentials, OutcomeRefused},
		"401 with success inside":     {status(401, `{"code": 0, "message": "ok", "data": {}}`), KindCredentials, OutcomeRefused},
		"400 without an envelope":     {status(400, page), KindUnreadable, OutcomeUnknown},
		"403 of a proxy":              {status(403, page), KindUnreadable, OutcomeUnknown},
		"403 with success inside":     {status(403, `{"code": 0, "message": "ok"}`), KindUnlisted, OutcomeUnknown},
		"404 of a web server":         {status(404, page), KindUnreadable, OutcomeUnknown},
		"408":                         {status(408, ""), KindUnreadable, OutcomeUnknown},
		"500":                         {status(500, page), KindUnreadable, OutcomeUnknown},
		"502 with a rejection inside": {status(502, `{"code": 6047, "message": "inventory not enough"}`), KindUnreadable, OutcomeUnknown},
		"503 with success inside":     {status(503, `{"code": 0, "message": "ok"}`), KindUnreadable, OutcomeUnknown},
		"504":                         {status(504, ""), KindUnreadable, OutcomeUnknown},
		"HTML":                        {status(200, page), KindUnreadable, OutcomeUnknown},
		"empty answer":                {status(200, ""), KindUnreadable, OutcomeUnknown},
		"no content":                  {status(204, ""), KindUnreadable, OutcomeUnknown},
		"trailing garbage":            {status(200, `{"code": 0, "message": "ok"}x`), KindUnreadable, OutcomeUnknown},
		"redirect":                    {status(302, "", "Location", "https://login.example.com/"), KindUnreadable, OutcomeUnknown},
		"reset":                       {reset, KindNoAnswer, OutcomeUnknown},
		"closed without an answer":    {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, KindNoAnswer, OutcomeUnknown},
		"truncated":                   {truncated, KindNoAnswer, OutcomeUnknown},
		"no answer in time":           {stall, KindNoAnswer, OutcomeUnknown},
		"timed out, says the vendor":  {reply(6015, "timeout", "{}"), KindTransient, OutcomeUnknown},
		"exists, says the vendor":     {reply(6030, "pickup code exists", "{}"), KindRequest, OutcomeUnknown},
		"undocumented":                {reply(77777, "?", "{}"), KindUnlisted, OutcomeUnknown},
		"code 0, another message":     {reply(0, "超出货道最大库存", "{}"), KindUnlisted, OutcomeUnknown},
		"documented":                  {reply(6047, "inventory not enough", "{}"), KindProductState, OutcomeRejected},
	} {
		t.Run(name, func(t *testing.T) {
			// On a reused connection, where net/http might replay a request.
			v := startVendor(t, okay("[]"), tc.handler, okay("{}"))
			c := newClient(t, v.URL, retries(4), func(cfg *setup) {
				if name == "no answer in time" {
					cfg.RequestTimeout = 100 * time.Millisecond
				}
			})
			if _, err := c.Machines(t.Context()); err != nil {
				t.Fatal(err)
			}
			e := failureOf(t, c.GeneratePickupCodes(t.Context(), generate))
			if e.Kind != tc.kind || e.Outcome() != tc.outcome {
				t.Errorf("got kind %d, outcome %d: %v", e.Kind, e.Outcome(), e)
			}
			v.wantRequests(t, 2)
		})
	}
}

func TestNotReached(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = startVendor(t, okay("")).Config.ErrorLog
	untrusted.StartTLS()
	defer untrusted.Close()
	noSuchHost := func(cfg *setup) {
		cfg.RoundTripper = &http.Transport{DialContext: func(_ context.Context, network, address string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: network, Err: &net.DNSError{Err: "no such host", Name: address, IsNotFound: true}}
		}}
	}
	for name, tc := range map[string]struct {
		url    string
		change func(*setup)
		want   string
	}{
		"refused":          {closed.URL, func(*setup) {}, "connection refused"},
		"name unknown":     {"http://vendor.test", noSuchHost, "no such host"},
		"not trusted":      {untrusted.URL, func(*setup) {}, "certificate"},
		"TLS with no TLS ": {strings.Replace(startVendor(t, okay("")).URL, "http:", "https:", 1), func(*setup) {}, "HTTPS"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClient(t, tc.url, retries(0), tc.change)
			_, err := c.MachineNow(t.Context(), testMachine)
			if e := failureOf(t, err); e.Kind != KindNotReached || e.Outcome() != OutcomeNotReached || !strings.Contains(e.Error(), tc.want) {
				t.Errorf("kind %d, %v", e.Kind, e)
			}
			if strings.Contains(err.Error(), "Post ") {
				t.Errorf("the address is in %q", err)
			}
		})
	}
}

// A redirect would take AppId and AppSecret, and with 307 and 308 the body, to another host.
func TestRedirectsAreRefused(t *testing.T) {
	for _, code := range []int{301, 302, 303, 307, 308} {
		elsewhere := startVendor(t, okay("[]"))
		v := startVendor(t, status(code, "", "Location", elsewhere.URL+"/api/openapi/v1/rent/machines"))
		c := newClient(t, v.URL)
		_, err := c.Machines(t.Context())
		if e := failureOf(t, err); e.Kind != KindUnreadable || e.HTTPStatus != code || !strings.Contains(e.Error(), "redirect") {
			t.Errorf("HTTP %d on a read: %v", code, err)
		}
		if e := failureOf(t, c.GeneratePickupCodes(t.Context(), generate)); e.Outcome() != OutcomeUnknown {
			t.Errorf("HTTP %d on generating: %v", code, e)
		}
		elsewhere.wantRequests(t, 0)
		v.wantRequests(t, 2)
	}
}

func TestAnswerSize(t *testing.T) {
	before, after := `{"code": 0, "message": "ok", "data": [{"machine_no": "1", "address": "`, `"}]}`
	sized := func(size int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, before+strings.Repeat("x", size-len(before)-len(after))+after)
		}
	}
	v := startVendor(t, sized(transport.MaxAnswer), sized(transport.MaxAnswer+1))
	c := newClient(t, v.URL, retries(0))
	if fleet, err := c.Machines(t.Context()); err != nil || len(fleet) != 1 {
		t.Errorf("8 MiB: %d machines, %v", len(fleet), err)
	}
	_, err := c.Machines(t.Context())
	if e := failureOf(t, err); e.Kind != KindNoAnswer || !strings.Contains(e.Error(), "larger than 8 MiB") {
		t.Errorf("a byte more: %v", err)
	}
}

// endless counts what is read of an answer that does not end.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return len(p), nil
}

func TestAnEndlessAnswerIsLeft(t *testing.T) {
	body := &endless{}
	c := newClient(t, "http://vendor.test", retries(0), func(cfg *setup) {
		cfg.RoundTripper = roundTripper(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: io.NopCloser(body), Request: r}, nil
		})
	})
	if _, err := c.Machines(t.Context()); failureOf(t, err).Kind != KindNoAnswer || body.read > transport.MaxAnswer+1 {
		t.Errorf("%d bytes were read: %v", body.read, err)
	}
}

// With GetBody, net/http may send a request again by itself.
func TestBodiesCannotBeReplayed(t *testing.T) {
	c := newClient(t, "http://vendor.test", func(cfg *setup) {
		cfg.RoundTripper = roundTripper(func(r *http.Request) (*http.Response, error) {
			if r.GetBody != nil {
				t.Error("the body can be had again")
			}
			return replay(okay("{}"))(r)
		})
	})
	if err := c.GeneratePickupCodes(t.Context(), generate); err != nil {
		t.Error(err)
	}
}

func TestLogHoldsNoSecretAndNoBody(t *testing.T) {
	var mu sync.Mutex
	var entries []transport.Exchange
	v := startVendor(t, okay("{}"), reply(6047, "code 24681357 of "+testSecret, "{}"))
	c := newClient(t, v.URL, func(cfg *setup) {
		cfg.Log = func(_ context.Context, e transport.Exchange) {
			mu.Lock()
			defer mu.Unlock()
			entries = append(entries, e)
		}
	})
	if err := c.GeneratePickupCodes(t.Context(), generate); err != nil {
		t.Fatal(err)
	}
	if err := c.GeneratePickupCodes(t.Context(), generate); err == nil {
		t.Fatal("no error")
	}
	want := transport.Exchange{Call: "pickup_codes", Operation: "pickup_code.product.id", HTTPMethod: "POST", Path: "pickup_codes", HTTPStatus: 200}
	if len(entries) != 2 {
		t.Fatalf("%d entries", len(entries))
	}
	entries[0].Duration, entries[1].Duration = 0, 0
	if entries[0] != want {
		t.Errorf("got %+v", entries[0])
	}
	want.Code, want.Failure = 6047, `pickup_codes: code 6047, "code *** of ***"`
	if entries[1] != want {
		t.Errorf("got %+v", entries[1])
	}
}

func TestCausesStayRecognizable(t *testing.T) {
	v := startVendor(t, stall)
	ctx, cancel := context.WithCancel(t.Context())
	c := newClient(t, v.URL, retries(0), func(cfg *setup) {
		cfg.RoundTripper = roundTripper(func(r *http.Request) (*http.Response, error) {
			cancel()
			return http.DefaultTransport.RoundTrip(r) //nolint:forbidigo // A plain transport is what is meant.
		})
	})
	if _, err := c.MachineNow(ctx, testMachine); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	c = newClient(t, v.URL, retries(0), func(cfg *setup) { cfg.RequestTimeout = 20 * time.Millisecond })
	if _, err := c.MachineNow(t.Context(), testMachine); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "within 20ms") {
		t.Error(err)
	}
}
