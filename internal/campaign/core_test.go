package campaign

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"terraform-provider-dingshang/internal/acctest/core"
)

// object is one remote object as a state file holds it.
type object struct {
	core.Object
	tainted bool
}

// instance is a resource's place in the state.
type instance struct {
	busy    chan struct{} // the deposed and the current object are destroyed side by side
	current *object
	deposed []*object // replaced by create_before_destroy and not destroyed yet
}

func newInstance(current *object, deposed []*object) *instance {
	return &instance{busy: make(chan struct{}, 1), current: current, deposed: slices.Clone(deposed)}
}

func (i *instance) objects() []*object {
	objects := slices.Clone(i.deposed)
	if i.current != nil {
		objects = append(objects, i.current)
	}
	return objects
}

type state map[string]*instance

func (s state) clone() state {
	out := state{}
	for name, i := range s {
		out[name] = newInstance(i.current, i.deposed)
	}
	return out
}

// workspace is one configuration with its state.
type workspace struct {
	name    string
	configs []config
	state   state
	host    string // in the provider's url
	hosts   map[string]*vendor
	flaw    flaw

	processes int // so far, from a number on that is the workspace's own
}

// key names a resource among all workspaces.
func (w *workspace) key(resource string) string { return w.name + "." + resource }

func (w *workspace) tally() *tally { return w.hosts[w.host].tally }

func (w *workspace) calls() int { return len(w.hosts[w.host].past()) }

// source says which kind of call a diagnostic came from.
type source int

const (
	said    source = iota // by an apply, a refresh or the provider itself
	planned               // by a plan, about what is to come
)

// diagnostic is what one run told the user.
type diagnostic struct {
	resource, summary, detail string
	isError                   bool
	source                    source
}

// leg is one ApplyResourceChange of a run.
type leg struct {
	resource    string
	action      action
	asks        int // codes that it has to ask for, at most
	first, last int // calls of the vendor's while it lasted
	ok          bool
}

// run is one `terraform apply`, `plan` or `destroy`.
type run struct {
	number      int
	workspace   *workspace
	clean       bool // nothing is made to fail
	parallelism int
	order       *rand.Rand // shuffles the resources; nil: by name
	target      string     // one resource alone, as with -target; else empty
	replace     string     // as with -replace
	noRefresh   bool       // -refresh=false
	planOnly    bool
	destroy     bool
	pause       time.Duration // between plan and apply
	report      func(string)

	mu          sync.Mutex
	diagnostics []diagnostic
	changes     map[string]action
	legs        []leg
	interrupt   func() // while applying
	interrupted time.Time
	began       time.Time
	ended       time.Time
}

func (r *run) violate(format string, args ...any) {
	r.report(fmt.Sprintf("run %d: ", r.number) + fmt.Sprintf(format, args...))
}

// note keeps the diagnostics and reports whether one is an error.
func (r *run) note(resource string, from source, diagnostics []*tfprotov6.Diagnostic) (failed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range diagnostics {
		isError := d.Severity == tfprotov6.DiagnosticSeverityError
		failed = failed || isError
		r.diagnostics = append(r.diagnostics, diagnostic{resource, d.Summary, d.Detail, isError, from})
	}
	return failed
}

func (r *run) failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.diagnostics, func(d diagnostic) bool { return d.isError })
}

// quiet reports whether the plan had nothing to do.
func (r *run) quiet() bool {
	for _, a := range r.changes {
		if a != nothing {
			return false
		}
	}
	return !r.failed()
}

func (r *run) stopped() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.interrupted.IsZero()
}

// stop interrupts the run while it applies; at other times it does nothing.
func (r *run) stop() bool {
	r.mu.Lock()
	interrupt := r.interrupt
	if interrupt == nil || !r.interrupted.IsZero() {
		r.mu.Unlock()
		return false
	}
	r.interrupted = time.Now()
	r.mu.Unlock()
	interrupt()
	return true
}

// do is one run. A plan that fails changes nothing, not even what the refresh found.
// A destroy plans as an apply does first, which is how Terraform refreshes, and then
// plans the destruction in a process of its own.
func (w *workspace) do(r *run) {
	r.began = time.Now()
	defer func() { r.ended = time.Now() }()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var changes []*change
	next, ok := w.state.clone(), true
	if !r.destroy || !r.noRefresh {
		changes, ok = w.plan(ctx, r, next)
	}
	if r.destroy && ok {
		changes, ok = w.planDestroy(ctx, r, next)
	}
	if r.planOnly || !ok {
		return
	}
	time.Sleep(r.pause)
	w.state = next
	w.walk(ctx, cancel, r, changes)
}

func (w *workspace) planDestroy(ctx context.Context, r *run, next state) ([]*change, bool) {
	p, ok := w.start(ctx, r)
	if !ok {
		return nil, false
	}
	var changes []*change
	r.changes = map[string]action{}
	for name, i := range next {
		for _, o := range i.objects() {
			c, ok := p.planDestroy(ctx, name, o)
			if !ok {
				return nil, false
			}
			if o != i.current {
				c.deposed = o
			}
			changes = append(changes, c)
			r.changes[name] = c.action
		}
	}
	return changes, true
}

// plan is the first walk: it refreshes and plans every resource.
func (w *workspace) plan(ctx context.Context, r *run, next state) ([]*change, bool) {
	p, ok := w.start(ctx, r)
	if !ok {
		return nil, false
	}
	wanted := map[string]*config{}
	names := []string{}
	for _, c := range w.configs {
		wanted[c.name] = &c
		names = append(names, c.name)
	}
	for name := range next {
		if wanted[name] == nil {
			names = append(names, name)
		}
	}
	if r.target != "" {
		names = []string{r.target}
	}
	slices.Sort(names)
	if r.order != nil {
		r.order.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	}

	var changes []*change
	var mu sync.Mutex
	failed := false
	var nodes []func()
	for _, name := range names {
		if next[name] == nil {
			next[name] = newInstance(nil, nil)
		}
		i := next[name]
		nodes = append(nodes, func() {
			planned, ok := p.planInstance(ctx, name, i, wanted[name])
			mu.Lock()
			defer mu.Unlock()
			changes = append(changes, planned...)
			failed = failed || !ok
		})
	}
	inParallel(r.parallelism, nodes)
	r.changes = map[string]action{}
	for _, c := range changes {
		if c.action != nothing || r.changes[c.name] == "" {
			r.changes[c.name] = c.action
		}
	}
	return changes, !failed
}

// walk is the walk that applies, in a new process.
func (w *workspace) walk(ctx context.Context, cancel func(), r *run, changes []*change) {
	p, ok := w.start(ctx, r)
	if !ok {
		return
	}
	r.mu.Lock()
	r.interrupt = func() {
		p.stop()
		cancel()
	}
	r.mu.Unlock()
	var nodes []func()
	for _, c := range changes {
		i := w.state[c.name]
		nodes = append(nodes, func() { p.applyChange(ctx, i, c) })
	}
	inParallel(r.parallelism, nodes)
	r.mu.Lock()
	r.interrupt = nil
	r.mu.Unlock()
	for name, i := range w.state {
		if len(i.objects()) == 0 {
			delete(w.state, name)
		}
	}
}

// inParallel runs the nodes, at most so many at a time, beginning in their order.
func inParallel(limit int, nodes []func()) {
	var group sync.WaitGroup
	slots := make(chan struct{}, limit)
	for _, node := range nodes {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			node()
		})
	}
	group.Wait()
}
