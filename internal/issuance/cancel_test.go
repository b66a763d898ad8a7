package issuance

import (
	"context"
	"slices"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/clock/clocktest"
	"terraform-provider-dingshang/internal/emulator"
)

// wantLive checks which codes can still be redeemed, in truth.
func (b *bench) wantLive(t *testing.T, want ...string) {
	t.Helper()
	var live []string
	for _, code := range b.vendor.Live(machineNo) {
		live = append(live, code.ID)
	}
	wantIDs(t, "live", live, want)
}

func wantDone(t *testing.T, c Cancelled) {
	t.Helper()
	if len(c.Left)+len(c.Foreign) > 0 || c.Failure != nil || c.NotListed {
		t.Errorf("left %v, foreign %v, not listed %t, %v", IDs(c.Left), c.Foreign, c.NotListed, c.Failure)
	}
}

func TestCancel(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 3)
	b.stranger(1, 6, h.Codes[0].ExpiresAt)
	wantDone(t, b.nextRun(t).Cancel(t.Context(), h, h.Codes[1:]))
	b.wantLive(t, "2111", "2114")
	if n := len(b.vendor.CallsOf("cancel")); n != 2 {
		t.Errorf("%d calls", n)
	}
	wantDone(t, b.Cancel(t.Context(), h, nil))
}

// Whatever the lists show and state says, every code that is not past its time gets a call.
func TestCancelAlthoughNotListed(t *testing.T) {
	empty := emulator.Fault{Kind: emulator.Answer, Message: "ok"}
	for name, status := range map[string]string{"unused": StatusUnused, "spent by a wrongly empty list": StatusSpent, "expired by a wrong clock": StatusExpired} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			h := b.made(t, 3)
			for i := range h.Codes {
				h.Codes[i].Status = status
			}
			b.vendor.Fail("codes", 2, empty)
			later := b.nextRun(t)
			later.Refresh(t.Context(), h)
			wantDone(t, later.Cancel(t.Context(), h, h.Codes))
			b.wantLive(t)
		})
	}
}

func TestCancelWhatIsGoneAlready(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 3)
	if err := b.vendor.Redeem(machineNo, cola, h.Codes[0].Code); err != nil {
		t.Fatal(err)
	}
	b.vendor.KeepGoneCodes(5)
	b.vendor.Cancel(machineNo, "2112")
	wantDone(t, b.Cancel(t.Context(), h, h.Codes))
	b.wantLive(t)
}

func TestCancelNothingThatIsPast(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 2)
	b.clock.Advance(2 * time.Hour)
	wantDone(t, b.Cancel(t.Context(), h, h.Codes))
	if n := len(b.vendor.CallsOf("cancel")); n > 0 {
		t.Errorf("%d calls for expired codes", n)
	}
}

// What is listed under a held id and is another code is not cancelled.
func TestCancelLeavesOtherCodesAlone(t *testing.T) {
	for name, change := range map[string]func(*Holding){
		"another number":               func(h *Holding) { h.Codes[1].Code = "000000" },
		"another expiry, no number":    func(h *Holding) { h.Codes[1].Code, h.Codes[1].ExpiresAt = "", h.Codes[1].ExpiresAt.Add(time.Second) },
		"another length, no number":    func(h *Holding) { h.Codes[1].Code, h.Length = "", 7 },
		"one that expires, we do not":  func(h *Holding) { h.Codes[1].ExpiresAt = time.Time{} },
		"number differs, expiry alike": func(h *Holding) { h.Codes[1].Code = h.Codes[0].Code },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			h := b.made(t, 2)
			change(&h)
			c := b.Cancel(t.Context(), h, h.Codes[1:])
			wantIDs(t, "foreign", c.Foreign, []string{"2112"})
			if len(c.Left) > 0 || c.Failure != nil {
				t.Errorf("left %v, %v", IDs(c.Left), c.Failure)
			}
			b.wantLive(t, "2111", "2112")
		})
	}
}

func TestCancelCannotList(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 2)
	b.vendor.Fail("codes", 1000, emulator.Fault{Kind: emulator.HTML})
	c := b.Cancel(t.Context(), h, h.Codes)
	wantIDs(t, "left", IDs(c.Left), []string{"2111", "2112"})
	if !c.NotListed || c.Failure == nil || len(b.vendor.CallsOf("cancel")) > 0 {
		t.Errorf("got %+v", c)
	}
}

// A partial failure leaves exactly the codes that are not cancelled.
func TestCancelFailsInPart(t *testing.T) {
	for name, fault := range map[string]emulator.Fault{
		"server in trouble": {Kind: emulator.Status, Status: 500},
		"not linked":        {Kind: emulator.Answer, Code: 30001, Message: "no"},
		"no answer":         {Kind: emulator.Reset},
		"other message":     {Kind: emulator.Answer, Code: 0, Message: "later"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			h := b.made(t, 5)
			b.vendor.Inject(func(call emulator.Call) *emulator.Fault {
				if id := call.Params["id"]; id == "2112" || id == "2114" {
					return &fault
				}
				return nil
			})
			c := b.Cancel(t.Context(), h, h.Codes)
			wantIDs(t, "left", IDs(c.Left), []string{"2112", "2114"})
			if c.Failure == nil || c.NotListed {
				t.Errorf("got %+v", c)
			}
			b.wantLive(t, "2112", "2114")
		})
	}
}

// An answer that is lost after the call took effect: the repetition says that it is gone.
func TestCancelAnswerLost(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 2)
	b.vendor.Fail("cancel", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
	wantDone(t, b.Cancel(t.Context(), h, h.Codes))
	b.wantLive(t)
}

func TestCancelWhereMachineOrProductIsGone(t *testing.T) {
	for name, remove := range map[string]func(*bench){
		"machine":                 func(b *bench) { b.vendor.RemoveMachine(machineNo) },
		"product":                 func(b *bench) { b.vendor.RemoveProduct(machineNo, cola) },
		"machine, after the list": func(b *bench) { b.vendor.After("codes", func(emulator.Call) { b.vendor.RemoveMachine(machineNo) }) },
		"code by the record alone": func(b *bench) {
			b.vendor.Fail("cancel", 9, emulator.Fault{Kind: emulator.Answer, Code: 4004, Message: "gone"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			h := b.made(t, 2)
			remove(b)
			wantDone(t, b.Cancel(t.Context(), h, h.Codes))
		})
	}
}

// One answer that the machine is gone proves nothing.
func TestCancelMachineGoneByOneAnswer(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 2)
	b.vendor.Fail("codes", 1, emulator.Fault{Kind: emulator.Answer, Code: 30003, Message: "gone"})
	c := b.Cancel(t.Context(), h, h.Codes)
	if len(c.Left) != 2 || !c.NotListed {
		t.Errorf("got %+v", c)
	}
	b.wantLive(t, "2111", "2112")
}

func TestCancelInterrupted(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 40)
	ctx, cancel := context.WithCancel(t.Context())
	b.vendor.Before("cancel", func(emulator.Call) { cancel() })
	c := b.Cancel(ctx, h, h.Codes)
	if c.Failure == nil {
		t.Fatal("no failure")
	}
	for _, code := range b.vendor.Live(machineNo) {
		if !slices.Contains(IDs(c.Left), code.ID) {
			t.Errorf("code %s lives and is forgotten", code.ID)
		}
	}
}

func TestCancelCodesOfAllProducts(t *testing.T) {
	b := newBench(t)
	o := kinds["all products"](b)
	h := holding(o, b.generate(t, o))
	b.vendor.RemoveProduct(machineNo, "1323463")
	wantDone(t, b.nextRun(t).Cancel(t.Context(), h, h.Codes))
	for _, code := range b.vendor.Live(machineNo) {
		if code.ProductID != "1323463" {
			t.Errorf("code %s of product %s lives", code.ID, code.ProductID)
		}
	}
}

// What is listed can be redeemed, whatever this computer's clock shows.
func TestCancelByAClockAhead(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 2)
	ahead := clocktest.New(h.Codes[0].ExpiresAt.Add(time.Hour))
	wantDone(t, New(b.client, ahead, settleTime).Cancel(t.Context(), h, h.Codes))
	b.wantLive(t)
}
