package provider

import (
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/console"
)

// consoleSettings merges the console's settings with the environment. What is missing
// stays empty: only objects that need the console mind. It is nil while one of them
// depends on what an apply creates.
func (m model) consoleSettings(appID string, diags *diag.Diagnostics) *console.Config {
	for _, value := range []types.String{m.ConsoleURL, m.ConsoleEmail, m.ConsolePassword} {
		if value.IsUnknown() {
			return nil
		}
	}
	settings := &console.Config{
		AppID:    appID,
		URL:      optional(m.ConsoleURL, "DINGSHANG_CONSOLE_URL"),
		Email:    optional(m.ConsoleEmail, "DINGSHANG_CONSOLE_EMAIL"),
		Password: optional(m.ConsolePassword, "DINGSHANG_CONSOLE_PASSWORD"),
	}
	if settings.URL != "" {
		checkURL("console_url", settings.URL, m.InsecureHTTP.ValueBool(), diags)
	}
	return settings
}

func optional(configured types.String, variable string) string {
	if value := configured.ValueString(); value != "" {
		return value
	}
	return os.Getenv(variable)
}
