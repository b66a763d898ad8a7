package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/provider"
)

// Protocol speaks with a configured provider as Terraform does, in process: so what needs
// a newer CLI is tested everywhere.
type Protocol struct {
	t       *testing.T
	server  protocolServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

type protocolServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// NewProtocol configures a provider for the fixture's vendor.
func NewProtocol(t *testing.T, fixture *Fixture) *Protocol {
	t.Helper()
	server, ok := provider.NewServer("test")().(protocolServer)
	if !ok {
		t.Fatal("the server has neither list resources nor actions")
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	p := &Protocol{t, server, schemas}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.object(schemas.Provider, map[string]string{
		"url": fixture.URL, "app_id": emulator.AppID, "app_secret": emulator.AppSecret, "app_key": emulator.AppKey,
		"console_url": fixture.URL + emulator.ConsolePath, "console_email": emulator.ConsoleEmail, "console_password": emulator.ConsolePassword,
	})})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp.Diagnostics)
	}
	return p
}

// object has the attributes named, text or true, and null for all others.
func (p *Protocol) object(schema *tfprotov6.Schema, texts map[string]string) *tfprotov6.DynamicValue {
	p.t.Helper()
	kind, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		p.t.Fatalf("%s is no object", schema.ValueType())
	}
	values := map[string]tftypes.Value{}
	for name, attribute := range kind.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
		switch text, ok := texts[name]; {
		case ok && attribute.Is(tftypes.Bool):
			values[name] = tftypes.NewValue(attribute, text == "true")
		case ok:
			values[name] = tftypes.NewValue(attribute, text)
		}
	}
	value, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, values))
	if err != nil {
		p.t.Fatal(err)
	}
	return &value
}

// Listed is a result of a list resource.
type Listed struct {
	DisplayName string
	// Attributes are the resource's; nil where it was not asked for.
	Attributes  map[string]tftypes.Value
	Diagnostics []*tfprotov6.Diagnostic
}

// List asks for a list resource.
func (p *Protocol) List(typeName string, config map[string]string, include bool, limit int64) []Listed {
	p.t.Helper()
	stream, err := p.server.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: p.object(p.schemas.ListResourceSchemas[typeName], config), IncludeResource: include, Limit: limit,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	var results []Listed
	for r := range stream.Results {
		listed := Listed{DisplayName: r.DisplayName, Diagnostics: r.Diagnostics}
		if include && r.Resource != nil {
			value, err := r.Resource.Unmarshal(p.schemas.ResourceSchemas[typeName].ValueType())
			if err == nil {
				err = value.As(&listed.Attributes)
			}
			if err != nil {
				p.t.Fatal(err)
			}
		}
		results = append(results, listed)
	}
	return results
}

// Invoke runs an action and returns its progress and what it ended with.
func (p *Protocol) Invoke(actionType string, config map[string]string) (progress []string, diagnostics []*tfprotov6.Diagnostic) {
	p.t.Helper()
	stream, err := p.server.InvokeAction(p.t.Context(), &tfprotov6.InvokeActionRequest{
		ActionType: actionType, Config: p.object(p.schemas.ActionSchemas[actionType].Schema, config),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			diagnostics = e.Diagnostics
		}
	}
	return progress, diagnostics
}
