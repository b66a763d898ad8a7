package campaign

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"terraform-provider-dingshang/internal/emulator"
)

// A campaign that finds nothing proves nothing unless its audit can find something. Here
// a proxy between provider and emulator makes the provider behave as if it were written
// carelessly; the audit has to notice, and to stay silent without the proxy.

// proxy forwards calls through around; nil answers mean that the connection is cut.
type proxy func(forward func() *http.Response, call *http.Request) *http.Response

func (p proxy) start(r *round, target string) string {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, call *http.Request) {
		body, err := io.ReadAll(call.Body)
		must(err)
		forward := func() *http.Response {
			// The emulator is asked even where the provider has left meanwhile.
			ctx := context.WithoutCancel(call.Context())
			again, err := http.NewRequestWithContext(ctx, call.Method, target+call.URL.Path, bytes.NewReader(body)) //nolint:gosec // The target is the test's own emulator.
			must(err)
			again.Header = call.Header.Clone()
			answer, err := client.Do(again) //nolint:gosec // As above.
			if err != nil {
				return nil
			}
			return answer
		}
		answer := p(forward, call)
		if answer == nil {
			panic(http.ErrAbortHandler)
		}
		defer answer.Body.Close()
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body)
	}))
	r.Cleanup(server.Close)
	return server.URL
}

// success is the vendor's answer with the data.
func success(data string) *http.Response {
	body := `{"code":0,"message":"ok","data":` + data + `}`
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body))}
}

// blindRetry sends a request for codes again when no answer came.
func blindRetry(forward func() *http.Response, call *http.Request) *http.Response {
	answer := forward()
	if answer == nil && call.Method == http.MethodPost && strings.HasSuffix(call.URL.Path, "/pickup_codes") {
		return forward()
	}
	return answer
}

// noListBefore makes the first list of codes look empty, as if it had not been made.
func noListBefore() proxy {
	var listed atomic.Bool
	return func(forward func() *http.Response, call *http.Request) *http.Response {
		if strings.HasSuffix(call.URL.Path, "/pickup_code") && listed.CompareAndSwap(false, true) {
			return success("[]")
		}
		return forward()
	}
}

// noCancel takes every cancelling for done.
func noCancel(forward func() *http.Response, call *http.Request) *http.Response {
	if call.Method == http.MethodPut {
		return success("{}")
	}
	return forward()
}

// forgetfulList leaves the newest code out of every list.
func forgetfulList(forward func() *http.Response, call *http.Request) *http.Response {
	answer := forward()
	if answer == nil || !strings.HasSuffix(call.URL.Path, "/pickup_code") {
		return answer
	}
	defer answer.Body.Close()
	var envelope struct{ Data []json.RawMessage }
	if json.NewDecoder(answer.Body).Decode(&envelope) != nil || len(envelope.Data) == 0 {
		return success("[]")
	}
	rest, err := json.Marshal(envelope.Data[1:])
	must(err)
	return success(string(rest))
}

func TestAuditFindsBrokenProviders(t *testing.T) {
	lost := emulator.Fault{Kind: emulator.Reset}
	lostAfterwards := emulator.Fault{Kind: emulator.Reset, Act: true}
	for name, tc := range map[string]struct {
		proxy  proxy
		faults map[string]emulator.Fault
		others int // codes of the same kind that somebody else made before
		want   string
	}{
		"a request for codes is repeated blindly": {
			proxy: blindRetry, faults: map[string]emulator.Fault{position("generate", cola, 1): lostAfterwards},
			want: "2 requests for codes of the resource",
		},
		"the list from before is skipped": {
			proxy: noListBefore(), faults: map[string]emulator.Fault{position("generate", cola, 1): lost}, others: 3,
			want: "which somebody else made",
		},
		"codes are not cancelled": {proxy: noCancel, want: "is live, in no state, and no message named it"},
		"a code is overlooked":    {proxy: forgetfulList, want: "is live, in no state, and no message named it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play := func(between func(*round, string) string) string {
				r := newRound(*seed, newTally(), between)
				defer r.end()
				if tc.others > 0 {
					r.emulator.Generate(machineA, cola, tc.others, 6, "")
				}
				configs := []config{{name: "a", machine: machineA, product: cola, count: 3, length: 6, mark: 2}}
				s := newScript(r.emulator, r.tally)
				for at, f := range tc.faults {
					s.faults[at] = namedFault{name: "scripted", Fault: f}
				}
				r.do(r.newRun(), s, configs, r.terraform.apply)
				r.heal(configs)
				r.finish(configs)
				return strings.Join(r.violations, "\n")
			}
			if found := play(nil); found != "" {
				t.Errorf("without the proxy the audit reports:\n%s", found)
			}
			if found := play(tc.proxy.start); !strings.Contains(found, tc.want) {
				t.Errorf("the audit reports %q, want something with %q", found, tc.want)
			}
		})
	}
}
