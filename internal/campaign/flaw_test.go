package campaign

import (
	"net/http"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// flaw makes a provider behave as if it were written carelessly. The zero value is none.
type flaw struct {
	transport func(http.RoundTripper) http.RoundTripper
	state     func(tftypes.Value) tftypes.Value // of every state that the provider gets to see
}
