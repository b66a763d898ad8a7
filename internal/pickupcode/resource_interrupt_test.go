//go:build unix

package pickupcode_test

import (
	"sync/atomic"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

var applyArguments = []string{"apply", "-auto-approve"}

// nth presses Ctrl-C at the how manieth call of a kind.
func nth(w *acctest.Workspace, call string, n int64) func(ctrlC func()) {
	return func(ctrlC func()) {
		var calls atomic.Int64
		w.Vendor.Before(call, func(emulator.Call) {
			if calls.Add(1) == n {
				ctrlC()
			}
		})
	}
}

// One interrupt loses no code and generates none twice; the next apply goes on.
func TestAccPickupCodesResource_interrupt(t *testing.T) {
	for name, tc := range map[string]struct {
		fault     emulator.Fault
		hide      time.Duration
		at        string
		nth       int64
		generated int // at most, once the next run has healed
	}{
		"while the request is answered":       {fault: emulator.Fault{Delay: 300 * time.Millisecond}, at: "generate", nth: 1, generated: 1},
		"while the request is answered late":  {fault: emulator.Fault{Delay: 3 * time.Second}, at: "generate", nth: 1, generated: 2},
		"while no answer comes, acted":        {fault: emulator.Fault{Kind: emulator.Stall, Act: true}, at: "generate", nth: 1, generated: 2},
		"while no answer comes, did not act":  {fault: emulator.Fault{Kind: emulator.Stall}, at: "generate", nth: 1, generated: 2},
		"while the codes are looked for":      {hide: 5 * time.Minute, at: "codes", nth: 3, generated: 2},
		"while the list from before is asked": {at: "codes", nth: 1, generated: 1},
	} {
		for kind, codes := range bothKinds {
			t.Run(name+" "+kind, func(t *testing.T) {
				var ahead atomic.Int64 // the vendor's clock
				w := acctest.NewWorkspace(t, func(c *emulator.Config) {
					c.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
				})
				w.ConfigWith(`settle_time = "20s"`, codes(3))
				w.Vendor.HideNewCodesFor(tc.hide)
				w.Vendor.Fail("generate", 1, tc.fault)
				w.Interrupt(nth(w, tc.at, tc.nth), applyArguments...)
				for tc.fault.Delay > time.Second && len(w.Vendor.Live("")) == 0 {
					time.Sleep(20 * time.Millisecond) // the late answer is under way
				}
				w.Vendor.HideNewCodesFor(0)
				ahead.Store(int64(10 * time.Minute)) // what was hidden is shown by now
				w.ConfigWith(`settle_time = "5s"`, codes(3)).Apply()
				if n := w.Vendor.Count()["generate"]; n > tc.generated {
					t.Errorf("%d generating calls", n)
				}
				balanced(t, w)
				same(t, "codes", len(only(t, w).ids()), 3)
				w.Destroy()
				gone(t, w)
			})
		}
	}
}

func TestAccPickupCodesResource_interruptedGrowth(t *testing.T) {
	for kind, codes := range bothKinds {
		t.Run(kind, func(t *testing.T) {
			const settings = `settle_time = "20s"`
			w := acctest.NewWorkspace(t).ConfigWith(settings, codes(2))
			w.Apply()
			first := only(t, w).ids()
			w.ConfigWith(settings, codes(5))
			w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Stall, ActAfterLists: 1000})
			w.Interrupt(nth(w, "generate", 1), applyArguments...)
			actLate(t, w)
			w.Apply()
			balanced(t, w)
			generated(t, w, 2)
			same(t, "codes", len(only(t, w).ids()), 5)
			same(t, "codes from before", only(t, w).ids()[:2], first)
		})
	}
}

func TestAccPickupCodesResource_interruptedCancelling(t *testing.T) {
	w := acctest.NewWorkspace(t).ConfigWith("max_concurrent_requests = 1", party(12))
	w.Apply()
	w.Vendor.Inject(func(c emulator.Call) *emulator.Fault {
		if c.Name == "cancel" {
			return &emulator.Fault{Delay: 100 * time.Millisecond}
		}
		return nil
	})
	w.Interrupt(nth(w, "cancel", 4), append(applyArguments, "-destroy")...)
	if left := len(w.Vendor.Live("")); left == 0 || left == 12 {
		t.Errorf("%d of 12 codes are left: the interrupt came too late or too early", left)
	}
	w.Vendor.Inject(nil)
	w.Apply("-refresh-only")
	balanced(t, w)
	w.Destroy()
	gone(t, w)
}

// The destroy of a resource that leaves its codes alive is interrupted while it looks for
// those of a pending growth: they are not forgotten.
func TestAccPickupCodesResource_interruptedSkipDestroy(t *testing.T) {
	for kind, codes := range bothKinds {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t).Config(codes(2, "skip_destroy = true"))
			w.Apply()
			w.Vendor.Fail("generate", 1, late)
			said := w.Config(codes(5, "skip_destroy = true")).FailApply()
			w.ConfigWith(`settle_time = "20s"`, codes(5, "skip_destroy = true"))
			// The refresh and the first look come before.
			said += w.Interrupt(nth(w, "codes", 3), append(applyArguments, "-destroy")...)
			actLate(t, w)
			nothingLostOrPending(t, w, said)
			same(t, "resources in state", len(instances(t, w)), 1)
			nothingLost(t, w, said+w.Destroy())
			same(t, "live codes", len(w.Vendor.Live("")), 5)
		})
	}
}

// The same with codes that are cancelled: the destroy can be run again.
func TestAccPickupCodesResource_interruptedDestroy(t *testing.T) {
	w := acctest.NewWorkspace(t).Config(party(3))
	w.Vendor.Fail("generate", 1, late)
	w.FailApply()
	w.ConfigWith(`settle_time = "20s"`, party(3))
	w.Interrupt(nth(w, "codes", 3), append(applyArguments, "-destroy")...)
	actLate(t, w)
	same(t, "resources in state", len(instances(t, w)), 1)
	w.Destroy()
	gone(t, w)
}
