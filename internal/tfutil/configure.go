// Package tfutil is what the object packages share with Terraform: the configured
// session, API failures as diagnostic text, and the time type.
package tfutil

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"terraform-provider-dingshang/internal/dingshang"
)

// Session is what a configured provider hands to its resources and data sources.
type Session struct {
	// Client is nil while the provider's settings are unknown.
	Client     *dingshang.Client
	Clock      dingshang.Clock
	SettleTime time.Duration // how long an unknown outcome is looked for
}

// SessionFrom takes the session out of what the framework passes to Configure. It is
// nil before the provider is configured, as while validating.
func SessionFrom(providerData any, diags *diag.Diagnostics) *Session {
	if providerData == nil {
		return nil
	}
	session, ok := providerData.(*Session)
	if !ok {
		diags.AddError("Provider not configured", "The provider passed on an unexpected configuration. Please report this to the provider's developers.")
		return nil
	}
	return session
}

// Known tells whether the API can be asked; where it cannot, it adds the error that
// data sources, ephemeral resources and imports give.
func (s *Session) Known(diags *diag.Diagnostics) bool {
	if s != nil && s.Client != nil {
		return true
	}
	diags.AddError(
		"Provider settings are not known yet",
		"A setting of provider \"dingshang\" depends on a value that is known only after an apply, so the API cannot be asked now.\n\n"+
			"Apply what makes the settings first, with -target, and run again.",
	)
	return false
}
