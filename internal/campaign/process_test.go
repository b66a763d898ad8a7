package campaign

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/provider"
)

const resourceType = "dingshang_pickup_codes"

// The settings of the provider under test, short so that a round takes seconds. A run
// in which nothing is made to fail is patient, since the computer may be busy.
const (
	settleTime     = 500 * time.Millisecond
	requestTimeout = 400 * time.Millisecond
	patience       = 20 * time.Second
	maxRetries     = 1
)

// schemas is what Terraform learns from a provider once.
type schemas struct {
	resource tftypes.Object
	provider tftypes.Object
	identity tftypes.Object
	computed map[string]bool // attributes of the resource that the provider may set
}

var readSchemas = sync.OnceValue(func() schemas {
	server := providerserver.NewProtocol6(provider.New("campaign")())()
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
}

// start begins a process and configures it for the emulator at url.
func start(ctx context.Context, r *run, url string) (*process, bool) {
	p := &process{server: providerserver.NewProtocol6(provider.New("campaign")())(), run: r}
	kind := readSchemas().provider
	config := nullAttributes(kind)
	config["url"] = tftypes.NewValue(tftypes.String, url)
	config["app_id"] = tftypes.NewValue(tftypes.String, emulator.AppID)
	config["app_secret"] = tftypes.NewValue(tftypes.String, emulator.AppSecret)
	config["app_key"] = tftypes.NewValue(tftypes.String, emulator.AppKey)
	config["settle_time"] = tftypes.NewValue(tftypes.String, settleTime.String())
	timeout := requestTimeout
	if r.clean {
		timeout = patience
	}
	config["request_timeout"] = tftypes.NewValue(tftypes.String, timeout.String())
	config["max_retries"] = tftypes.NewValue(tftypes.Number, maxRetries)
	ok := false
	p.call("configure", func() error {
		resp, err := p.server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{
			TerraformVersion: "1.12.0", Config: encode(kind, tftypes.NewValue(kind, config)),
		})
		if err == nil {
			ok = !p.run.note("provider", resp.Diagnostics)
		}
		return err
	})
	return p, ok
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
func (p *process) stop(ctx context.Context) {
	p.call("stop", func() error {
		_, err := p.server.StopProvider(ctx, &tfprotov6.StopProviderRequest{})
		return err
	})
}

func encode(kind tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	dynamic, err := tfprotov6.NewDynamicValue(kind, value)
	if err != nil {
		panic(err)
	}
	return &dynamic
}

// decode reads an answer of the provider; none at all reads as null.
func decode(kind tftypes.Type, dynamic *tfprotov6.DynamicValue) tftypes.Value {
	if dynamic == nil {
		return tftypes.NewValue(kind, nil)
	}
	value, err := dynamic.Unmarshal(kind)
	if err != nil {
		panic(err)
	}
	return value
}
