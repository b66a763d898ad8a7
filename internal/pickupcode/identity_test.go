package pickupcode_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// resourceServer is the provider's protocol server, configured for a vendor. Identity
// needs Terraform 1.12; the protocol can be spoken with any.
type resourceServer struct {
	tfprotov6.ProviderServer
	t        *testing.T
	kind     tftypes.Type
	identity tftypes.Type
}

const typeName = "dingshang_pickup_codes"

func newResourceServer(t *testing.T, fixture *acctest.Fixture) *resourceServer {
	t.Helper()
	server, err := acctest.ProtoV6ProviderFactories()["dingshang"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	s := &resourceServer{server, t, schemas.ResourceSchemas[typeName].ValueType(), identities.IdentitySchemas[typeName].ValueType()}
	settings := schemas.Provider.ValueType()
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: s.object(settings, map[string]string{
		"url": fixture.URL, "app_id": emulator.AppID, "app_secret": emulator.AppSecret, "app_key": emulator.AppKey,
	})})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp.Diagnostics)
	}
	return s
}

// object has the text attributes named, and null for all others.
func (s *resourceServer) object(kind tftypes.Type, texts map[string]string) *tfprotov6.DynamicValue {
	s.t.Helper()
	object, ok := kind.(tftypes.Object)
	if !ok {
		s.t.Fatalf("%s is no object", kind)
	}
	values := map[string]tftypes.Value{}
	for name, attribute := range object.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
		if text, ok := texts[name]; ok {
			values[name] = tftypes.NewValue(attribute, text)
		}
	}
	value, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, values))
	if err != nil {
		s.t.Fatal(err)
	}
	return &value
}

// texts reads the text attributes of an object; null is left out.
func (s *resourceServer) texts(kind tftypes.Type, from *tfprotov6.DynamicValue) map[string]string {
	s.t.Helper()
	value, err := from.Unmarshal(kind)
	if err != nil {
		s.t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		s.t.Fatal(err)
	}
	texts := map[string]string{}
	for name, attribute := range attributes {
		var text *string
		if attribute.Type().Is(tftypes.String) && attribute.As(&text) == nil && text != nil {
			texts[name] = *text
		}
	}
	return texts
}

func (s *resourceServer) importBy(identity map[string]string) *tfprotov6.ImportResourceStateResponse {
	s.t.Helper()
	resp, err := s.ImportResourceState(s.t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: typeName, Identity: &tfprotov6.ResourceIdentityData{IdentityData: s.object(s.identity, identity)},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return resp
}

func said(diags []*tfprotov6.Diagnostic) string {
	var all strings.Builder
	for _, d := range diags {
		all.WriteString(d.Severity.String() + ": " + d.Summary + ": " + d.Detail + "\n")
	}
	return all.String()
}

func TestImportByIdentity(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.Generate(acctest.Machine, acctest.Cola, 2, 6, "")
	place := map[string]string{"machine_no": acctest.Machine, "product_id": acctest.Cola}
	for name, identity := range map[string]map[string]string{
		"machine and product": place,
		"with the id":         {"machine_no": acctest.Machine, "product_id": acctest.Cola, "id": "16327138/1323442/first-2111"},
	} {
		server := newResourceServer(t, fixture)
		resp := server.importBy(identity)
		if len(resp.ImportedResources) != 1 || !strings.Contains(said(resp.Diagnostics), "Imported 2 codes") {
			t.Fatalf("%s: %s", name, said(resp.Diagnostics))
		}
		imported := resp.ImportedResources[0]
		state := server.texts(server.kind, imported.State)
		got := server.texts(server.identity, imported.Identity.IdentityData)
		id := state["id"]
		if id != "16327138/1323442/first-2111" || got["id"] != id || got["machine_no"] != acctest.Machine || got["product_id"] != acctest.Cola {
			t.Errorf("%s: state %v, identity %v", name, state, got)
		}

		// The refresh that follows keeps the identity.
		refreshed, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
			TypeName: typeName, CurrentState: imported.State, CurrentIdentity: imported.Identity, Private: imported.Private,
		})
		if err != nil {
			t.Fatal(err)
		}
		if refreshed.NewIdentity == nil || server.texts(server.identity, refreshed.NewIdentity.IdentityData)["id"] != id || len(refreshed.Diagnostics) > 0 {
			t.Errorf("%s: after the refresh: %s", name, said(refreshed.Diagnostics))
		}
	}

	for name, tc := range map[string]struct {
		identity map[string]string
		want     string
	}{
		"all products":      {map[string]string{"machine_no": acctest.Machine}, "An import by identity needs machine_no and product_id"},
		"id of another":     {map[string]string{"machine_no": acctest.Machine, "product_id": acctest.Cola, "id": "16327140/1/first-1"}, "id is \"16327140/1/first-1\" and must begin with"},
		"machine malformed": {map[string]string{"machine_no": "1", "product_id": acctest.Cola}, "\"1\" is not a machine number"},
		"nothing there":     {map[string]string{"machine_no": acctest.Machine, "product_id": "1323443"}, "no unused codes"},
	} {
		resp := newResourceServer(t, fixture).importBy(tc.identity)
		if !strings.Contains(said(resp.Diagnostics), tc.want) {
			t.Errorf("%s: %s", name, said(resp.Diagnostics))
		}
	}
}

// Terraform complains where a refresh leaves the identity out, removed resources included.
func TestIdentityOfARemovedResource(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.Generate(acctest.Machine, acctest.Cola, 2, 6, "")
	server := newResourceServer(t, fixture)
	imported := server.importBy(map[string]string{"machine_no": acctest.Machine, "product_id": acctest.Cola}).ImportedResources[0]
	fixture.Emulator.RemoveMachine(acctest.Machine)
	// State written before there was an identity has none either.
	for _, before := range []*tfprotov6.ResourceIdentityData{imported.Identity, nil} {
		resp, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
			TypeName: typeName, CurrentState: imported.State, CurrentIdentity: before, Private: imported.Private,
		})
		if err != nil {
			t.Fatal(err)
		}
		state, err := resp.NewState.Unmarshal(server.kind)
		if err != nil || !state.IsNull() {
			t.Errorf("the resource is not removed: %v, %v", state, err)
		}
		if text := said(resp.Diagnostics); strings.Contains(text, "ERROR") || !strings.Contains(text, "Machine does not exist") || !strings.Contains(text, "2111, 2112") {
			t.Error(text)
		}
	}
}
