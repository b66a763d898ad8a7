//go:build unix

package pickupcode_test

import (
	"bytes"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// patience is how long a run may go on after Ctrl-C; some CI systems kill after 7.5 s.
const patience = 6 * time.Second

// interrupted runs the CLI as in a terminal of its own; ctrlC, given to arm, presses
// Ctrl-C once.
func (w *workspace) interrupted(arm func(ctrlC func()), args ...string) {
	w.t.Helper()
	command := w.command(args...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	var (
		once    sync.Once
		pressed atomic.Int64
		started = make(chan struct{})
	)
	arm(func() {
		once.Do(func() {
			<-started
			pressed.Store(time.Now().UnixNano())
			// As a terminal does it: to the CLI and the provider alike.
			if err := syscall.Kill(-command.Process.Pid, syscall.SIGINT); err != nil {
				w.t.Error(err)
			}
		})
	})
	if err := command.Start(); err != nil {
		w.t.Fatal(err)
	}
	close(started)
	err := command.Wait()
	if pressed.Load() == 0 {
		w.t.Fatalf("the run ended before Ctrl-C was pressed: %s", plain(out.Bytes()))
	}
	if took := time.Since(time.Unix(0, pressed.Load())); took > patience {
		w.t.Errorf("after Ctrl-C the run went on for %s:\n%s", took, plain(out.Bytes()))
	}
	w.expect(plain(out.Bytes()), `Interrupt received`)
	if err == nil && testing.Verbose() {
		w.t.Log("the run succeeded all the same")
	}
}

func TestAccInterrupt(t *testing.T) {
	apply := []string{"apply", "-auto-approve", "-no-color"}
	for name, tc := range map[string]struct {
		fault     emulator.Fault
		hide      time.Duration
		at        string // the call, and the how manieth, at which Ctrl-C is pressed
		nth       int
		generated int // at most, once the next run has healed
	}{
		"while the request is answered":       {fault: emulator.Fault{Delay: 300 * time.Millisecond}, at: "generate", nth: 1, generated: 1},
		"while the request is answered late":  {fault: emulator.Fault{Delay: 3 * time.Second}, at: "generate", nth: 1, generated: 2},
		"while no answer comes, acted":        {fault: emulator.Fault{Kind: emulator.Stall, Act: true}, at: "generate", nth: 1, generated: 2},
		"while no answer comes, did not act":  {fault: emulator.Fault{Kind: emulator.Stall}, at: "generate", nth: 1, generated: 2},
		"while the codes are looked for":      {hide: 5 * time.Minute, at: "codes", nth: 3, generated: 2},
		"while the list from before is asked": {at: "codes", nth: 1, generated: 1},
	} {
		t.Run(name, func(t *testing.T) {
			var ahead atomic.Int64 // the vendor's clock
			w := newWorkspace(t, func(c *emulator.Config) {
				c.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
			})
			w.wholeConfig(w.fixture.ProviderConfig(`settle_time = "20s"`) + party(3))
			w.vendor.HideNewCodesFor(tc.hide)
			w.vendor.Fail("generate", 1, tc.fault)
			w.interrupted(func(ctrlC func()) {
				n := 0
				w.vendor.Before(tc.at, func(emulator.Call) {
					if n++; n == tc.nth {
						ctrlC()
					}
				})
			}, apply...)
			for tc.fault.Delay > time.Second && len(w.vendor.Live("")) == 0 {
				time.Sleep(20 * time.Millisecond) // the late answer is under way
			}
			w.vendor.HideNewCodesFor(0)
			ahead.Store(int64(10 * time.Minute)) // what was hidden is shown by now
			w.config(party(3)).apply()
			if n := w.vendor.Count()["generate"]; n > tc.generated {
				t.Errorf("%d generating calls", n)
			}
			w.balanced()
			if n := len(w.only().ids()); n != 3 {
				t.Errorf("the state holds %d codes", n)
			}
			w.destroy()
			w.balanced()
		})
	}
}

func TestAccInterruptedGrowth(t *testing.T) {
	w := newWorkspace(t)
	w.wholeConfig(w.fixture.ProviderConfig(`settle_time = "20s"`) + party(2)).apply()
	first := w.only().ids()
	w.wholeConfig(w.fixture.ProviderConfig(`settle_time = "20s"`) + party(5))
	w.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Stall, ActAfterLists: 1000})
	w.interrupted(func(ctrlC func()) { w.vendor.Before("generate", func(emulator.Call) { ctrlC() }) }, "apply", "-auto-approve", "-no-color")
	w.vendor.ActLate()
	w.apply()
	w.balanced()
	if got := w.only().ids(); len(got) != 5 || got[0] != first[0] || got[1] != first[1] || w.vendor.Count()["generate"] != 2 {
		t.Errorf("the state holds %v after %v", got, first)
	}
}

func TestAccInterruptedCancelling(t *testing.T) {
	w := newWorkspace(t)
	w.wholeConfig(w.fixture.ProviderConfig("max_concurrent_requests = 1") + party(12)).apply()
	w.vendor.Inject(func(c emulator.Call) *emulator.Fault {
		if c.Name == "cancel" {
			return &emulator.Fault{Delay: 100 * time.Millisecond}
		}
		return nil
	})
	n := 0
	w.interrupted(func(ctrlC func()) {
		w.vendor.Before("cancel", func(emulator.Call) {
			if n++; n == 4 {
				ctrlC()
			}
		})
	}, "apply", "-destroy", "-auto-approve", "-no-color")
	if left := len(w.vendor.Live("")); left == 0 || left == 12 {
		t.Errorf("%d of 12 codes are left: the interrupt came too late or too early", left)
	}
	w.vendor.Inject(nil)
	w.apply("-refresh-only")
	w.balanced()
	w.destroy()
	w.balanced()
}
