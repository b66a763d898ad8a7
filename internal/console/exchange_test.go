package console

import (
	"context"
	"testing"

	"terraform-provider-dingshang/internal/emulator"
)

// spoilt are answers that are not the console's, or no answers.
var spoilt = map[string]struct {
	fault emulator.Fault
	kind  Kind
	// heard: the server may have acted. repeated: an idempotent call is made again.
	heard, repeated bool
}{
	"reset":     {emulator.Fault{Kind: emulator.Reset, Act: true}, KindNoAnswer, true, true},
	"hangup":    {emulator.Fault{Kind: emulator.Hangup}, KindNoAnswer, true, true},
	"truncated": {emulator.Fault{Kind: emulator.Truncate, Act: true}, KindNoAnswer, true, true},
	"too large": {emulator.Fault{Kind: emulator.Huge}, KindNoAnswer, true, true},
	"HTML":      {emulator.Fault{Kind: emulator.HTML}, KindUnreadable, true, true},
	"garbage":   {emulator.Fault{Kind: emulator.Garbage}, KindUnreadable, true, true},
	"503":       {emulator.Fault{Kind: emulator.Status, Status: 503}, KindUnreadable, true, true},
	"404":       {emulator.Fault{Kind: emulator.HTML, Status: 404}, KindUnreadable, true, false},
	"redirect":  {emulator.Fault{Kind: emulator.Redirect, Location: "https://elsewhere.example.com/"}, KindUnreadable, true, false},
	"429":       {emulator.Fault{Kind: emulator.Status, Status: 429}, KindThrottled, false, true},
	"null":      {emulator.Fault{Kind: emulator.Status, Status: 200, Body: `{"data": {"updateMachine": null, "rebootMachine": null}}`}, KindUnreadable, true, true},
	"not ok":    {emulator.Fault{Kind: emulator.Status, Status: 200, Body: `{"data": {"updateMachine": "done?", "rebootMachine": "done?"}}`}, KindUnreadable, true, false},
	"rejected":  {emulator.Fault{Kind: emulator.Status, Status: 200, Body: `{"data": null, "errors": [{"message": "no"}]}`}, KindRejected, false, false},
	"rejected with 400": {
		emulator.Fault{Kind: emulator.Status, Status: 400, Body: `{"errors": [{"message": "no"}]}`}, KindRejected, false, false,
	},
}

func TestSpoiltAnswersToIdempotentCalls(t *testing.T) {
	for name, tc := range spoilt {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			m, to := b.find(t, testMachine), "renamed"
			b.vendor.Fail("console.updateMachine", 1, tc.fault)
			err := b.UpdateMachine(t.Context(), m, MachineUpdate{Name: &to})
			if tc.repeated {
				if err != nil {
					t.Error(err)
				}
				b.wantCalls(t, map[string]int{"signin": 1, "machines": 1, "updateMachine": 2})
				return
			}
			if e := failureOf(t, err); e.Kind != tc.kind || e.OutcomeUnknown() != tc.heard {
				t.Errorf("kind %d, %v", e.Kind, err)
			}
			b.wantCalls(t, map[string]int{"signin": 1, "machines": 1, "updateMachine": 1})
		})
	}
}

// A reboot is sent again only where it cannot have been heard.
func TestSpoiltAnswersToCallsThatAreMadeOnce(t *testing.T) {
	for name, tc := range spoilt {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			m := b.find(t, testMachine)
			b.vendor.Fail("console.rebootMachine", 1, tc.fault)
			err := b.Reboot(t.Context(), m)
			if tc.kind == KindThrottled {
				if err != nil {
					t.Error(err)
				}
				b.wantCalls(t, map[string]int{"signin": 1, "machines": 1, "rebootMachine": 2})
				return
			}
			if e := failureOf(t, err); e.Kind != tc.kind || e.OutcomeUnknown() != tc.heard {
				t.Errorf("kind %d, %v", e.Kind, err)
			}
			b.wantCalls(t, map[string]int{"signin": 1, "machines": 1, "rebootMachine": 1})
			if reboots := b.vendor.Device(testMachine).Reboots; reboots > 1 {
				t.Errorf("%d reboots", reboots)
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	b := newBench(t, nil)
	b.cfg.URL = "http://127.0.0.1:1/"
	_, err := b.Machine(t.Context(), testMachine)
	if e := failureOf(t, err); e.Kind != KindNotReached || e.OutcomeUnknown() {
		t.Error(err)
	}
}

func TestInterrupted(t *testing.T) {
	b := newBench(t, nil)
	m := b.find(t, testMachine)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Shutdown(ctx, m); failureOf(t, err).Kind != KindNotReached {
		t.Error(err)
	}
	b.wantCalls(t, map[string]int{"signin": 1, "machines": 1})
}

// The answer of a call that has left is worth a moment although the run was interrupted.
func TestInterruptedOnceSent(t *testing.T) {
	b := newBench(t, nil)
	m := b.find(t, testMachine)
	ctx, cancel := context.WithCancel(t.Context())
	b.vendor.Before("console.shutdownMachine", func(emulator.Call) { cancel() })
	if err := b.Shutdown(ctx, m); err != nil {
		t.Error(err)
	}
}
