package provider

import (
	"context"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Serve serves the provider to the Terraform that started this process or, with debug,
// to one that is configured to reach it.
func Serve(version string, debug bool) error {
	weight := make([]byte, ballast)
	defer runtime.KeepAlive(weight)
	var opts []tf6server.ServeOpt
	if debug {
		opts = append(opts, tf6server.WithManagedDebug())
	} else {
		silenceUnreadLogs()
	}
	return tf6server.Serve(Address, NewServer(version), opts...)
}

// ballast is what the collector counts as alive besides what is. Garbage is collected
// once it is as much as what is alive: a few MiB, while nearly all that the framework
// allocates for a call is garbage at once, so that collecting took a quarter of the
// provider's processor time. Memory that is never touched costs none.
const ballast = 32 << 20

// silenceUnreadLogs switches off logs that nobody sees. Without TF_LOG Terraform drops
// what a provider logs, but the provider would still write it at every level, at a cost
// of nearly half of a run's processor time on both sides.
func silenceUnreadLogs() {
	for _, name := range []string{"TF_LOG", "TF_LOG_PROVIDER"} {
		if level := os.Getenv(name); level != "" && !strings.EqualFold(level, "off") {
			return
		}
	}
	unread := []string{"TF_LOG_PROVIDER_DINGSHANG"}
	if os.Getenv("TF_LOG_SDK") == "" {
		// The SDK's parts are asked for levels of their own before they prepare a line.
		unread = append(unread, "TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO")
	}
	for _, name := range unread {
		if os.Getenv(name) == "" {
			_ = os.Setenv(name, "off")
		}
	}
}

// NewServer returns protocol servers of the provider.
func NewServer(version string, options ...Option) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		framework := providerserver.NewProtocol6(New(version, options...)())()
		if whole, ok := framework.(frameworkServer); ok {
			return &server{whole}
		}
		return framework
	}
}

// frameworkServer is all that the framework's server can do. A wrapper must not hide
// any of it.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// server keeps the framework's memory bounded. The framework holds the context of every
// call until the process ends, to cancel it when Terraform asks to stop, and a context
// weighs some 15 KB with its loggers; a resource takes four calls. The calls that come
// once for each resource get a context that releases all of it at their end.
type server struct{ frameworkServer }

// callContext is a context that can be released. A released one is canceled and has no
// values.
type callContext struct {
	inner    atomic.Pointer[context.Context]
	done     <-chan struct{}
	deadline time.Time
	bounded  bool
}

// during makes a call with a context that is released afterwards.
func during[Req, Resp any](ctx context.Context, req Req, call func(context.Context, Req) (Resp, error)) (Resp, error) {
	short := &callContext{done: ctx.Done()}
	short.deadline, short.bounded = ctx.Deadline()
	short.inner.Store(&ctx)
	defer short.inner.Store(nil)
	return call(short, req)
}

func (c *callContext) Deadline() (time.Time, bool) { return c.deadline, c.bounded }

func (c *callContext) Done() <-chan struct{} { return c.done }

func (c *callContext) Err() error {
	if inner := c.inner.Load(); inner != nil {
		return (*inner).Err()
	}
	return context.Canceled
}

func (c *callContext) Value(key any) any {
	if inner := c.inner.Load(); inner != nil {
		return (*inner).Value(key)
	}
	return nil
}

func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return during(ctx, req, s.frameworkServer.ValidateResourceConfig)
}

func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return during(ctx, req, s.frameworkServer.UpgradeResourceState)
}

func (s *server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return during(ctx, req, s.frameworkServer.UpgradeResourceIdentity)
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return during(ctx, req, s.frameworkServer.ReadResource)
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if planned := planUnchanged(ctx, req); planned != nil {
		return planned, nil
	}
	return during(ctx, req, s.frameworkServer.PlanResourceChange)
}

func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return during(ctx, req, s.frameworkServer.ApplyResourceChange)
}

func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return during(ctx, req, s.frameworkServer.ImportResourceState)
}

func (s *server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return during(ctx, req, s.frameworkServer.ValidateDataResourceConfig)
}

func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return during(ctx, req, s.frameworkServer.ReadDataSource)
}
