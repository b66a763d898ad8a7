package campaign

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/provider"
)

const resourceType = "dingshang_pickup_codes"

// settleTime is the provider's default; every setting is left at its default.
const settleTime = 30 * time.Second

// schemas is what Terraform learns from a provider once.
type schemas struct {
	resource tftypes.Object
	provider tftypes.Object
	identity tftypes.Object
	computed map[string]bool // attributes of the resource that the provider may set
}

var readSchemas = sync.OnceValue(func() schemas {
	server := provider.NewServer("campaign")()
	resp, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(resp.Diagnostics) > 0 {
		panic(fmt.Sprint("the provider has no schema: ", err, resp.Diagnostics))
	}
	s := schemas{computed: map[string]bool{}}
	s.resource = resp.ResourceSchemas[resourceType].ValueType().(tftypes.Object)
	s.provider = resp.Provider.ValueType().(tftypes.Object)
	identities, err := server.GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	must(err)
	s.identity = identities.IdentitySchemas[resourceType].ValueType().(tftypes.Object)
	for _, attribute := range resp.ResourceSchemas[resourceType].Block.Attributes {
		s.computed[attribute.Name] = attribute.Computed
	}
	return s
})

// process is one start of the provider: Terraform makes a new one for every walk over
// the configuration, so nothing that the provider keeps in memory outlives a walk.
type process struct {
	server tfprotov6.ProviderServer
	run    *run
	spoil  func(tftypes.Value) tftypes.Value // what a broken provider does to every prior state; nil: nothing
}

// start starts and configures a provider for a walk.
func (w *workspace) start(ctx context.Context, r *run) (*process, bool) {
	p := &process{server: provider.NewServer("campaign", provider.WithTransport(w.transport()))(), run: r, spoil: w.flaw.state}
	kind := readSchemas().provider
	config := nullAttributes(kind)
	for name, value := range map[string]string{
		"url": "http://" + w.host, "app_id": emulator.AppID, "app_secret": emulator.AppSecret, "app_key": emulator.AppKey,
	} {
		config[name] = tftypes.NewValue(tftypes.String, value)
	}
	config["insecure_http"] = tftypes.NewValue(tftypes.Bool, true)
	ok := false
	p.call("configure", func() error {
		resp, err := p.server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{
			TerraformVersion: "1.12.0", Config: encode(kind, tftypes.NewValue(kind, config)),
		})
		if err == nil {
			ok = !p.run.note("", said, resp.Diagnostics)
		}
		return err
	})
	return p, ok
}

// transport is for a new process.
func (w *workspace) transport() http.RoundTripper {
	w.processes++
	way := wire{w.hosts, w.processes}
	if w.flaw.transport != nil {
		return w.flaw.transport(way)
	}
	return way
}

// call makes one call to the provider; what Terraform would report as a crash of the
// provider is a violation.
func (p *process) call(what string, do func() error) {
	defer func() {
		if r := recover(); r != nil {
			p.run.violate("panic in %s: %v\n%s", what, r, debug.Stack())
		}
	}()
	if err := do(); err != nil {
		p.run.violate("%s: the provider's server failed: %v", what, err)
	}
}

// stop is what Terraform sends on an interrupt.
func (p *process) stop() {
	p.call("stop", func() error {
		_, err := p.server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{})
		return err
	})
}

// prior is a state as the provider gets to see it.
func (p *process) prior(value tftypes.Value) *tfprotov6.DynamicValue {
	if p.spoil != nil && !value.IsNull() {
		value = p.spoil(value)
	}
	return encode(readSchemas().resource, value)
}

func encode(kind tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	dynamic, err := tfprotov6.NewDynamicValue(kind, value)
	must(err)
	return &dynamic
}

// decode reads an answer of the provider; none at all reads as null.
func decode(kind tftypes.Type, dynamic *tfprotov6.DynamicValue) tftypes.Value {
	if dynamic == nil {
		return tftypes.NewValue(kind, nil)
	}
	value, err := dynamic.Unmarshal(kind)
	must(err)
	return value
}
