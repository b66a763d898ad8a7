package pickupcode

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/transport"
)

func TestIssueAmongOthers(t *testing.T) {
	for name, tc := range map[string]struct {
		others int
		after  time.Duration // theirs are made that much later than ours
		length int
		want   string
	}{
		"another length":      {2, 0, 7, "claimed"},
		"more, at once":       {1, 0, 6, "contested"},
		"as many, at once":    {2, 0, 6, "contested"},
		"as many, later":      {2, 5 * time.Second, 6, "contested"},
		"another many, later": {1, 5 * time.Second, 6, "claimed"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			o := b.order(2)
			b.vendor.After("generate", func(emulator.Call) {
				b.clock.advance(tc.after)
				b.vendor.Generate(machineNo, cola, tc.others, tc.length, o.ExpiresAt.In(dingshang.China).Format("2006-01-02 15:04:05"))
			})
			made := b.issue(t.Context(), o, 0)
			switch tc.want {
			case "claimed":
				var ours []string
				for _, code := range b.vendor.Live(machineNo) {
					if code.Call != 0 {
						ours = append(ours, code.ID)
					}
				}
				if diff := cmp.Diff(ours, idsOf(made.codes)); made.err != nil || diff != "" {
					t.Errorf("%v, %s", made.err, diff)
				}
			case "contested":
				if made.err == nil || made.err.stage != stageContested || made.open == nil || len(made.err.seen) != 2+tc.others {
					t.Errorf("%+v, claimed %v", made.err, idsOf(made.codes))
				}
				if n := len(b.vendor.Live(machineNo)); n != 2+tc.others || len(b.vendor.CallsOf("cancel")) > 0 {
					t.Errorf("%d codes live", n)
				}
			}
		})
	}
}

func TestIssueEveryProduct(t *testing.T) {
	inStock := 16 // of the sample machine's 17 products
	t.Run("one each", func(t *testing.T) {
		b := newBench(t, nil)
		made := b.issue(t.Context(), order{MachineNo: machineNo, Length: 6}, 0)
		if made.err != nil || len(made.codes) != inStock || len(made.missing) > 0 {
			t.Errorf("%d codes, %v missing, %v", len(made.codes), made.missing, made.err)
		}
		if n := b.vendor.Count()["generate_all"]; n != 1 {
			t.Errorf("%d generating calls", n)
		}
	})
	t.Run("one per item in stock", func(t *testing.T) {
		b := newBench(t, func(serving *emulator.Config, _ *transport.Config) {
			serving.CodesPerProduct = func(p emulator.Product) int { return p.CurrentInventory }
		})
		made := b.issue(t.Context(), order{MachineNo: machineNo, Length: 6}, 0)
		if made.err != nil || len(made.codes) != len(b.vendor.Live(machineNo)) || len(made.codes) <= inStock {
			t.Errorf("%d codes of %d, %v", len(made.codes), len(b.vendor.Live(machineNo)), made.err)
		}
	})
	t.Run("answer lost", func(t *testing.T) {
		b := newBench(t, nil)
		b.vendor.Fail("generate_all", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
		made := b.issue(t.Context(), order{MachineNo: machineNo, Length: 6}, 0)
		if made.err != nil || len(made.codes) != inStock || b.vendor.Count()["generate_all"] != 1 {
			t.Errorf("%d codes, %v", len(made.codes), made.err)
		}
	})
	t.Run("a product without codes", func(t *testing.T) {
		b := newBench(t, func(serving *emulator.Config, _ *transport.Config) {
			serving.CodesPerProduct = func(p emulator.Product) int {
				if p.ID == cola {
					return 0
				}
				return min(1, p.CurrentInventory)
			}
		})
		made := b.issue(t.Context(), order{MachineNo: machineNo, Length: 6}, 0)
		if made.err != nil || len(made.codes) != inStock-1 || !slices.Equal(made.missing, []string{cola}) {
			t.Errorf("%d codes, %v missing, %v", len(made.codes), made.missing, made.err)
		}
	})
	t.Run("nothing in stock", func(t *testing.T) {
		b := newBench(t, nil)
		for _, p := range emulator.SampleFleet().Machines[0].Products {
			b.vendor.SetInventory(machineNo, p.ID, 0, p.Inventory)
		}
		made := b.issue(t.Context(), order{MachineNo: machineNo, Length: 6}, 0)
		if made.err != nil || len(made.codes) > 0 || made.open != nil {
			t.Errorf("%d codes, %v", len(made.codes), made.err)
		}
	})
	t.Run("did not act", func(t *testing.T) {
		b := newBench(t, nil)
		b.vendor.Fail("generate_all", 1, emulator.Fault{Kind: emulator.Reset})
		made := b.issue(t.Context(), order{MachineNo: machineNo, Length: 6}, 0)
		if made.err == nil || made.open == nil || len(made.open.Before) != 17 || !b.desk.isClosed(place{machineNo, cola}) {
			t.Errorf("%+v, open %+v", made.err, made.open)
		}
	})
}

func TestIssueInterrupted(t *testing.T) {
	for name, tc := range map[string]struct {
		fault emulator.Fault
		hide  int
		found bool
	}{
		"answered":                {emulator.Fault{}, 0, true},
		"answer lost":             {emulator.Fault{Kind: emulator.Reset, Act: true}, 0, true},
		"listed a little later":   {emulator.Fault{}, 2, true},
		"no answer, did not act":  {emulator.Fault{Kind: emulator.Reset}, 0, false},
		"no answer, until grace":  {emulator.Fault{Kind: emulator.Stall, Act: true}, 0, true},
		"confirmed, never listed": {emulator.Fault{}, 1000, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, nil)
			b.issuer.clock = clock.System{} // the grace is real time
			b.settleTime = time.Minute
			ctx, cancel := context.WithCancel(t.Context())
			b.vendor.Before("generate", func(emulator.Call) { cancel() })
			b.vendor.HideNewCodes(tc.hide)
			b.vendor.Fail("generate", 1, tc.fault)
			begin := time.Now()
			made := b.issue(ctx, b.order(2), 0)
			b.check(t, made, 1)
			if took := time.Since(begin); took > 5500*time.Millisecond {
				t.Errorf("it took %s", took)
			}
			if found := made.err == nil; found != tc.found || !found && made.open == nil {
				t.Errorf("%v, open %v", made.err, made.open)
			}
		})
	}
	t.Run("before anything left", func(t *testing.T) {
		b := newBench(t, nil)
		ctx, cancel := context.WithCancel(t.Context())
		b.vendor.After("codes", func(emulator.Call) { cancel() })
		made := b.issue(ctx, b.order(2), 0)
		b.check(t, made, 0)
		if made.err == nil || made.open != nil {
			t.Errorf("%v, open %v", made.err, made.open)
		}
	})
}

func TestResolve(t *testing.T) {
	open := func(t *testing.T, fault emulator.Fault) (*bench, order) {
		t.Helper()
		b := newBench(t, nil)
		b.vendor.Fail("generate", 1, fault)
		made := b.issue(t.Context(), b.order(2), 0)
		if made.open == nil {
			t.Fatalf("settled: %v", made.err)
		}
		return b, *made.open
	}
	t.Run("nothing appeared", func(t *testing.T) {
		b, o := open(t, emulator.Fault{Kind: emulator.Reset})
		found := b.resolve(t.Context(), o)
		codes, nothing, failure := found.codes, found.nothing, found.failure
		if len(codes) > 0 || !nothing || failure != nil {
			t.Errorf("%v, %t, %v", codes, nothing, failure)
		}
	})
	t.Run("appeared", func(t *testing.T) {
		b, o := open(t, emulator.Fault{Kind: emulator.Reset, ActAfterLists: 1000})
		b.vendor.ActLate()
		found := b.resolve(t.Context(), o)
		codes, nothing, failure := found.codes, found.nothing, found.failure
		if len(codes) != 2 || nothing || failure != nil {
			t.Errorf("%v, %t, %v", codes, nothing, failure)
		}
	})
	t.Run("others made as many later", func(t *testing.T) {
		b, o := open(t, emulator.Fault{Kind: emulator.Reset})
		if err := b.clock.Sleep(t.Context(), time.Minute); err != nil {
			t.Fatal(err)
		}
		b.vendor.Generate(machineNo, o.ProductID, 2, 6, o.ExpiresAt.In(dingshang.China).Format(time.DateTime))
		found := b.resolve(t.Context(), o)
		if len(found.codes) > 0 || !found.nothing || len(found.others) != 2 {
			t.Errorf("%+v", found)
		}
	})
	t.Run("waits out the rest", func(t *testing.T) {
		b, o := open(t, emulator.Fault{Kind: emulator.Reset})
		o.SentAt = b.clock.Now().Add(-4 * time.Second)
		begin := b.clock.Now()
		if nothing := b.resolve(t.Context(), o).nothing; !nothing || b.clock.Now().Sub(begin) < 6*time.Second {
			t.Errorf("%t, waited %s of the 6 s that are left", nothing, b.clock.Now().Sub(begin))
		}
	})
	t.Run("sent by a clock ahead", func(t *testing.T) {
		b, o := open(t, emulator.Fault{Kind: emulator.Reset})
		o.SentAt = b.clock.Now().Add(24 * time.Hour)
		begin := b.clock.Now()
		if nothing := b.resolve(t.Context(), o).nothing; !nothing || b.clock.Now().Sub(begin) > 11*time.Second {
			t.Errorf("%t, waited %s", nothing, b.clock.Now().Sub(begin))
		}
	})
	t.Run("cannot be listed", func(t *testing.T) {
		b, o := open(t, emulator.Fault{Kind: emulator.Reset})
		b.vendor.SetOnline(machineNo, false)
		if found := b.resolve(t.Context(), o); len(found.codes) > 0 || found.nothing || found.failure == nil {
			t.Errorf("%+v", found)
		}
	})
}
