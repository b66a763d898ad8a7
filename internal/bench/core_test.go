package bench

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/provider"
)

// core drives the provider as Terraform's core does, within the process, so that
// nothing but the provider is measured. It stands for one run of the CLI.
type core struct {
	t        *testing.T
	server   tfprotov6.ProviderServer
	schemas  map[string]*tfprotov6.Schema // of all resource types
	typeName string
	kind     tftypes.Object
	computed map[string]bool

	mu   sync.Mutex
	last cost // of the last call
}

// call makes a call and keeps what it cost. Encoding and decoding for it is core's own.
func call[Req, Resp any](ctx context.Context, c *core, method func(context.Context, Req) (Resp, error), req Req) Resp {
	start, before := time.Now(), processorTime()
	resp, err := method(ctx, req)
	c.mu.Lock()
	c.last = cost{time.Since(start), processorTime() - before}
	c.mu.Unlock()
	if err != nil {
		panic(fmt.Sprintf("protocol: %v", err))
	}
	return resp
}

// object is a resource as core knows it between two calls.
type object struct {
	values   map[string]tftypes.Value // nil: nothing there
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// settings is what a configuration sets.
type settings map[string]tftypes.Value

func newCore(t *testing.T, v vendor) *core {
	t.Helper()
	server := provider.NewServer("bench")()
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	c := (&core{t: t, server: server, schemas: schema.ResourceSchemas}).of("dingshang_pickup_codes")

	of := schema.Provider.Block.ValueType().(tftypes.Object)
	config := nulls(of)
	config["url"] = text(v.url)
	config["app_id"], config["app_secret"], config["app_key"] = text(emulator.AppID), text(emulator.AppSecret), text(emulator.AppKey)
	if v.console {
		config["console_url"], config["console_email"] = text(v.url+emulator.ConsolePath), text(emulator.ConsoleEmail)
		config["console_password"] = text(emulator.ConsolePassword)
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: dynamic(of, config)})
	if err != nil {
		t.Fatal(err)
	}
	c.check(configured.Diagnostics)
	return c
}

// of is the same run for resources of another type.
func (c *core) of(typeName string) *core {
	block := c.schemas[typeName].Block
	other := &core{t: c.t, server: c.server, schemas: c.schemas, typeName: typeName, kind: block.ValueType().(tftypes.Object), computed: map[string]bool{}}
	for _, a := range block.Attributes {
		other.computed[a.Name] = a.Computed
	}
	return other
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func number(n int) tftypes.Value { return tftypes.NewValue(tftypes.Number, n) }

func nulls(kind tftypes.Object) map[string]tftypes.Value {
	values := make(map[string]tftypes.Value, len(kind.AttributeTypes))
	for name, of := range kind.AttributeTypes {
		values[name] = tftypes.NewValue(of, nil)
	}
	return values
}

func dynamic(kind tftypes.Object, values map[string]tftypes.Value) *tfprotov6.DynamicValue {
	var all any
	if values != nil {
		all = values
	}
	value, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, all))
	if err != nil {
		panic(err)
	}
	return &value
}

func (c *core) values(raw *tfprotov6.DynamicValue) map[string]tftypes.Value {
	value, err := raw.Unmarshal(c.kind)
	if err != nil {
		panic(err)
	}
	if value.IsNull() {
		return nil
	}
	var values map[string]tftypes.Value
	if err := value.As(&values); err != nil {
		panic(err)
	}
	return values
}

// check is called from goroutines, so it must not end the test at once.
func (c *core) check(diags []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			c.t.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
}

// plan is one plan; nil settings plan a destroy.
func (c *core) plan(ctx context.Context, prior object, set settings) *tfprotov6.PlanResourceChangeResponse {
	req := &tfprotov6.PlanResourceChangeRequest{
		TypeName: c.typeName, PriorState: dynamic(c.kind, prior.values),
		PriorPrivate: prior.private, PriorIdentity: prior.identity,
	}
	req.Config = dynamic(c.kind, c.config(set))
	req.ProposedNewState = dynamic(c.kind, c.proposed(prior, set))
	resp := call(ctx, c, c.server.PlanResourceChange, req)
	c.check(resp.Diagnostics)
	return resp
}

func (c *core) config(set settings) map[string]tftypes.Value {
	if set == nil {
		return nil
	}
	config := nulls(c.kind)
	maps.Copy(config, set)
	return config
}

// proposed is the configuration with what the provider computed before.
func (c *core) proposed(prior object, set settings) map[string]tftypes.Value {
	proposed := c.config(set)
	for name, value := range proposed {
		if value.IsNull() && c.computed[name] && prior.values != nil {
			proposed[name] = prior.values[name]
		}
	}
	return proposed
}

// apply plans and applies.
func (c *core) apply(ctx context.Context, prior object, set settings) object {
	planned := c.plan(ctx, prior, set)
	if c.t.Failed() {
		return prior
	}
	req := &tfprotov6.ApplyResourceChangeRequest{
		TypeName: c.typeName, PriorState: dynamic(c.kind, prior.values), PlannedState: planned.PlannedState,
		Config: dynamic(c.kind, c.config(set)), PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	}
	resp := call(ctx, c, c.server.ApplyResourceChange, req)
	c.check(resp.Diagnostics)
	return object{c.values(resp.NewState), resp.Private, resp.NewIdentity}
}

// refresh reads the resource.
func (c *core) refresh(ctx context.Context, o object) object {
	req := &tfprotov6.ReadResourceRequest{
		TypeName: c.typeName, CurrentState: dynamic(c.kind, o.values), Private: o.private, CurrentIdentity: o.identity,
	}
	resp := call(ctx, c, c.server.ReadResource, req)
	c.check(resp.Diagnostics)
	return object{c.values(resp.NewState), resp.Private, resp.NewIdentity}
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
func codesOf(t *testing.T, o object) int {
	t.Helper()
	var codes []tftypes.Value
	if err := o.values["codes"].As(&codes); err != nil {
		t.Fatal(err)
	}
	return len(codes)
}
