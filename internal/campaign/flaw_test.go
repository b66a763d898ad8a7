package campaign

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest/core"
	"terraform-provider-dingshang/internal/emulator"
)

// A campaign that finds nothing proves nothing unless its audit can find something. Here
// a provider is made to behave as if it were written carelessly; the audit has to notice,
// and to stay silent about the provider as it is.

// flaw makes a provider careless. The zero value leaves it as it is.
type flaw struct {
	transport func(http.RoundTripper) http.RoundTripper
	state     func(tftypes.Value) tftypes.Value // of every state that the provider gets to see
}

// between stands between a provider and its transport.
type between func(next func(*http.Request) (*http.Response, error), req *http.Request, params map[string]string) (*http.Response, error)

// on makes the flaw. It is told the parameters of signed calls.
func (b between) on() flaw {
	return flaw{transport: func(wire http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(req.Body)
			must(err)
			req.Body = io.NopCloser(bytes.NewReader(body))
			return b(wire.RoundTrip, req, payloadOf(body))
		})
	}}
}

type roundTripper func(*http.Request) (*http.Response, error)

// RoundTrip implements [http.RoundTripper].
func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// blindRetry sends a request for codes again when no answer came.
func blindRetry(next func(*http.Request) (*http.Response, error), req *http.Request, params map[string]string) (*http.Response, error) {
	answer, err := next(req)
	if err != nil && strings.HasPrefix(params["method"], "pickup_code.product") {
		req.Body = io.NopCloser(bytes.NewReader(signed(params)))
		return next(req)
	}
	return answer, err
}

// noCancel takes every cancelling for done.
func noCancel(next func(*http.Request) (*http.Response, error), req *http.Request, _ map[string]string) (*http.Response, error) {
	if req.Method == http.MethodPut {
		return says(http.StatusOK, `{"code":0,"message":"ok","data":{}}`)(nil, nil)
	}
	return next(req)
}

// editLists changes what lists of codes show.
func editLists(next func(*http.Request) (*http.Response, error), req *http.Request, edit func([]listed) []listed) (*http.Response, error) {
	answer, err := next(req)
	if err != nil || !strings.HasSuffix(req.URL.Path, "/pickup_code") {
		return answer, err
	}
	var envelope struct {
		Code    int      `json:"code"`
		Message string   `json:"message"`
		Data    []listed `json:"data"`
	}
	raw, err := io.ReadAll(answer.Body)
	must(err)
	if answer.Body = io.NopCloser(bytes.NewReader(raw)); json.Unmarshal(raw, &envelope) == nil && envelope.Message == "ok" {
		envelope.Data = edit(envelope.Data)
		raw, err = json.Marshal(envelope)
		must(err)
		answer.Body = io.NopCloser(bytes.NewReader(raw))
	}
	return answer, nil
}

// noListBefore makes the first list of a process look empty, as if it had not been made.
func noListBefore() flaw {
	return flaw{transport: func(wire http.RoundTripper) http.RoundTripper {
		var mu sync.Mutex
		asked := false
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			return editLists(wire.RoundTrip, req, func(all []listed) []listed {
				mu.Lock()
				defer mu.Unlock()
				if !asked {
					asked = true
					return []listed{}
				}
				return all
			})
		})
	}}
}

// forgetfulList leaves the newest code out of every list.
func forgetfulList(next func(*http.Request) (*http.Response, error), req *http.Request, _ map[string]string) (*http.Response, error) {
	return editLists(next, req, func(all []listed) []listed { return all[min(1, len(all)):] })
}

// markIgnored asks for the expiry that everybody asks for, and takes all new codes with
// it for its own.
func markIgnored() flaw {
	wish := "2027-06-30 23:59:59"
	mark := wish
	return between(func(next func(*http.Request) (*http.Response, error), req *http.Request, params map[string]string) (*http.Response, error) {
		if strings.HasPrefix(params["method"], "pickup_code.product") {
			mark = params["expired_at"]
			own := maps.Clone(params)
			own["expired_at"] = wish
			req.Body = io.NopCloser(bytes.NewReader(signed(own)))
		}
		return editLists(next, req, func(all []listed) []listed {
			for _, element := range all {
				if element["expired_at"] == wish {
					element["expired_at"] = mark
				}
			}
			return all
		})
	}).on()
}

// overwrite sets an attribute of every state.
func overwrite(name string, value tftypes.Value) flaw {
	return flaw{state: func(state tftypes.Value) tftypes.Value {
		attributes := core.Attributes(state)
		if was, ok := attributes[name]; ok && was.IsKnown() {
			attributes[name] = tftypes.NewValue(was.Type(), nil)
			if !value.IsNull() {
				attributes[name] = value
			}
		}
		return tftypes.NewValue(state.Type(), attributes)
	}}
}

// rewriting is a provider that gets to see every state changed.
type rewriting struct {
	tfprotov6.ProviderServer
	change func(tftypes.Value) tftypes.Value
}

func (r rewriting) rewritten(state *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	value := core.Decode(pickupCodes().Type, state)
	if !value.IsNull() {
		value = r.change(value)
	}
	return core.Encode(pickupCodes().Type, value)
}

func (r rewriting) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	req.CurrentState = r.rewritten(req.CurrentState)
	return r.ProviderServer.ReadResource(ctx, req)
}

func (r rewriting) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	req.PriorState, req.ProposedNewState = r.rewritten(req.PriorState), r.rewritten(req.ProposedNewState)
	return r.ProviderServer.PlanResourceChange(ctx, req)
}

func (r rewriting) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	req.PriorState, req.PlannedState = r.rewritten(req.PriorState), r.rewritten(req.PlannedState)
	return r.ProviderServer.ApplyResourceChange(ctx, req)
}

func TestAuditFindsFlaws(t *testing.T) {
	marked := config{name: "a", machine: machineA, product: cola, count: 3, length: 6, expiredAt: nextYear, tag: 2}
	timeless := marked
	timeless.expiredAt = ""
	at := position("generate", cola, 1)
	unseen := map[string]fault{at: vague[0].acted(0)}
	for nth := range 200 {
		unseen[position("codes", cola, 2+nth)] = vague[0]
	}
	strangers := func(r *round) { r.vendor.emulator.Generate(machineA, cola, 3, 6, "") }
	for name, tc := range map[string]struct {
		flaw
		config
		first  func(*round)
		faults map[string]fault
		same   bool // others make codes of the expiry that the author wrote
		move   bool // a destroy at another vendor's comes in between
		want   string
	}{
		"a request for codes is repeated blindly": {
			flaw: between(blindRetry).on(), config: marked, faults: map[string]fault{at: vague[0].acted(0)},
			want: "2 requests for codes in one create",
		},
		"the list from before is skipped": {
			flaw: noListBefore(), config: timeless, first: strangers, faults: map[string]fault{at: vague[0].idle()},
			want: "which somebody else made",
		},
		"the mark is ignored": {
			flaw: markIgnored(), config: marked, same: true, faults: map[string]fault{at: vague[0].idle()},
			want: "which somebody else made",
		},
		"the account is ignored": {
			flaw:   overwrite("account", tftypes.NewValue(tftypes.String, emulator.AppID+"@"+elsewhere)),
			config: marked, move: true, want: "after a run at another vendor's",
		},
		"the pending request is dropped": {
			flaw: overwrite("pending_requests", tftypes.Value{}), config: marked, faults: unseen,
			want: "is live, in no state, and no message named it",
		},
		"codes are not cancelled": {flaw: between(noCancel).on(), config: marked, want: "is live, in no state, and no message named it"},
		"a code is overlooked":    {flaw: between(forgetfulList).on(), config: timeless, want: "is live, in no state, and no message named it"},
	} {
		t.Run(name, func(t *testing.T) {
			play := func(f flaw) (r *round) {
				inBubble(t, func() {
					time.Sleep(time.Until(began))
					configs := []config{tc.config}
					r = newRound(1, newTally(), flaw{}, configs)
					r.workspaces[0].flaw = f
					if tc.first != nil {
						tc.first(r)
					}
					s := newScript(r.tally)
					maps.Copy(s.faults, tc.faults)
					if tc.same {
						s.before[at] = []actor{{"same expiry, number and second", func(*call) bool {
							r.vendor.emulator.Generate(machineA, cola, 3, 6, "2027-06-30 23:59:59")
							return true
						}}}
					}
					r.step(s, r.newRun(r.workspaces[0]))
					if tc.move {
						r.visit(r.workspaces[0], true)
					}
					r.heal()
					r.finish()
				})
				return r
			}
			if r := play(flaw{}); len(r.violations) > 0 {
				t.Errorf("the audit reports of the provider as it is:\n%s\n%s", strings.Join(r.violations, "\n"), r.story())
			}
			r := play(tc.flaw)
			if !slices.ContainsFunc(r.violations, func(v string) bool { return strings.Contains(v, tc.want) }) {
				t.Errorf("the audit reports %q, want something with %q\n%s", r.violations, tc.want, r.story())
			}
		})
	}
}
