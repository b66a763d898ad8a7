//go:build unix

package acctest

import (
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// patience is how long a run may go on after Ctrl-C; some CI systems kill after 7.5 s.
const patience = 6 * time.Second

// Interrupt runs the CLI as in a terminal of its own. arm gets what presses Ctrl-C, once.
func (w *Workspace) Interrupt(arm func(ctrlC func()), args ...string) (said string) {
	w.t.Helper()
	var (
		once    sync.Once
		pressed atomic.Int64
		started = make(chan int, 1)
	)
	arm(func() {
		once.Do(func() {
			process := <-started
			pressed.Store(time.Now().UnixNano())
			// As a terminal does it: to the CLI and the provider alike.
			if err := syscall.Kill(-process, syscall.SIGINT); err != nil {
				w.t.Error(err)
			}
		})
	})
	watched := *w.Directory
	watched.Started = func(pid int) { started <- pid }
	command := watched.command(args...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	said = watched.run(command).Said() // whether it succeeded all the same is a matter of time
	if pressed.Load() == 0 {
		w.t.Fatalf("the run ended before Ctrl-C was pressed: %s", said)
	}
	if took := time.Since(time.Unix(0, pressed.Load())); took > patience {
		w.t.Errorf("after Ctrl-C the run went on for %s:\n%s", took, said)
	}
	w.Expect(said, `Interrupt received`)
	return said
}
