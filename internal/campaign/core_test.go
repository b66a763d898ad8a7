package campaign

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// object is one remote object as a state file holds it.
type object struct {
	value     tftypes.Value
	private   []byte
	identity  *tfprotov6.ResourceIdentityData
	tainted   bool
	unsettled bool // the audit's own note: an error said that a growth did not settle
}

// instance is a resource's place in the state.
type instance struct {
	mu      sync.Mutex // the deposed and the current object are destroyed side by side
	current *object
	deposed []*object // replaced by create_before_destroy and not destroyed yet
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
		out[name] = &instance{current: i.current, deposed: slices.Clone(i.deposed)}
	}
	return out
}

// diagnostic is what one run told the user.
type diagnostic struct {
	resource, summary, detail string
	isError                   bool
}

// run is one `terraform apply`, `plan` or `destroy`.
type run struct {
	number      int
	clean       bool // nothing is made to fail
	parallelism int
	order       *rand.Rand // shuffles the resources; nil: by name
	target      string     // one resource alone, as with -target; else empty
	planOnly    bool
	report      func(string)

	mu          sync.Mutex
	diagnostics []diagnostic
	changes     map[string]action
	interrupt   func() // while applying
	interrupted time.Time
	began       time.Time
	ended       time.Time
}

func (r *run) violate(format string, args ...any) {
	r.report(fmt.Sprintf("run %d: ", r.number) + fmt.Sprintf(format, args...))
}

// note keeps the diagnostics and tells whether one is an error.
func (r *run) note(resource string, diagnostics []*tfprotov6.Diagnostic) (failed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range diagnostics {
		isError := d.Severity == tfprotov6.DiagnosticSeverityError
		failed = failed || isError
		r.diagnostics = append(r.diagnostics, diagnostic{resource, d.Summary, d.Detail, isError})
	}
	return failed
}

func (r *run) failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.diagnostics, func(d diagnostic) bool { return d.isError })
}

// quiet tells whether the plan had nothing to do.
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

// terraform plays Terraform for one configuration: what it asks of a provider, in which
// order, and what it keeps of the answers.
type terraform struct {
	url   string
	state state
}

// apply refreshes, plans and applies. A plan that fails changes nothing, not even what
// the refresh found.
func (t *terraform) apply(r *run, configs []config) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	changes, refreshed, ok := t.plan(ctx, r, configs)
	if ok && !r.planOnly {
		t.state = refreshed
		t.walk(ctx, cancel, r, changes)
	}
	r.ended = time.Now()
}

// destroy plans first as apply does, which is how Terraform refreshes, and then plans
// the destruction in a process of its own.
func (t *terraform) destroy(r *run, configs []config) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer func() { r.ended = time.Now() }()
	_, refreshed, ok := t.plan(ctx, r, configs)
	if !ok {
		return
	}
	p, ok := start(ctx, r, t.url)
	if !ok {
		return
	}
	var changes []*change
	r.changes = map[string]action{}
	for name, i := range refreshed {
		for _, o := range i.objects() {
			c, ok := p.planDestroy(ctx, name, o)
			if !ok {
				return
			}
			if o != i.current {
				c.deposed = o
			}
			changes = append(changes, c)
			r.changes[name] = c.action
		}
	}
	t.state = refreshed
	t.walk(ctx, cancel, r, changes)
}

// plan is the first walk: it refreshes and plans every resource.
func (t *terraform) plan(ctx context.Context, r *run, configs []config) ([]*change, state, bool) {
	p, ok := start(ctx, r, t.url)
	if !ok {
		return nil, nil, false
	}
	wanted := map[string]*config{}
	names := []string{}
	for i := range configs {
		wanted[configs[i].name] = &configs[i]
		names = append(names, configs[i].name)
	}
	next := t.state.clone()
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
			next[name] = &instance{}
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
	return changes, next, !failed
}

// walk is the walk that applies, in a new process.
func (t *terraform) walk(ctx context.Context, cancel func(), r *run, changes []*change) {
	p, ok := start(ctx, r, t.url)
	if !ok {
		return
	}
	r.mu.Lock()
	r.interrupt = func() {
		p.stop(context.Background())
		cancel()
	}
	r.mu.Unlock()
	var nodes []func()
	for _, c := range changes {
		i := t.state[c.name]
		nodes = append(nodes, func() { p.applyChange(ctx, i, c) })
	}
	inParallel(r.parallelism, nodes)
	r.mu.Lock()
	r.interrupt = nil
	r.mu.Unlock()
	for name, i := range t.state {
		if len(i.objects()) == 0 {
			delete(t.state, name)
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
