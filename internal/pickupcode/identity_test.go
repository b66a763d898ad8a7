package pickupcode_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/acctest/core"
)

const typeName = "dingshang_pickup_codes"

// text reads a text attribute of an object.
func text(object tftypes.Value, name string) string {
	return core.As[string](core.Attributes(object)[name])
}

func said(diags []*tfprotov6.Diagnostic) string {
	var all strings.Builder
	for _, d := range diags {
		all.WriteString(d.Severity.String() + ": " + d.Summary + ": " + d.Detail + "\n")
	}
	return all.String()
}

// Importing by identity needs Terraform 1.12; the protocol can be spoken with any.
func TestImportByIdentity(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.Generate(acctest.Machine, acctest.Cola, 2, 6, "")
	place := map[string]any{"machine_no": acctest.Machine, "product_id": acctest.Cola}
	for name, identity := range map[string]map[string]any{
		"machine and product": place,
		"with the id":         {"machine_no": acctest.Machine, "product_id": acctest.Cola, "id": "16327138/1323442/first-2111"},
	} {
		server := fixture.Process(t)
		codes := server.Schemas.Resources[typeName]
		imported, diags := server.Import(t.Context(), codes, identity)
		if len(imported) != 1 || !strings.Contains(said(diags), "Imported 2 codes") {
			t.Fatalf("%s: %s", name, said(diags))
		}
		state, got := imported[0].Value, imported[0].Identity
		id := text(state, "id")
		if id != "16327138/1323442/first-2111" || text(got, "id") != id || text(got, "machine_no") != acctest.Machine || text(got, "product_id") != acctest.Cola {
			t.Errorf("%s: state %v, identity %v", name, state, got)
		}

		// The refresh that follows keeps the identity.
		refreshed := server.Refresh(t.Context(), codes, imported[0])
		if text(refreshed.Identity, "id") != id || len(refreshed.Diagnostics) > 0 {
			t.Errorf("%s: after the refresh: %s", name, said(refreshed.Diagnostics))
		}
	}

	for name, tc := range map[string]struct {
		identity map[string]any
		want     string
	}{
		"all products":      {map[string]any{"machine_no": acctest.Machine}, "An import by identity needs machine_no and product_id"},
		"id of another":     {map[string]any{"machine_no": acctest.Machine, "product_id": acctest.Cola, "id": "16327140/1/first-1"}, "id is \"16327140/1/first-1\" and must begin with"},
		"machine malformed": {map[string]any{"machine_no": "1", "product_id": acctest.Cola}, "\"1\" is not a machine number"},
		"nothing there":     {map[string]any{"machine_no": acctest.Machine, "product_id": "1323443"}, "no unused codes"},
	} {
		server := fixture.Process(t)
		if _, diags := server.Import(t.Context(), server.Schemas.Resources[typeName], tc.identity); !strings.Contains(said(diags), tc.want) {
			t.Errorf("%s: %s", name, said(diags))
		}
	}
}

// Terraform complains where a refresh leaves the identity out, removed resources included.
func TestIdentityOfARemovedResource(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.Generate(acctest.Machine, acctest.Cola, 2, 6, "")
	server := fixture.Process(t)
	codes := server.Schemas.Resources[typeName]
	imported, _ := server.Import(t.Context(), codes, map[string]any{"machine_no": acctest.Machine, "product_id": acctest.Cola})
	fixture.Emulator.RemoveMachine(acctest.Machine)
	// State written before there was an identity has none either.
	for _, before := range []tftypes.Value{imported[0].Identity, {}} {
		gone := server.Refresh(t.Context(), codes, core.Object{Value: imported[0].Value, Private: imported[0].Private, Identity: before})
		if !gone.Value.IsNull() {
			t.Errorf("the resource is not removed: %v", gone.Value)
		}
		if text := said(gone.Diagnostics); strings.Contains(text, "ERROR") || !strings.Contains(text, "Machine does not exist") || !strings.Contains(text, "2111, 2112") {
			t.Error(text)
		}
	}
}
