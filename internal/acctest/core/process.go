// Package core plays the part of Terraform's core: it speaks with a provider over the plugin
// protocol, in the test's process. Tests so reach what would need a newer CLI, and what a CLI
// would hide or take too long for.
//
// An answer that breaks the protocol is a mistake in the provider, and panics.
package core

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Process is a provider that was started. Terraform starts a new one for every walk over a
// configuration.
type Process struct {
	Server  tfprotov6.ProviderServer
	Schemas *Schemas
}

// Schemas are what Terraform asks a provider for first. They hold for every process of it.
type Schemas struct {
	Resources map[string]*Resource // by type
	response  *tfprotov6.GetProviderSchemaResponse
}

// Resource is a type of managed resource.
type Resource struct {
	Name     string
	Type     tftypes.Object
	Identity tftypes.Object
	Computed map[string]bool // whether the provider may set an attribute
}

// Start asks a provider for its schemas.
func Start(ctx context.Context, server tfprotov6.ProviderServer) *Process {
	response := call(ctx, server.GetProviderSchema, &tfprotov6.GetProviderSchemaRequest{})
	identities := call(ctx, server.GetResourceIdentitySchemas, &tfprotov6.GetResourceIdentitySchemasRequest{})
	schemas := &Schemas{Resources: map[string]*Resource{}, response: response}
	for name, schema := range response.ResourceSchemas {
		r := &Resource{Name: name, Type: object(schema.ValueType()), Computed: map[string]bool{}}
		if identity := identities.IdentitySchemas[name]; identity != nil {
			r.Identity = object(identity.ValueType())
		}
		for _, attribute := range schema.Block.Attributes {
			r.Computed[attribute.Name] = attribute.Computed
		}
		schemas.Resources[name] = r
	}
	return &Process{server, schemas}
}

func call[Req, Resp any](ctx context.Context, method func(context.Context, Req) (Resp, error), req Req) Resp {
	resp, err := method(ctx, req)
	must(err)
	return resp
}

// Configure configures the provider.
func (p *Process) Configure(ctx context.Context, settings map[string]any) []*tfprotov6.Diagnostic {
	return call(ctx, p.Server.ConfigureProvider, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.12.0", Config: Configuration(p.Schemas.response.Provider, settings),
	}).Diagnostics
}

// Listed is a result of a list resource.
type Listed struct {
	DisplayName string
	Resource    tftypes.Value // null unless it was asked for
	Diagnostics []*tfprotov6.Diagnostic
}

// List asks for a list resource.
func (p *Process) List(ctx context.Context, typeName string, config map[string]any, include bool, limit int64) []Listed {
	server, ok := p.Server.(tfprotov6.ListResourceServer)
	if !ok {
		panic("the server has no list resources")
	}
	stream := call(ctx, server.ListResource, &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: Configuration(p.Schemas.response.ListResourceSchemas[typeName], config), IncludeResource: include, Limit: limit,
	})
	var results []Listed
	for r := range stream.Results {
		results = append(results, Listed{r.DisplayName, Decode(p.Schemas.Resources[typeName].Type, r.Resource), r.Diagnostics})
	}
	return results
}

// Invoke runs an action and returns its progress and what it ended with.
func (p *Process) Invoke(ctx context.Context, actionType string, config map[string]any) (progress []string, diagnostics []*tfprotov6.Diagnostic) {
	server, ok := p.Server.(tfprotov6.ActionServer)
	if !ok {
		panic("the server has no actions")
	}
	stream := call(ctx, server.InvokeAction, &tfprotov6.InvokeActionRequest{
		ActionType: actionType, Config: Configuration(p.Schemas.response.ActionSchemas[actionType].Schema, config),
	})
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
