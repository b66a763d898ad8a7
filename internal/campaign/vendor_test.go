package campaign

import (
	"bytes"
	"context"
	"crypto/md5" //nolint:gosec // The vendor's signature.
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// latency is what every call takes when nothing slows it down.
const latency = 40 * time.Millisecond

// vendor is the emulated vendor at the far end of a wire on which things go wrong.
type vendor struct {
	emulator *emulator.Server
	tally    *tally

	handling sync.Mutex // one call at a time, so that record is this call's
	record   emulator.Call

	mu     sync.Mutex
	script *script
	calls  []*call
	lists  map[string][][]listed  // what each product's lists showed, lies and lost ones aside
	lied   map[string][]time.Time // when they lied
	idle   bool                   // no run is under way
	lag    time.Duration          // for which lists hide new codes
	// held reports whether a state holds a code; set by the round.
	held func(id string) bool
	// awaits reports whether a state knows that a call may still act; set by the round.
	awaits func(*call) bool
}

// call is one request as it reached the vendor's side.
type call struct {
	name, machine, product string
	params                 map[string]string
	at                     string // position in the script
	sent                   time.Time
	fault                  string
	process                int // of the provider that sent it

	// What follows is known once the call was answered, or acted late.
	record  int         // the emulator's number of it; 0: it never heard of the call
	acted   atomic.Bool // it changed something
	acts    time.Time
	listed  time.Time // from when on lists show what it made
	awaited bool      // it acted between runs, and a state knew that it might
	status  int
	clear   bool   // the client was told that it succeeded
	message string // what else it was told
}

func newVendor(machines emulator.Fleet, newGeneration, perItem bool, t *tally) *vendor {
	config := emulator.Config{Fleet: machines, NewGeneration: newGeneration}
	if perItem {
		config.CodesPerProduct = func(p emulator.Product) int { return p.CurrentInventory }
	}
	v := &vendor{emulator: emulator.New(config), tally: t, script: newScript(t), lists: map[string][][]listed{}, lied: map[string][]time.Time{}}
	v.emulator.OnCall(func(c emulator.Call) { v.record = c })
	return v
}

// follow begins a script, at whose first call all counting starts anew; nil is for the
// time between runs.
func (v *vendor) follow(s *script) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.idle = s == nil; v.idle {
		s = newScript(v.tally)
	}
	v.script = s
}

// hideNewCodes has lists lag.
func (v *vendor) hideNewCodes(lag time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.lag = lag
	v.emulator.HideNewCodesFor(lag)
}

// liedSince reports whether a list of the product was wrong at or after a time.
func (v *vendor) liedSince(machine, product string, at time.Time) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.ContainsFunc(v.lied[machine+"/"+product], func(lie time.Time) bool { return !lie.Before(at) })
}

// past is the calls so far.
func (v *vendor) past() []*call {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.calls)
}

// wire is the transport of one provider process: it leads to the vendor of each host.
type wire struct {
	hosts   map[string]*vendor
	process int
}

// RoundTrip implements [http.RoundTripper].
func (w wire) RoundTrip(req *http.Request) (*http.Response, error) {
	v := w.hosts[req.URL.Host]
	if v == nil {
		return nil, fmt.Errorf("no such host: %s", req.URL.Host)
	}
	body, err := io.ReadAll(req.Body)
	must(err)
	c, f := v.arrive(req, body, w.process)
	if f.unreached != nil {
		return nil, f.unreached
	}
	if trace := httptrace.ContextClientTrace(req.Context()); trace != nil {
		if trace.GotConn != nil {
			trace.GotConn(httptrace.GotConnInfo{})
		}
		if trace.WroteHeaders != nil {
			trace.WroteHeaders()
		}
		if trace.WroteRequest != nil {
			trace.WroteRequest(httptrace.WroteRequestInfo{})
		}
	}
	type result struct {
		answer *http.Response
		err    error
	}
	answered := make(chan result, 1)
	go func() {
		answer, err := v.serve(req, body, c, f) //nolint:bodyclose // The client closes it.
		answered <- result{answer, err}
	}()
	select {
	case r := <-answered:
		return r.answer, r.err
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
}

// arrive notes a call and decides what goes wrong with it.
func (v *vendor) arrive(req *http.Request, body []byte, process int) (*call, fault) {
	c := &call{params: payloadOf(body), sent: time.Now(), process: process}
	path := strings.TrimPrefix(req.URL.Path, "/api/openapi/v1/")
	c.machine, c.product = c.params["machine_no"], c.params["product_id"]
	switch parts := strings.Split(path, "/"); {
	case len(parts) == 3 && parts[0] == "rent":
		c.name, c.machine = "machine", parts[2]
	case len(parts) == 3 && parts[2] == "pickup_code":
		c.name, c.product = "codes", parts[1]
	case path == "pickup_codes":
		c.name = map[string]string{
			"pickup_code.product.id": "generate", "pickup_code.product.all": "generate_all",
			"pickup_code.delete.id": "cancel", "pickup_code.delete.all": "cancel_all",
		}[c.params["method"]]
	default:
		c.name = path
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.calls = append(v.calls, c)
	f := v.script.next(c)
	c.fault = f.name
	return c, f
}

// serve lets a call act and answers it, as far as the fault lets it. It goes on when the
// client has left: a real server would not notice either.
func (v *vendor) serve(req *http.Request, body []byte, c *call, f fault) (*http.Response, error) {
	time.Sleep(latency/2 + f.slow)
	s := v.scriptNow()
	s.act(s.before, c)
	usual := &http.Response{StatusCode: http.StatusOK, Body: textBody(`{"code":0,"message":"ok","data":{}}`)}
	if f.rewrite != nil {
		params := maps.Clone(c.params)
		f.rewrite(params)
		body = signed(params)
	}
	switch f.acts {
	case atOnce:
		usual = v.handle(req, body, c)
	case later:
		time.AfterFunc(f.late, func() { v.handle(req, body, c) }) //nolint:bodyclose // Nothing is open.
	case never:
	}
	s.act(s.after, c)
	time.Sleep(latency / 2)
	if c.name == "codes" && f.acts == atOnce {
		v.list(usual, c, f.lie, f.answer == nil && req.Context().Err() == nil)
	}
	answer, err := usual, error(nil)
	if f.answer != nil {
		answer, err = f.answer(req, usual)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if answer != nil {
		c.status = answer.StatusCode
	}
	c.clear = f.answer == nil && f.acts == atOnce && c.acted.Load() && req.Context().Err() == nil
	return answer, err
}

func (v *vendor) scriptNow() *script {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.script
}

// handle has the emulator handle a call.
func (v *vendor) handle(req *http.Request, body []byte, c *call) *http.Response {
	v.handling.Lock()
	defer v.handling.Unlock()
	again := httptest.NewRequestWithContext(context.Background(), req.Method, req.URL.Path, bytes.NewReader(body))
	for name, values := range req.Header {
		again.Header.Set(name, values[0]) // as a server reads them, whatever their case
	}
	recorder := httptest.NewRecorder()
	v.emulator.ServeHTTP(recorder, again)
	v.mu.Lock()
	defer v.mu.Unlock()
	c.record, c.acts = v.record.N, time.Now()
	c.listed = c.acts.Add(v.lag)
	c.acted.Store(v.record.Acted)
	c.awaited = v.idle && v.awaits != nil && v.awaits(c)
	if !c.acted.Load() {
		c.message = fmt.Sprintf("%d %s", v.record.Code, v.record.Message)
	}
	return recorder.Result()
}

// listed is one element of a list of codes.
type listed map[string]any

// list remembers what a list shows, and changes it where it lies. arrives: the client
// gets to see it.
func (v *vendor) list(answer *http.Response, c *call, lie func(view) []any, arrives bool) {
	var envelope struct {
		Code    int      `json:"code"`
		Message string   `json:"message"`
		Data    []listed `json:"data"`
	}
	raw, err := io.ReadAll(answer.Body)
	must(err)
	answer.Body = io.NopCloser(bytes.NewReader(raw))
	if json.Unmarshal(raw, &envelope) != nil || envelope.Message != "ok" {
		return
	}
	v.mu.Lock()
	key := c.machine + "/" + c.product
	earlier := v.lists[key]
	switch {
	case lie != nil:
		v.lied[key] = append(v.lied[key], time.Now())
	case arrives:
		v.lists[key] = append(earlier, envelope.Data)
	}
	v.mu.Unlock()
	if lie == nil {
		return
	}
	shown := make([]listed, len(envelope.Data))
	for i, element := range envelope.Data {
		shown[i] = maps.Clone(element)
	}
	raw, err = json.Marshal(map[string]any{"code": 0, "message": "ok", "data": lie(view{shown, earlier, v.held})})
	must(err)
	answer.Body = io.NopCloser(bytes.NewReader(raw))
}

func textBody(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }

// payloadOf reads the parameters of a signed call; none of another one.
func payloadOf(body []byte) map[string]string {
	var outer struct{ Payload string }
	params := map[string]string{}
	if json.Unmarshal(body, &outer) == nil {
		raw, err := base64.StdEncoding.DecodeString(outer.Payload)
		must(err)
		_ = json.Unmarshal(raw, &params)
	}
	delete(params, "sign")
	return params
}

// signed is the body of a call with these parameters.
func signed(params map[string]string) []byte {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if params[name] != "" {
			text.WriteString(name + "=" + params[name] + "&")
		}
	}
	text.WriteString("key=" + emulator.AppKey)
	whole := maps.Clone(params)
	whole["sign"] = fmt.Sprintf("%X", md5.Sum([]byte(text.String()))) //nolint:gosec // As above.
	raw, err := json.Marshal(whole)
	must(err)
	raw, err = json.Marshal(map[string]string{"payload": base64.StdEncoding.EncodeToString(raw)})
	must(err)
	return raw
}

// number reads a parameter; 0 where there is none.
func (c *call) number(name string) int {
	n, _ := strconv.Atoi(c.params[name])
	return n
}

// generates reports whether it is a call for codes.
func (c *call) generates() bool { return c.name == "generate" || c.name == "generate_all" }
