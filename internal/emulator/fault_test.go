package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"
)

// spoilt sends one generating call that meets the fault.
func spoilt(t *testing.T, f Fault) (*Server, answer, error) {
	t.Helper()
	s, c := start(t, Config{})
	s.Fail("generate", 1, f)
	got, err := c.send("POST", basePath+"pickup_codes", c.signedBody(generateParams(nil)))
	if call := s.CallsOf("generate")[0]; call.Acted != f.Act || call.Status != got.status || (len(s.Live("")) == 1) != f.Act {
		t.Errorf("with Act %v: %+v, live %v", f.Act, call, s.Live(""))
	}
	return s, got, err
}

func TestFaults(t *testing.T) {
	tests := []struct {
		fault Fault
		good  func(answer, error) bool
	}{
		{Fault{Kind: Reset}, func(_ answer, err error) bool { return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF) }},
		{Fault{Kind: Hangup}, func(_ answer, err error) bool { return errors.Is(err, io.EOF) }},
		{Fault{Kind: Truncate}, func(a answer, err error) bool {
			return errors.Is(err, io.ErrUnexpectedEOF) && strings.HasPrefix(a.body, `{"code":0`) && !json.Valid([]byte(a.body))
		}},
		{Fault{Kind: HTML}, func(a answer, _ error) bool {
			return a.status == 502 && strings.Contains(a.body, "<h1>502 Bad Gateway")
		}},
		{Fault{Kind: HTML, Status: 504}, func(a answer, _ error) bool { return a.status == 504 }},
		{Fault{Kind: Garbage}, func(a answer, _ error) bool { return a.status == 200 && !json.Valid([]byte(a.body)) }},
		{Fault{Kind: Status, Status: 429, RetryAfter: "3"}, func(a answer, _ error) bool {
			return a.status == 429 && a.body == "" && a.header.Get("Retry-After") == "3"
		}},
		{Fault{Kind: Status, Body: `{"error":"x"}`}, func(a answer, _ error) bool { return a.status == 500 && a.body == `{"error":"x"}` }},
		{Fault{Kind: Answer, Code: 6015, Message: "timed out"}, func(a answer, _ error) bool {
			return a.status == 200 && a.code == 6015 && a.message == "timed out" && a.data == "{}"
		}},
		{Fault{Kind: Answer, Message: "busy"}, func(a answer, _ error) bool { return a.status == 200 && a.code == 0 && a.message == "busy" }},
		{Fault{Kind: Redirect, Location: "https://elsewhere.example/"}, func(a answer, _ error) bool {
			return a.status == 307 && a.header.Get("Location") == "https://elsewhere.example/"
		}},
		{Fault{Kind: Redirect, Status: 302, Location: "/"}, func(a answer, _ error) bool { return a.status == 302 }},
		{Fault{Kind: Huge}, func(a answer, err error) bool { return err == nil && len(a.body) > 8<<20 && a.message == "ok" }},
	}
	for _, test := range tests {
		t.Run(test.fault.Kind.String(), func(t *testing.T) {
			for _, act := range []bool{false, true} {
				test.fault.Act = act
				_, got, err := spoilt(t, test.fault)
				if !test.good(got, err) {
					t.Errorf("%v %d %.200s", err, got.status, got.body)
				}
			}
		})
	}
}

func TestStallEndsWhenTheClientLeaves(t *testing.T) {
	s, c := start(t, Config{})
	s.Fail("generate", 1, Fault{Kind: Stall, Act: true})
	ctx, leave := context.WithCancel(t.Context())
	s.OnCall(func(Call) { leave() })
	_, err := c.sendUntil(ctx, "POST", basePath+"pickup_codes", c.signedBody(generateParams(nil)))
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	s.waitIdle()
	if len(s.Live("")) != 1 {
		t.Error("the call acts although nobody waits for the answer")
	}
}

func TestStallAndDelayEndWhenTheServerCloses(t *testing.T) {
	for _, f := range []Fault{{Kind: Stall}, {Delay: time.Hour}} {
		s, c := start(t, Config{})
		s.Fail("machines", 1, f)
		s.Before("machines", func(Call) { s.Close() })
		if _, err := c.send("POST", basePath+"rent/machines", nil); (err != nil) != (f.Kind == Stall) {
			t.Error(f.Kind, err)
		}
	}
}

func TestInjectSeesEveryCallAndComesBeforeFail(t *testing.T) {
	s, c := start(t, Config{})
	s.Fail("", 1, Fault{Kind: Answer, Code: 2})
	s.Inject(func(call Call) *Fault {
		if call.Name == "generate" && call.Params["count"] == "2" {
			return &Fault{Kind: Answer, Code: 1, Message: "injected"}
		}
		return nil
	})
	c.generate(map[string]string{"count": "2"}).want(t, 1, "injected")
	if got := c.generate(nil); got.code != 2 {
		t.Error(got.body)
	}
	c.generate(nil).wantOK(t)
	s.Inject(nil)
	c.generate(map[string]string{"count": "2"}).wantOK(t)

	c.header.Del("Appid")
	s.Inject(func(Call) *Fault { return &Fault{Kind: Answer, Code: 3, Message: "first", Act: true} })
	c.generate(nil).want(t, 3, "first")
	if len(s.Live("")) != 3 {
		t.Error("a call without credentials acted")
	}
}
