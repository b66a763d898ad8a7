package provider

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// secretNames are the attributes that must be sensitive wherever they appear, and the
// only ones that may be: a sensitive parent would spoil for_each over ids.
var secretNames = []string{"app_secret", "app_key", "console_password", "code"}

// harmlessCodes are called code and are none that gets goods: a motor's and a currency's.
var harmlessCodes = []string{"products.channel.code", "currency.code"}

var attributeName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// TestSchemas guards what every registered object has in common.
func TestSchemas(t *testing.T) {
	for name, s := range registered(t) {
		t.Run(name, func(t *testing.T) {
			for _, problem := range problems(s) {
				t.Error(problem)
			}
		})
	}
}

// registered is the schema of every object of the provider.
func registered(t *testing.T) map[string]*tfprotov6.Schema {
	t.Helper()
	schemas, err := NewServer("test")().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
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
	for name, s := range schemas.ActionSchemas {
		objects["action "+name] = s.Schema
	}
	for name, s := range schemas.ListResourceSchemas {
		objects["list resource "+name] = s
	}
	return objects
}

func problems(s *tfprotov6.Schema) []string {
	var found []string
	if len(s.Block.Description) < 40 {
		found = append(found, fmt.Sprintf("description %q is too short to say what the object is", s.Block.Description))
	}
	if len(s.Block.BlockTypes) > 0 {
		found = append(found, "nested blocks; use nested attributes")
	}
	return append(found, attributeProblems("", false, s.Block.Attributes)...)
}

// attributeProblems looks at attributes of parent; hidden says that it is sensitive as a whole.
func attributeProblems(parent string, hidden bool, attributes []*tfprotov6.SchemaAttribute) (found []string) {
	for _, a := range attributes {
		name := parent + a.Name
		say := func(format string, args ...any) { found = append(found, name+": "+fmt.Sprintf(format, args...)) }
		if !attributeName.MatchString(a.Name) {
			say("not a name in lower case with underscores")
		}
		if len(a.Description) < 5 || !strings.ContainsAny(a.Description[len(a.Description)-1:], ".`)") {
			say("description %q is no sentence", a.Description)
		}
		if a.DescriptionKind != tfprotov6.StringKindMarkdown && parent != "timeouts." {
			say("description is not Markdown")
		}
		secret := slices.Contains(secretNames, a.Name) && !slices.Contains(harmlessCodes, name)
		if secret && !a.Sensitive && !hidden || a.Sensitive && !secret && !holdsCodes(a) {
			say("sensitive is %t", a.Sensitive)
		}
		if a.NestedType == nil {
			continue
		}
		if a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSet || a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeMap {
			say("sets are slow and log their elements, maps log their keys; use a list")
		}
		found = append(found, attributeProblems(name+".", hidden || a.Sensitive, a.NestedType.Attributes)...)
	}
	return found
}

// holdsCodes reports whether the attribute is a list of pickup codes, which may be
// sensitive as a whole.
func holdsCodes(a *tfprotov6.SchemaAttribute) bool {
	return a.NestedType != nil && slices.ContainsFunc(a.NestedType.Attributes, func(leaf *tfprotov6.SchemaAttribute) bool { return leaf.Name == "code" })
}

// TestGuardsSeeWhatTheyGuard plays the steps of CONTRIBUTING for a data source of banners:
// done as they say it passes, and done carelessly each mistake is seen.
func TestGuardsSeeWhatTheyGuard(t *testing.T) {
	attribute := func(name, description string) *tfprotov6.SchemaAttribute {
		return &tfprotov6.SchemaAttribute{Name: name, Description: description, DescriptionKind: tfprotov6.StringKindMarkdown, Computed: true}
	}
	banners := func(nesting tfprotov6.SchemaObjectNestingMode, leaves ...*tfprotov6.SchemaAttribute) *tfprotov6.Schema {
		all := attribute("banners", "The banners of the machine, in the server's order; empty if there are none.")
		all.NestedType = &tfprotov6.SchemaObject{Nesting: nesting, Attributes: leaves}
		return &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
			Description: "Lists the banners that a machine shows to its customers.",
			Attributes:  []*tfprotov6.SchemaAttribute{all},
		}}
	}
	good := attribute("hit_count", "How often customers touched the banner.")
	if found := problems(banners(tfprotov6.SchemaObjectNestingModeList, good)); len(found) > 0 {
		t.Errorf("done by the steps, and refused: %v", found)
	}
	plain := attribute("status", "Whether the banner is shown.")
	plain.DescriptionKind = tfprotov6.StringKindPlain
	secret := attribute("cover_image", "Address of the picture.")
	secret.Sensitive = true
	for name, schema := range map[string]*tfprotov6.Schema{
		"no description":     banners(tfprotov6.SchemaObjectNestingModeList, attribute("id", "")),
		"no sentence":        banners(tfprotov6.SchemaObjectNestingModeList, attribute("id", "Record id")),
		"plain text":         banners(tfprotov6.SchemaObjectNestingModeList, plain),
		"camel case":         banners(tfprotov6.SchemaObjectNestingModeList, attribute("hitCount", "How often customers touched the banner.")),
		"a code that shows":  banners(tfprotov6.SchemaObjectNestingModeList, attribute("code", "The number to type.")),
		"a picture hidden":   banners(tfprotov6.SchemaObjectNestingModeList, secret),
		"a set":              banners(tfprotov6.SchemaObjectNestingModeSet, good),
		"nothing about it":   {Block: &tfprotov6.SchemaBlock{Description: "Banners."}},
		"a block in a block": {Block: &tfprotov6.SchemaBlock{Description: "Lists the banners that a machine shows to its customers.", BlockTypes: []*tfprotov6.SchemaNestedBlock{{}}}},
	} {
		if len(problems(schema)) == 0 {
			t.Errorf("%s: not seen", name)
		}
	}
}

// TestIdentity guards the identity, which must not change once released.
func TestIdentity(t *testing.T) {
	identities, err := NewServer("test")().GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
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
