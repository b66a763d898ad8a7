package bench

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest/core"
	"terraform-provider-dingshang/internal/provider"
)

// run stands for one run of the CLI, for resources of one type. Nothing but the provider is measured.
type run struct {
	t *testing.T
	*core.Process
	*core.Resource
	*timer
}

// settings is what a configuration sets.
type settings map[string]any

func newRun(t *testing.T, v vendor) *run {
	t.Helper()
	server := &timer{ProviderServer: provider.NewServer("bench")()}
	r := &run{t: t, Process: core.Start(t.Context(), server), timer: server}
	r.check(r.Configure(t.Context(), v.Settings()))
	return r.of("dingshang_pickup_codes")
}

// of is the same run for resources of another type.
func (r *run) of(typeName string) *run {
	return &run{r.t, r.Process, r.Schemas.Resources[typeName], r.timer}
}

// check is called from goroutines, so it must not end the test at once.
func (r *run) check(diags []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			r.t.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
}

// plan is one plan; nil settings plan a destroy.
func (r *run) plan(ctx context.Context, prior core.Object, set settings) core.Plan {
	var config tftypes.Value
	if set != nil {
		config = core.Value(r.Type, set)
	}
	planned := r.Plan(ctx, r.Resource, prior, config)
	r.check(planned.Diagnostics)
	return planned
}

// apply plans and applies.
func (r *run) apply(ctx context.Context, prior core.Object, set settings) core.Object {
	planned := r.plan(ctx, prior, set)
	if r.t.Failed() {
		return prior
	}
	applied := r.Apply(ctx, r.Resource, planned)
	r.check(applied.Diagnostics)
	return applied.Object
}

func (r *run) refresh(ctx context.Context, o core.Object) core.Object {
	read := r.Refresh(ctx, r.Resource, o)
	r.check(read.Diagnostics)
	return read.Object
}

// timer keeps what the last call for a resource cost the provider.
type timer struct {
	tfprotov6.ProviderServer
	mu   sync.Mutex
	last cost
}

func timed[Req, Resp any](ctx context.Context, s *timer, method func(context.Context, Req) (Resp, error), req Req) (Resp, error) {
	start, before := time.Now(), processorTime()
	resp, err := method(ctx, req)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = cost{time.Since(start), processorTime() - before}
	return resp, err
}

func (s *timer) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return timed(ctx, s, s.ProviderServer.ReadResource, req)
}

func (s *timer) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return timed(ctx, s, s.ProviderServer.PlanResourceChange, req)
}

func (s *timer) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return timed(ctx, s, s.ProviderServer.ApplyResourceChange, req)
}

// each runs fn for every number below n, as many at a time as Terraform does.
func each(n int, fn func(i int)) {
	var group sync.WaitGroup
	numbers := make(chan int)
	for range limit {
		group.Go(func() {
			for i := range numbers {
				fn(i)
			}
		})
	}
	for i := range n {
		numbers <- i
	}
	close(numbers)
	group.Wait()
}

// codesOf is how many codes a resource has.
func codesOf(o core.Object) int {
	return len(core.As[[]tftypes.Value](core.Attributes(o.Value)["codes"]))
}
