package provider

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest/core"
)

// TestUnchanged draws resources for which Terraform proposes the prior state, and has the
// framework plan them too: the short way must not say anything else.
func TestUnchanged(t *testing.T) {
	const typeName = "dingshang_pickup_codes"
	served, ok := NewServer("test", WithTransport(unreachable{}))().(*server)
	if !ok {
		t.Fatal("the framework's server is not wrapped")
	}
	schemas := registered(t)
	configured, err := served.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: core.Configuration(schemas["provider"], map[string]any{
		"app_id": "ds0123456789abcdef", "app_secret": "secret", "app_key": "key", "url": "https://one.test", "max_retries": 0,
	})})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatal(err, configured.Diagnostics)
	}
	identity := identityOf(t, served, typeName)
	s := schemas["resource "+typeName]
	dice := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // The same cases each time.
	var short, long int
	for range 1000 {
		config, prior := drawUnchanged(dice)
		state := core.Configuration(s, prior)
		req := &tfprotov6.PlanResourceChangeRequest{
			TypeName: typeName, Config: core.Configuration(s, config), PriorState: state, ProposedNewState: state,
			PriorPrivate: drawOne(dice, privates), PriorIdentity: identity,
		}
		want, err := served.frameworkServer.PlanResourceChange(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		got := planUnchanged(t.Context(), req)
		if got == nil {
			long++
			continue
		}
		short++
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("configured %v\nprior %v\nprivate %s\ngot  %+v\nwant %+v", config, prior, req.PriorPrivate, got, want)
		}
	}
	if short < 50 || long < 50 {
		t.Errorf("%d answered, %d left to the framework", short, long)
	}
}

// unreachable is a network without the vendor.
type unreachable struct{}

func (unreachable) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no such host")
}

// privates are what an import and refreshes leave in the private state.
var privates = [][]byte{
	nil,
	[]byte(`{"imported":"dHJ1ZQ=="}`),
	[]byte(`{"refreshed_at":"IjIwMzAtMDEtMDFUMDA6MDA6MDBaIg=="}`),
	[]byte(`{"refreshed_at":"IjIwNDAtMDEtMDFUMDA6MDA6MDBaIg=="}`),
}

// drawUnchanged draws a prior state, and a configuration that sets what the provider does
// not compute and some of the rest, as in the state.
func drawUnchanged(dice *rand.Rand) (config, prior map[string]any) {
	code := func(id, status string) map[string]any {
		return map[string]any{
			"id": id, "product_id": "1323442", "code": "12345" + id, "status": status, "quantity": 1,
			"created_at": "2026-03-02 12:00:00", "expired_at": "2035-12-31T23:59:30+08:00",
		}
	}
	request := map[string]any{"expires_at": "2035-12-31T23:59:30+08:00", "code_count": 1, "sent_at": "2026-03-02T04:00:00Z", "confirmed": dice.IntN(2) == 0, "ids_before": nil, "altered_ids": nil}
	prior = map[string]any{
		"id": "16327138/1323442/first-2111", "machine_no": "16327138", "name": "cola @ one", "machine_name": "one",
		"product_name": "cola", "product_price": "3.50", "currency": "CNY", "retail_value": "7.00",
		"product_id":          drawOne(dice, []any{"1323442", "1323442", "1323442", nil}),
		"all_products":        drawOne(dice, []any{false, false, false, true}),
		"account":             drawOne(dice, []any{"ds0123456789abcdef@one.test", "ds0123456789abcdef@two.test"}),
		"code_count":          drawOne(dice, []any{2, 2, 2, 1, 3, nil}),
		"code_length":         drawOne(dice, []any{6, 6, 6, 8}),
		"expired_at":          drawOne(dice, []any{"2035-12-31T23:59:59+08:00", "2035-12-31 23:59:59", "2020-01-01T00:00:00Z", nil}),
		"valid_for":           drawOne(dice, []any{nil, nil, "72h", "3h"}),
		"renew_before":        drawOne(dice, []any{nil, nil, "1h"}),
		"recreate_if_expired": drawOne(dice, []any{false, false, true}),
		"skip_destroy":        drawOne(dice, []any{false, false, true}),
		"store_codes":         drawOne(dice, []any{true, true, false}),
		"quantity":            drawOne(dice, []any{nil, 2}),
		"keepers":             drawOne(dice, []any{nil, map[string]any{}, map[string]any{"event": "a"}}),
		"timeouts":            drawOne(dice, []any{nil, map[string]any{"create": "3m", "update": nil, "delete": nil}}),
		"codes":               drawOne(dice, []any{[]any{code("2111", "UNUSED"), code("2112", "USED_OR_CANCELLED")}, []any{}}),
		"code_ids":            []any{"2111", "2112"},
		"spent_code_ids":      []any{"2112"},
		"unused_count":        1,
		"codes_per_product":   nil,
		"pending_requests":    drawOne(dice, []any{nil, nil, nil, []any{request}}),
	}
	config = map[string]any{}
	for _, name := range []string{"machine_no", "product_id", "valid_for", "renew_before", "quantity", "keepers", "timeouts"} {
		config[name] = prior[name]
	}
	for _, name := range []string{"all_products", "code_count", "code_length", "expired_at", "recreate_if_expired", "skip_destroy", "store_codes"} {
		if dice.IntN(2) == 0 {
			config[name] = prior[name]
		}
	}
	return config, prior
}

func drawOne[T any](dice *rand.Rand, values []T) T { return values[dice.IntN(len(values))] }

func identityOf(t *testing.T, served *server, typeName string) *tfprotov6.ResourceIdentityData {
	t.Helper()
	schemas, err := served.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	kind, _ := schemas.IdentitySchemas[typeName].ValueType().(tftypes.Object)
	identity := core.Value(kind, map[string]any{"machine_no": "16327138", "product_id": "1323442", "id": "16327138/1323442/first-2111"})
	return &tfprotov6.ResourceIdentityData{IdentityData: core.Encode(kind, identity)}
}
