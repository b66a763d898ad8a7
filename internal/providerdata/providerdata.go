// Package providerdata holds what a configured provider hands to its resources, data
// sources and ephemeral resources.
package providerdata

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

// Data is what every object of one provider configuration shares.
type Data struct {
	// Client is nil while the provider's settings are unknown.
	Client *dingshang.Client
	// Console is nil while those settings or its own are unknown. Where its own are
	// missing, its calls fail and say so.
	Console *console.Client
	// Engine generates and cancels pickup codes; nil where Client is.
	Engine *issuance.Engine
	// Account is where pickup codes are: AppId@host; empty where Client is nil.
	Account    string
	Clock      clock.Clock
	SettleTime time.Duration // how long an unknown outcome is looked for
	Claims     Claims
	Names      Names
}

// From takes the data out of what the framework passes to Configure. It is nil before
// the provider is configured, as during validation.
func From(providerData any, diags *diag.Diagnostics) *Data {
	if providerData == nil {
		return nil
	}
	data, ok := providerData.(*Data)
	if !ok {
		diags.AddError("Provider not configured", "The provider passed on an unexpected configuration. Please report this to the provider's developers.")
		return nil
	}
	return data
}

// Known reports whether the API can be called. Where it cannot, it adds the error that
// data sources, ephemeral resources and imports return.
func (d *Data) Known(diags *diag.Diagnostics) bool {
	return known(d != nil && d.Client != nil, diags)
}

// ConsoleKnown is [Data.Known] for the console's API.
func (d *Data) ConsoleKnown(diags *diag.Diagnostics) bool {
	return known(d != nil && d.Console != nil, diags)
}

func known(available bool, diags *diag.Diagnostics) bool {
	if !available {
		diags.AddError(
			"Provider settings are not known yet",
			"A setting of provider \"dingshang\" depends on a value that is known only after an apply, so the API cannot be called now.\n\n"+
				"Apply the resources these settings depend on first (`-target`), then run again.",
		)
	}
	return available
}
