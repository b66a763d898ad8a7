package dingshang

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"
)

const oneCode = `[{"id": 17, "code": "24681357", "status": "UNUSED", "created_at": "2026-11-23 20:00:00", "quantity": 1}]`

// gate holds requests back until it is opened.
type gate struct{ arrived, open chan struct{} }

func newGate() gate { return gate{make(chan struct{}), make(chan struct{})} }

// handler lets the server answer with h once the gate is open. It serves one request.
func (g gate) handler(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		close(g.arrived)
		<-g.open
		h(w, r)
	}
}

func TestSixtyReadersShareOneRequest(t *testing.T) {
	g := newGate()
	v := startVendor(t, g.handler(okay(`{"machine_name": "one"}`)), reply(30003, "asked twice", "{}"))
	c := newClient(t, v.URL)
	var group sync.WaitGroup
	for range 60 {
		group.Go(func() {
			if m, err := c.Machine(t.Context(), testMachine); err != nil || m.Name != "one" {
				t.Errorf("got %+v, %v", m, err)
			}
		})
	}
	<-g.arrived
	close(g.open)
	group.Wait()
	v.wantRequests(t, 1)
}

func TestSharedAnswersAge(t *testing.T) {
	v := startVendor(t, okay(`{"machine_name": "one"}`))
	clock := newFakeClock()
	c := newClient(t, v.URL, withClock(clock))
	for _, step := range []struct {
		later    time.Duration
		machine  string
		requests int
	}{
		{0, testMachine, 1}, {5 * time.Minute, testMachine, 1}, {time.Second, testMachine, 2}, {0, testMachine, 2}, {0, "16327140", 3},
	} {
		clock.Advance(step.later)
		if _, err := c.Machine(t.Context(), step.machine); err != nil {
			t.Fatal(err)
		}
		v.wantRequests(t, step.requests)
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	v := startVendor(t, reply(30002, "machine offline", "{}"), okay(oneCode))
	c := newClient(t, v.URL)
	if _, err := c.PickupCodes(t.Context(), testMachine, testProduct); !IsKind(err, KindOffline) {
		t.Error(err)
	}
	if list, err := c.PickupCodes(t.Context(), testMachine, testProduct); err != nil || len(list.Codes) != 1 {
		t.Error(list, err)
	}
}

// What was asked before this client changed something is not served after it: neither
// an answer that is there nor one that is still under way.
func TestChangesForgetSharedLists(t *testing.T) {
	for name, tc := range map[string]struct {
		change   func(*Client, context.Context) error
		answer   http.HandlerFunc
		succeeds bool
	}{
		"generate": {func(c *Client, ctx context.Context) error { return c.GeneratePickupCodes(ctx, generate) }, okay("{}"), true},
		"generate for all": {func(c *Client, ctx context.Context) error {
			return c.GeneratePickupCodes(ctx, GenerateRequest{MachineNo: testMachine, Length: 8})
		}, okay("{}"), true},
		"generate, answer lost": {func(c *Client, ctx context.Context) error { return c.GeneratePickupCodes(ctx, generate) }, reset, false},
		"cancel": {func(c *Client, ctx context.Context) error {
			return c.CancelPickupCode(ctx, testMachine, testProduct, "17")
		}, okay("{}"), true},
	} {
		t.Run(name+", answer there", func(t *testing.T) {
			v := startVendor(t, okay(oneCode), tc.answer, okay("[]"))
			c := newClient(t, v.URL)
			for range 2 {
				if codes, err := c.PickupCodes(t.Context(), testMachine, testProduct); err != nil || len(codes.Codes) != 1 {
					t.Fatal(codes, err)
				}
			}
			if err := tc.change(c, t.Context()); (err == nil) != tc.succeeds {
				t.Fatal(err)
			}
			if codes, err := c.PickupCodes(t.Context(), testMachine, testProduct); err != nil || len(codes.Codes) != 0 {
				t.Error("an old list was served:", codes, err)
			}
			v.wantRequests(t, 3)
		})
		t.Run(name+", answer under way", func(t *testing.T) {
			g := newGate()
			v := startVendor(t, g.handler(okay(oneCode)), tc.answer, okay("[]"))
			c := newClient(t, v.URL)
			early := make(chan error, 1)
			go func() {
				_, err := c.PickupCodes(t.Context(), testMachine, testProduct)
				early <- err
			}()
			<-g.arrived
			if err := tc.change(c, t.Context()); (err == nil) != tc.succeeds {
				t.Fatal(err)
			}
			close(g.open)
			if err := <-early; err != nil {
				t.Error(err)
			}
			if codes, err := c.PickupCodes(t.Context(), testMachine, testProduct); err != nil || len(codes.Codes) != 0 {
				t.Error("an old list was served:", codes, err)
			}
			v.wantRequests(t, 3)
		})
	}
}

// A list that began while the change was under way may be from before it.
func TestAListFromTheTimeOfAChangeIsForgotten(t *testing.T) {
	for name, change := range map[string]func(*Client, context.Context) error{
		"generate": func(c *Client, ctx context.Context) error { return c.GeneratePickupCodes(ctx, generate) },
		"cancel": func(c *Client, ctx context.Context) error {
			return c.CancelPickupCode(ctx, testMachine, testProduct, "17")
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGate()
			v := startVendor(t, g.handler(okay("{}")), okay(oneCode), okay("[]"))
			c := newClient(t, v.URL)
			changed := make(chan error, 1)
			go func() { changed <- change(c, t.Context()) }()
			<-g.arrived
			if codes, err := c.PickupCodes(t.Context(), testMachine, testProduct); err != nil || len(codes.Codes) != 1 {
				t.Error(codes, err)
			}
			close(g.open)
			if err := <-changed; err != nil {
				t.Fatal(err)
			}
			if codes, err := c.PickupCodes(t.Context(), testMachine, testProduct); err != nil || len(codes.Codes) != 0 {
				t.Error("an old list was served:", codes, err)
			}
		})
	}
}

func TestAnOldFailureDoesNotDropANewAnswer(t *testing.T) {
	g := newGate()
	v := startVendor(t, g.handler(reply(30002, "machine offline", "{}")), okay("{}"), okay(oneCode))
	c := newClient(t, v.URL)
	early := make(chan error, 1)
	go func() {
		_, err := c.PickupCodes(t.Context(), testMachine, testProduct)
		early <- err
	}()
	<-g.arrived
	if err := c.GeneratePickupCodes(t.Context(), generate); err != nil {
		t.Fatal(err)
	}
	read := func() {
		if codes, err := c.PickupCodes(t.Context(), testMachine, testProduct); err != nil || len(codes.Codes) != 1 {
			t.Fatal(codes, err)
		}
	}
	read()
	close(g.open)
	if err := <-early; err == nil {
		t.Error("no error")
	}
	read()
	v.wantRequests(t, 3)
}

func TestChangesElsewhereForgetNothing(t *testing.T) {
	v := startVendor(t, okay(oneCode))
	c := newClient(t, v.URL)
	read := func() {
		if _, err := c.PickupCodes(t.Context(), testMachine, testProduct); err != nil {
			t.Fatal(err)
		}
	}
	read()
	if err := c.CancelPickupCode(t.Context(), testMachine, "1323443", "18"); err != nil {
		t.Fatal(err)
	}
	if err := c.GeneratePickupCodes(t.Context(), GenerateRequest{MachineNo: "16327140", Length: 6}); err != nil {
		t.Fatal(err)
	}
	read()
	v.wantRequests(t, 3)
}

func TestACancelledReaderDoesNotFailTheOthers(t *testing.T) {
	g := newGate()
	v := startVendor(t, g.handler(okay(`{"machine_name": "one"}`)), reply(30003, "asked twice", "{}"))
	c := newClient(t, v.URL)
	ctx, cancel := context.WithCancel(t.Context())
	first, second := make(chan error, 1), make(chan error, 1)
	go func() {
		_, err := c.Machine(ctx, testMachine)
		first <- err
	}()
	<-g.arrived
	go func() {
		m, err := c.Machine(t.Context(), testMachine)
		if err == nil && m.Name != "one" {
			err = errors.New("another machine: " + m.Name)
		}
		second <- err
	}()
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Error("the cancelled reader:", err)
	}
	close(g.open)
	if err := <-second; err != nil {
		t.Error("the other reader:", err)
	}
	v.wantRequests(t, 1)
}
