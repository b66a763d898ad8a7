package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"terraform-provider-dingshang/internal/acctest/core"
)

// TestModelsFitTheirSchemas has every object read a configuration: where a model and its
// schema disagree, the framework says so before anything else happens.
func TestModelsFitTheirSchemas(t *testing.T) {
	ctx := t.Context()
	server := NewServer("test")()
	inputs := map[string]any{
		"machine_no": "16327138", "product_id": "1323442",
		"days": []string{"monday"}, "power_on": "08:00", "power_off": "22:00",
	}
	objects := registered(t)

	configured, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: core.Configuration(objects["provider"], map[string]any{
		"app_id": "ds0123456789abcdef", "app_secret": "secret", "app_key": "key", "request_timeout": "1ms", "url": "https://127.0.0.1:1",
	})})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatal(err, configured.Diagnostics)
	}
	for name, s := range objects {
		t.Run(name, func(t *testing.T) {
			var diagnostics []*tfprotov6.Diagnostic
			object, typeName, _ := strings.Cut(name, " dingshang_")
			typeName = "dingshang_" + typeName
			// Ended before it begins, so that no call is tried.
			switch config := core.Configuration(s, inputs); object {
			case "data source":
				read, err := server.ReadDataSource(ended(ctx), &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: config})
				if err != nil {
					t.Fatal(err)
				}
				diagnostics = read.Diagnostics
			case "ephemeral resource":
				opened, err := server.OpenEphemeralResource(ended(ctx), &tfprotov6.OpenEphemeralResourceRequest{TypeName: typeName, Config: config})
				if err != nil {
					t.Fatal(err)
				}
				diagnostics = opened.Diagnostics
			case "resource":
				validated, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: typeName, Config: config})
				if err != nil {
					t.Fatal(err)
				}
				diagnostics = validated.Diagnostics
			}
			for _, d := range diagnostics {
				if !strings.Contains(d.Detail, "The provider tried to") {
					t.Errorf("%s: %s", d.Summary, d.Detail)
				}
			}
		})
	}
}

func ended(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return ctx
}
