package pickupcode

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Keys of the private state.
const (
	keyImported    = "imported"     // bool: the state came from an import
	keyImport      = "import"       // text: this import, and not another one of the same codes
	keyRefreshedAt = "refreshed_at" // time of the last refresh
)

// privateReader and privateWriter are what the framework offers of the private state.
type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func readPrivate[T any](ctx context.Context, private privateReader, key string, diags *diag.Diagnostics) (value T) {
	raw, more := private.GetKey(ctx, key)
	diags.Append(more...)
	if len(raw) == 0 {
		return value
	}
	if err := json.Unmarshal(raw, &value); err != nil {
		diags.AddError("Private state is damaged", fmt.Sprintf(
			"The provider's private data of this resource (%s) cannot be read. Restore the state from a backup, or remove the resource from state and import it.", key))
	}
	return value
}

func writePrivate(ctx context.Context, private privateWriter, key string, value any, diags *diag.Diagnostics) {
	raw, err := json.Marshal(value)
	if err != nil {
		diags.AddError("Private state cannot be written", "Please report this to the provider's developers.")
		return
	}
	diags.Append(private.SetKey(ctx, key, raw)...)
}
