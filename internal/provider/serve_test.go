package provider

import (
	"context"
	"os"
	"reflect"
	"runtime"
	"sync"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// A framework upgrade may bring a method that the wrapper does not know.
func TestWrapperHidesNothing(t *testing.T) {
	framework := reflect.TypeOf(providerserver.NewProtocol6(New("test")())())
	wrapper := reflect.TypeOf(NewServer("test")())
	for i := range framework.NumMethod() {
		if name := framework.Method(i).Name; !hasMethod(wrapper, name) {
			t.Errorf("%s has no %s", wrapper, name)
		}
	}
}

func hasMethod(t reflect.Type, name string) bool {
	_, ok := t.MethodByName(name)
	return ok
}

// Terraform may ask to stop while calls begin and end: those in flight end, later ones work.
func TestStopAmongCalls(t *testing.T) {
	served := NewServer("test")()
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			for range 20 {
				ctx, cancel := context.WithCancel(t.Context())
				_, _ = served.ReadResource(ctx, &tfprotov6.ReadResourceRequest{})
				_, _ = served.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
				cancel()
				_, _ = served.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{})
			}
		})
	}
	group.Wait()
	if _, err := served.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{}); err != nil {
		t.Error(err)
	}
}

// What the framework keeps of a call must not keep what came with the call.
func TestCallsAreLetGoOf(t *testing.T) {
	served := NewServer("test")()
	if _, wrapped := served.(*server); !wrapped {
		t.Fatalf("the framework's server cannot do all that is expected of it, so it is served as it is: %T", served)
	}
	type payload [1 << 16]byte
	type key struct{}
	for name, call := range map[string]func(context.Context) error{
		"ValidateResourceConfig": func(ctx context.Context) error {
			_, err := served.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{})
			return err
		},
		"UpgradeResourceState": func(ctx context.Context) error {
			_, err := served.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{})
			return err
		},
		"UpgradeResourceIdentity": func(ctx context.Context) error {
			_, err := served.UpgradeResourceIdentity(ctx, &tfprotov6.UpgradeResourceIdentityRequest{})
			return err
		},
		"ReadResource": func(ctx context.Context) error {
			_, err := served.ReadResource(ctx, &tfprotov6.ReadResourceRequest{})
			return err
		},
		"PlanResourceChange": func(ctx context.Context) error {
			_, err := served.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{})
			return err
		},
		"ApplyResourceChange": func(ctx context.Context) error {
			_, err := served.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{})
			return err
		},
		"ImportResourceState": func(ctx context.Context) error {
			_, err := served.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{})
			return err
		},
		"ValidateDataResourceConfig": func(ctx context.Context) error {
			_, err := served.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{})
			return err
		},
		"ReadDataSource": func(ctx context.Context) error {
			_, err := served.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			var carried weak.Pointer[payload]
			func() {
				held := &payload{}
				carried = weak.Make(held)
				if err := call(context.WithValue(t.Context(), key{}, held)); err != nil {
					t.Fatal(err)
				}
			}()
			runtime.GC()
			if carried.Value() != nil {
				t.Error("the context of the call is still held")
			}
		})
	}
	runtime.KeepAlive(served)
}

// A call in flight ends with Terraform's context, and with the framework's own cancel
// when Terraform asks to stop.
func TestCallsCanBeCancelled(t *testing.T) {
	type key struct{}
	outer, interrupt := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
	var kept context.Context
	_, err := during(outer, "", func(ctx context.Context, _ string) (string, error) {
		kept = ctx
		stopped, stop := context.WithCancel(ctx)
		stop()
		<-stopped.Done()
		if ctx.Err() != nil || ctx.Value(key{}) != "value" {
			t.Errorf("in the call: %v, %v", ctx.Err(), ctx.Value(key{}))
		}
		interrupted, cancel := context.WithCancel(ctx)
		defer cancel()
		interrupt()
		<-interrupted.Done()
		return "", ctx.Err()
	})
	if err == nil || kept.Err() == nil || kept.Value(key{}) != nil {
		t.Errorf("after the call: %v, %v, %v", err, kept.Err(), kept.Value(key{}))
	}
}

func TestUnreadLogsAreSilenced(t *testing.T) {
	const sdk, framework, own = "TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_DINGSHANG"
	for name, tc := range map[string]struct {
		set                 map[string]string
		sdk, framework, own string
	}{
		"nobody reads":             {nil, "off", "off", "off"},
		"switched off":             {map[string]string{"TF_LOG": "OFF"}, "off", "off", "off"},
		"all logs":                 {map[string]string{"TF_LOG": "DEBUG"}, "", "", ""},
		"logs of providers":        {map[string]string{"TF_LOG_PROVIDER": "info"}, "", "", ""},
		"chosen by a person":       {map[string]string{sdk: "warn"}, "warn", "", "off"},
		"chosen for the framework": {map[string]string{framework: "warn"}, "off", "warn", "off"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"TF_LOG", "TF_LOG_PROVIDER", sdk, framework, "TF_LOG_SDK_PROTO", own} {
				t.Setenv(variable, tc.set[variable])
			}
			silenceUnreadLogs()
			for variable, want := range map[string]string{sdk: tc.sdk, framework: tc.framework, own: tc.own} {
				if got := os.Getenv(variable); got != want {
					t.Errorf("%s is %q, want %q", variable, got, want)
				}
			}
		})
	}
}
