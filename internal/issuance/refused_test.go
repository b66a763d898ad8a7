package issuance

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
)

func TestRefusedByStatus401(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, call string, _ int) {
		b.vendor.Fail(call, 1, emulator.Fault{Kind: emulator.Answer, Status: 401, Code: 10013, Message: "no"})
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 1)
		wantOutcome(t, outcome, "failed sending")
		if !dingshang.IsKind(outcome.(Failed).Cause, dingshang.KindCredentials) {
			t.Errorf("cause %v", outcome.(Failed).Cause)
		}
	})
}

// Codes with which the server says that it did not act: one look, and no waiting.
func TestRejected(t *testing.T) {
	for _, code := range []int{10023, 6031, 30001, 30003, 6026, 30002, 4008, 6025, 10001, 6029, 80002, 6045, 6047, 6035, 4006, 6017, 4002, 30004, 6046} {
		for _, kind := range []string{"marked", "unmarked"} {
			b := newBench(t)
			o := kinds[kind](b)
			b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: code, Message: "no"})
			outcome := b.generate(t, o)
			b.wantNothingLost(t, outcome, 1)
			wantOutcome(t, outcome, "failed refused")
			b.wantCalls(t, map[string]int{"codes": 2, "generate": 1})
			if len(b.clock.Sleeps()) > 0 || b.process.isClosed(o.Target) {
				t.Errorf("code %d, %s: waited %v, closed %t", code, kind, b.clock.Sleeps(), b.process.isClosed(o.Target))
			}
		}
	}
}

// A server that acts although it says that it did not: the mark shows it. Without one,
// the codes are named.
func TestRejectedAndYetActed(t *testing.T) {
	for kind, want := range map[string]string{"marked": "made 2111,2112,2113", "unmarked": "failed refused seen 2111,2112,2113"} {
		b := newBench(t)
		b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: 10023, Message: "off", Act: true})
		outcome := b.generate(t, kinds[kind](b))
		b.wantNothingLost(t, outcome, 1)
		wantOutcome(t, outcome, want)
	}
}

// A list that shows none of the codes from before is looked at again.
func TestRejectedAndYetActedAndListedEmpty(t *testing.T) {
	for kind, want := range map[string]string{"marked": "made 2114,2115,2116", "unmarked": "failed refused seen 2114,2115,2116"} {
		b := newBench(t)
		b.stranger(3, 6, time.Time{})
		b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: 10023, Message: "off", Act: true})
		b.vendor.After("generate", func(emulator.Call) {
			b.vendor.EditList("codes", func(emulator.Call, []any) []any {
				b.vendor.EditList("codes", nil)
				return nil
			})
		})
		outcome := b.generate(t, kinds[kind](b))
		b.wantNothingLost(t, outcome, 1)
		wantOutcome(t, outcome, want)
	}
}

// That products cannot be listed again does not matter to a refusal.
func TestRejectedAndProductsNotListed(t *testing.T) {
	b := newBench(t)
	b.vendor.Fail("generate_all", 1, emulator.Fault{Kind: emulator.Answer, Code: 10023, Message: "off"})
	b.vendor.After("generate_all", func(emulator.Call) { b.vendor.Fail("products", 1000, emulator.Fault{Kind: emulator.HTML}) })
	wantOutcome(t, b.generate(t, kinds["all products"](b)), "failed refused")
}

func TestRejectedAndNotListed(t *testing.T) {
	for _, kind := range []string{"marked", "unmarked"} {
		b := newBench(t)
		b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: 30002, Message: "offline", Act: true})
		b.vendor.After("generate", func(emulator.Call) { b.vendor.SetOnline(machineNo, false) })
		outcome := b.generate(t, kinds[kind](b))
		b.wantNothingLost(t, outcome, 1)
		wantOutcome(t, outcome, "unsettled")
	}
}

func TestListFromBeforeFails(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, _ string, _ int) {
		b.vendor.Fail("codes", 1000, emulator.Fault{Kind: emulator.Reset})
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 0)
		wantOutcome(t, outcome, "failed listing")
	})
}

func TestProductsCannotBeListed(t *testing.T) {
	b := newBench(t)
	b.vendor.Fail("products", 1000, emulator.Fault{Kind: emulator.HTML})
	outcome := b.generate(t, kinds["all products"](b))
	b.wantNothingLost(t, outcome, 0)
	wantOutcome(t, outcome, "failed listing")
}

func TestListsAfterwardsFailForAWhile(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, call string, n int) {
		b.vendor.After(call, func(emulator.Call) { b.vendor.Fail("codes", 5, emulator.Fault{Kind: emulator.HTML}) })
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 1)
		if made, ok := outcome.(Made); !ok || len(made.Codes) != n {
			t.Errorf("got %s", text(outcome))
		}
	})
}

func TestMachineGoesOfflineInBetween(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, call string, n int) {
		b.vendor.After(call, func(emulator.Call) { b.vendor.SetOnline(machineNo, false) })
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 1)
		wantOutcome(t, outcome, "unsettled confirmed")
		if !dingshang.IsKind(outcome.(Unsettled).Cause, dingshang.KindOffline) {
			t.Errorf("cause %v", outcome.(Unsettled).Cause)
		}
		b.vendor.SetOnline(machineNo, true)
		later := b.nextRun(t).Resume(t.Context(), holding(o, outcome))
		if ids := IDs(Claimed(later)); len(ids) != n || !slices.Equal(slices.Sorted(slices.Values(ids)), slices.Sorted(slices.Values(b.ours()))) {
			t.Errorf("a later run found %s, of %v", texts(later), b.ours())
		}
	})
}

// An interrupt before the request has left: nothing was sent, nothing is saved.
func TestInterruptedBeforeSending(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, _ string, _ int) {
		ctx, cancel := context.WithCancel(t.Context())
		b.vendor.After("codes", func(emulator.Call) { cancel() })
		outcome := b.Generate(ctx, "resource", o, timeout)
		b.wantNothingLost(t, outcome, 0)
		if f, ok := outcome.(Failed); !ok || f.Stage != StageListing && f.Stage != StageSending {
			t.Errorf("got %s", text(outcome))
		}
	})
}

// An interrupt while the server works: what it did is still looked for.
func TestInterruptedWhileSending(t *testing.T) {
	forKinds(t, func(t *testing.T, b *bench, o Spec, call string, n int) {
		ctx, cancel := context.WithCancel(t.Context())
		b.vendor.Before(call, func(emulator.Call) { cancel() })
		outcome := b.Generate(ctx, "resource", o, timeout)
		b.wantNothingLost(t, outcome, 1)
		if made, ok := outcome.(Made); !ok || len(made.Codes) != n {
			t.Errorf("got %s", text(outcome))
		}
	})
}

// After an interrupt, codes that are not listed are looked for during the grace period
// and no longer: some CI systems kill a run 7.5 s later. The request is saved.
func TestInterruptedAndNotListed(t *testing.T) {
	for _, answer := range []error{nil, &dingshang.Error{Call: "pickup_codes", Kind: dingshang.KindNoAnswer}} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			e := New(&silent{onGenerate: cancel, answer: answer}, clock.System{}, time.Minute)
			o := Spec{Target: Target{MachineNo: machineNo, ProductID: cola}, Count: 1, Length: 6, ExpiresAt: time.Now().Add(time.Hour)}
			begin := time.Now()
			outcome := e.Generate(ctx, "resource", o, timeout)
			if u, ok := outcome.(Unsettled); !ok || u.Request.Confirmed != (answer == nil) {
				t.Errorf("got %s", text(outcome))
			}
			if took := time.Since(begin); took < interruptGrace-2*time.Second || took > interruptGrace+time.Second {
				t.Errorf("returned %s after the interrupt", took)
			}
		})
	}
}

// silent is a server that lists no codes.
type silent struct {
	API
	onGenerate func()
	answer     error
	products   func(context.Context) error // before they are listed; may be nil
	failures   []error                     // of listing products
}

func (s *silent) CatalogNow(ctx context.Context, _ string) (dingshang.Catalog, error) {
	if s.products != nil {
		if err := s.products(ctx); err != nil {
			s.failures = append(s.failures, err)
			return nil, err
		}
	}
	return dingshang.Catalog{cola: {Inventory: 1}}, nil
}

func (s *silent) PickupCodesNow(ctx context.Context, _, _ string) (dingshang.PickupCodeList, error) {
	return dingshang.PickupCodeList{}, ctx.Err()
}

func (s *silent) GeneratePickupCodes(context.Context, dingshang.GenerateRequest) error {
	s.onGenerate()
	return s.answer
}

// The time-out ends a request as an interrupt does.
func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := New(&silent{onGenerate: func() {}}, clock.System{}, time.Minute)
		begin := time.Now()
		outcome := e.Generate(t.Context(), "resource", Spec{Target: Target{MachineNo: machineNo, ProductID: cola}, Count: 1, Length: 6}, 10*time.Second)
		wantOutcome(t, outcome, "unsettled confirmed")
		if took := time.Since(begin); took < 10*time.Second || took > 10*time.Second+interruptGrace+time.Second {
			t.Errorf("took %s", took)
		}
	})
}
