package campaign

import (
	"context"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"terraform-provider-dingshang/internal/acctest/core"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/provider"
)

// settleTime is the provider's default; every setting is left at its default.
const settleTime = 30 * time.Second

// schemas are the provider's, the same in every process.
var schemas = sync.OnceValue(func() *core.Schemas {
	return core.Start(context.Background(), provider.NewServer("campaign")()).Schemas
})

// pickupCodes is the type of all resources here.
func pickupCodes() *core.Resource { return schemas().Resources["dingshang_pickup_codes"] }

// process is one start of the provider: nothing that it keeps in memory outlives a walk.
type process struct {
	*core.Process
	run *run
}

// start starts and configures a provider for a walk.
func (w *workspace) start(ctx context.Context, r *run) (p *process, ok bool) {
	server := provider.NewServer("campaign", provider.WithTransport(w.transport()))()
	if w.flaw.state != nil {
		server = rewriting{server, w.flaw.state}
	}
	p = &process{&core.Process{Server: server, Schemas: schemas()}, r}
	p.call("configure", func() {
		ok = !r.note("", said, p.Configure(ctx, map[string]any{
			"url": "http://" + w.host, "app_id": emulator.AppID, "app_secret": emulator.AppSecret, "app_key": emulator.AppKey, "insecure_http": true,
		}))
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
func (p *process) call(what string, do func()) {
	defer func() {
		if r := recover(); r != nil {
			p.run.violate("panic in %s: %v\n%s", what, r, debug.Stack())
		}
	}()
	do()
}

// stop is what Terraform sends on an interrupt.
func (p *process) stop() {
	p.call("stop", func() {
		_, err := p.Server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{})
		must(err)
	})
}
