package dingshang

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/clock/clocktest"
	"terraform-provider-dingshang/internal/transport"
)

const (
	testID     = "ds0123456789abcdef"
	testSecret = "s3cr3t-of-developer"
	testKey    = "k3y-of-merchant"

	testMachine = "16327138"
	testProduct = "1323442"
)

// vendor is a server that answers as a test says, and remembers what it was asked.
type vendor struct {
	*httptest.Server

	mu          sync.Mutex
	requests    []request
	connections int
}

type request struct {
	method, path string
	header       http.Header
	body         string
	params       map[string]string // of the signed payload
}

// startVendor answers the first request with the first handler and so on, and every
// further one with the last.
func startVendor(t *testing.T, handlers ...http.HandlerFunc) *vendor {
	t.Helper()
	v := &vendor{}
	v.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handlers[min(v.remember(r), len(handlers))-1](w, r)
	}))
	v.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	v.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			v.mu.Lock()
			defer v.mu.Unlock()
			v.connections++
		}
	}
	v.Start()
	t.Cleanup(v.Close)
	return v
}

// remember returns how many requests there were so far, this one included. The handler
// can still read the body.
func (v *vendor) remember(r *http.Request) int {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	v.mu.Lock()
	defer v.mu.Unlock()
	v.requests = append(v.requests, request{r.Method, r.URL.Path, r.Header.Clone(), string(body), payloadOf(body)})
	return len(v.requests)
}

func payloadOf(body []byte) map[string]string {
	var wrapped struct{ Payload []byte }
	var params map[string]string
	if json.Unmarshal(body, &wrapped) != nil || json.Unmarshal(wrapped.Payload, &params) != nil {
		return nil
	}
	return params
}

func (v *vendor) received() []request {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.requests)
}

func (v *vendor) wantRequests(t *testing.T, want int) {
	t.Helper()
	if got := len(v.received()); got != want {
		t.Errorf("the server got %d requests, want %d", got, want)
	}
}

// setup is what a test changes of a client and of the way to its server.
type setup struct {
	Config
	limits
}

type limits = transport.Config

// newClient is a client with a clock that does not wait.
func newClient(t *testing.T, url string, change ...func(*setup)) *Client {
	t.Helper()
	with := setup{
		Config{URL: url, AppID: testID, AppSecret: testSecret, AppKey: testKey},
		limits{Clock: newFakeClock()},
	}
	for _, c := range change {
		c(&with)
	}
	with.Transport = transport.New(with.limits)
	client, err := New(with.Config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(with.Transport.CloseIdleConnections)
	return client
}

func retries(n int) func(*setup) { return func(c *setup) { c.MaxRetries = &n } }

// reply is an envelope with HTTP status 200.
func reply(code int, message, data string) http.HandlerFunc {
	return status(http.StatusOK, fmt.Sprintf(`{"code": %d, "message": %q, "data": %s}`, code, message, data))
}

func okay(data string) http.HandlerFunc { return reply(0, "ok", data) }

func status(code int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

const page = "<html><body><h1>Welcome</h1></body></html>"

// reset kills the connection after the request was read.
func reset(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
}

// truncated ends in the middle of a good answer.
func truncated(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, `{"code": 0, "message": "ok"`)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// stall answers nothing until the client leaves.
func stall(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// roundTripper answers without a network.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func replay(h http.HandlerFunc) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		h(w, r)
		return w.Result(), nil
	}
}

func offline(c *setup, h http.HandlerFunc) { c.RoundTripper = replay(h) }

func newFakeClock() *clocktest.Fake {
	return clocktest.New(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
}

func withClock(now clock.Clock) func(*setup) { return func(c *setup) { c.Clock = now } }

// failureOf is the API error that err is.
func failureOf(t *testing.T, err error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("got %v, want an API error", err)
	}
	return e
}

var generate = GenerateRequest{MachineNo: testMachine, ProductID: testProduct, Count: 2, Length: 8}
