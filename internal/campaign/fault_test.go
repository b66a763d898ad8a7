package campaign

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

// acting says whether a call takes effect.
type acting int

const (
	atOnce acting = iota
	never
	later
)

// fault is what goes wrong with one call. The zero value is nothing.
type fault struct {
	name      string
	unreached error // the connection was never there
	acts      acting
	late      time.Duration                                               // with later
	slow      time.Duration                                               // before it acts
	answer    func(*http.Request, *http.Response) (*http.Response, error) // in place of the usual one
	lie       func(view) []any                                            // a list that is not true
	rewrite   func(params map[string]string)                              // the server takes it for another request
}

// vague is the answers that leave open whether the server acted, as faults that did not.
var vague = []fault{
	{name: "reset", answer: cut(&net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)})},
	{name: "end of file", answer: cut(io.EOF)},
	{name: "half an answer", answer: func(_ *http.Request, usual *http.Response) (*http.Response, error) {
		whole, err := io.ReadAll(usual.Body)
		must(err)
		usual.Body = io.NopCloser(io.MultiReader(strings.NewReader(string(whole[:len(whole)/2])), broken{}))
		return usual, nil
	}},
	{name: "web page", answer: says(http.StatusBadGateway, "<html><body>Bad Gateway</body></html>")},
	{name: "no JSON", answer: says(http.StatusOK, "upstream connect error or disconnect/reset before headers")},
	{name: "HTTP 500", answer: says(http.StatusInternalServerError, "")},
	{name: "HTTP 503, retry after", answer: retryAfter(http.StatusServiceUnavailable, "7")},
	{name: "redirect", answer: func(*http.Request, *http.Response) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusTemporaryRedirect, Header: http.Header{"Location": {"http://elsewhere.test/"}}, Body: textBody("")}, nil
	}},
	{name: "stall", answer: func(req *http.Request, _ *http.Response) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}},
	{name: "code 6015", answer: envelope(http.StatusOK, 6015, "timed out")},
	{name: "code 99999", answer: envelope(http.StatusOK, 99999, "busy")},
	{name: "code 0, not ok", answer: envelope(http.StatusOK, 0, "超出货道最大库存")},
	{name: "code 30004, HTTP 500", answer: envelope(http.StatusInternalServerError, 30004, "not in operation")},
}

// broken is the end of a body that was cut off.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func cut(err error) func(*http.Request, *http.Response) (*http.Response, error) {
	return func(*http.Request, *http.Response) (*http.Response, error) { return nil, err }
}

func says(status int, body string) func(*http.Request, *http.Response) (*http.Response, error) {
	return func(*http.Request, *http.Response) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: textBody(body)}, nil
	}
}

func retryAfter(status int, seconds string) func(*http.Request, *http.Response) (*http.Response, error) {
	return func(*http.Request, *http.Response) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{"Retry-After": {seconds}}, Body: textBody("")}, nil
	}
}

func envelope(status, code int, message string) func(*http.Request, *http.Response) (*http.Response, error) {
	return says(status, fmt.Sprintf(`{"code":%d,"message":%q,"data":{}}`, code, message)) //nolint:bodyclose // Nothing is open.
}

func refusal(code int) fault {
	return fault{name: fmt.Sprint(refused, code), acts: never, answer: envelope(http.StatusOK, code, "no")} //nolint:bodyclose // Nothing is open.
}

var (
	throttled   = fault{name: "throttled", acts: never, answer: retryAfter(http.StatusTooManyRequests, "3")}
	credentials = fault{name: "credentials", acts: never, answer: envelope(http.StatusUnauthorized, 10013, "no")}
	noDial      = fault{name: "no connection", unreached: &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}}
	slow        = fault{name: "slow", slow: 12 * time.Second}
)

// refused begins the name of a refusal.
const refused = "refused with "

// Refusals are codes by which the vendor says that it did not act.
var (
	generateRefusals = []int{10023, 30002, 30004, 6047, 6046, 10001, 6029, 6030, 4002, 10009, 4006}
	cancelRefusals   = []int{30002, 30004, 4002, 10001}
	readRefusals     = []int{30002, 30004, 30001, 4002, 10001, 10009}
)

// view is a list that is about to be shown.
type view struct {
	shown   []listed
	earlier [][]listed           // what lists of the product showed before
	held    func(id string) bool // by a state
}

// lies is what a list may wrongly show. None of them lasts.
var lies = []fault{
	{name: "empty list", lie: func(view) []any { return []any{} }},
	{name: "repeated id", lie: func(v view) []any { return anyOf(append(v.shown, v.shown...)) }},
	{name: "newest left out", lie: func(v view) []any { return anyOf(v.shown[min(1, len(v.shown)):]) }},
	{name: "oldest left out", lie: func(v view) []any { return anyOf(v.shown[:max(0, len(v.shown)-1)]) }},
	{name: "earlier list", lie: func(v view) []any {
		if len(v.earlier) > 0 {
			return anyOf(v.earlier[len(v.earlier)-1])
		}
		return anyOf(v.shown)
	}},
	{name: "first list", lie: func(v view) []any {
		if len(v.earlier) > 0 {
			return anyOf(v.earlier[0])
		}
		return anyOf(v.shown)
	}},
	{name: "expiries shifted", lie: each(func(element listed) {
		if text, ok := element["expired_at"].(string); ok {
			element["expired_at"] = shifted(text, 8*time.Hour)
		}
	})},
	{name: "numbers longer", lie: each(func(element listed) { element["code"] = fmt.Sprint("0", element["code"]) })},
	{name: "other numbers", lie: func(v view) []any {
		for _, element := range v.shown {
			// Of a code that no state holds yet, nobody could know better.
			if number, _ := element["code"].(string); v.held(fmt.Sprint(element["id"])) {
				element["code"] = number[1:] + number[:1]
			}
		}
		return anyOf(v.shown)
	}},
	{name: "unreadable element", lie: func(v view) []any { return append(anyOf(v.shown), "?") }},
}

func each(change func(listed)) func(view) []any {
	return func(v view) []any {
		for _, element := range v.shown {
			change(element)
		}
		return anyOf(v.shown)
	}
}

func anyOf(elements []listed) []any {
	out := make([]any, len(elements))
	for i, element := range elements {
		out[i] = element
	}
	return out
}

func shifted(text string, by time.Duration) string {
	at, err := time.Parse(time.DateTime, text)
	must(err)
	return at.Add(by).Format(time.DateTime)
}

// rewrites is how a server may change what it is sent.
var rewrites = []fault{
	{name: "expiry shifted", rewrite: func(params map[string]string) {
		if params["expired_at"] != "" {
			params["expired_at"] = shifted(params["expired_at"], 8*time.Hour)
		}
	}},
	{name: "expiry dropped", rewrite: func(params map[string]string) { delete(params, "expired_at") }},
	{name: "length changed", rewrite: func(params map[string]string) { params["code_length"] = "9" }},
}

// acted is a fault in which the server acted, late where d is not 0.
func (f fault) acted(d time.Duration) fault {
	f.name += ", acted"
	if f.acts = atOnce; d > 0 {
		f.name, f.acts, f.late = f.name+" late", later, d
	}
	return f
}

func (f fault) idle() fault {
	f.acts = never
	return f
}

// faultsOf is one fault of each kind that a call may meet.
func faultsOf(name string) []fault {
	out := []fault{throttled, credentials, noDial, slow}
	switch name {
	case "generate", "generate_all":
		for _, f := range vague {
			out = append(out, f.idle(), f.acted(0), f.acted(20*time.Second))
		}
		for _, code := range generateRefusals {
			acted := refusal(code).acted(0)
			out = append(out, refusal(code), acted)
		}
		return append(out, rewrites...)
	case "cancel":
		for _, f := range vague {
			out = append(out, f.idle(), f.acted(0))
		}
		for _, code := range cancelRefusals {
			out = append(out, refusal(code))
		}
		return out
	case "codes":
		out = append(out, lies...)
	}
	out = append(out, vague...)
	for _, code := range readRefusals {
		out = append(out, refusal(code))
	}
	return out
}

// drawFault chooses one. honest: no lies. prompt: what was made is listed at once; else a
// refusal that is not true could not be seen through by one look.
func drawFault(r *rand.Rand, name string, honest, prompt bool) fault {
	choice := slices.DeleteFunc(faultsOf(name), func(f fault) bool {
		return honest && (f.lie != nil || f.rewrite != nil) || !prompt && f.acts == atOnce && strings.HasPrefix(f.name, refused)
	})
	f := choice[r.IntN(len(choice))]
	if f.acts == later {
		f.late = time.Duration(r.Int64N(int64(settleTime * 9 / 10)))
		if r.IntN(4) == 0 {
			f.late = settleTime + time.Duration(r.Int64N(int64(3*time.Hour)))
		}
	}
	if f.slow > 0 {
		f.slow = time.Duration(r.Int64N(int64(40 * time.Second)))
	}
	return f
}
