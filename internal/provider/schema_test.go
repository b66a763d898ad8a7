package provider

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// secretNames are the attributes that must be sensitive wherever they appear, and the
// only ones that may be: a sensitive parent would spoil for_each over ids.
var secretNames = []string{"app_secret", "app_key", "code"}

var attributeName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// TestSchemas guards what every registered object has in common.
func TestSchemas(t *testing.T) {
	server, err := providerserver.NewProtocol6WithError(New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schemas.Diagnostics) > 0 {
		t.Fatal(err, schemas.Diagnostics)
	}
	objects := map[string]*tfprotov6.Schema{"provider": schemas.Provider}
	for name, s := range schemas.ResourceSchemas {
		objects["resource "+name] = s
	}
	for name, s := range schemas.DataSourceSchemas {
		objects["data source "+name] = s
	}
	for name, s := range schemas.EphemeralResourceSchemas {
		objects["ephemeral resource "+name] = s
	}
	for name, s := range objects {
		t.Run(name, func(t *testing.T) {
			if len(s.Block.Description) < 40 {
				t.Errorf("description %q does not tell what the object is", s.Block.Description)
			}
			if len(s.Block.BlockTypes) > 0 {
				t.Error("nested blocks; use nested attributes")
			}
			guardAttributes(t, "", s.Block.Attributes)
		})
	}
}

func guardAttributes(t *testing.T, parent string, attributes []*tfprotov6.SchemaAttribute) {
	for _, a := range attributes {
		name := parent + a.Name
		switch {
		case !attributeName.MatchString(a.Name):
			t.Errorf("%s: not a name in lower case with underscores", name)
		case len(a.Description) < 5 || !strings.ContainsAny(a.Description[len(a.Description)-1:], ".`)"):
			t.Errorf("%s: description %q is no sentence", name, a.Description)
		case a.DescriptionKind != tfprotov6.StringKindMarkdown && parent != "timeouts.":
			t.Errorf("%s: description is not Markdown", name)
		case a.Sensitive != slices.Contains(secretNames, a.Name) && !slices.Contains(harmlessCodes, name):
			t.Errorf("%s: sensitive is %t", name, a.Sensitive)
		}
		if a.NestedType != nil {
			if a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSet || a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeMap {
				t.Errorf("%s: sets are slow and log their elements, maps log their keys; use a list", name)
			}
			guardAttributes(t, name+".", a.NestedType.Attributes)
		}
	}
}

// harmlessCodes are called code and are none that gets goods: a motor's and a currency's.
var harmlessCodes = []string{"products.channel.code", "currency.code"}

// TestIdentity guards the identity, which must not change once released.
func TestIdentity(t *testing.T) {
	server, err := providerserver.NewProtocol6WithError(New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range identities.IdentitySchemas["dingshang_pickup_codes"].IdentityAttributes {
		names = append(names, a.Name)
		if a.Description == "" {
			t.Errorf("%s: no description", a.Name)
		}
	}
	slices.Sort(names)
	if want := []string{"id", "machine_no", "product_id"}; !slices.Equal(names, want) {
		t.Errorf("identity is %v, want %v", names, want)
	}
}
