package acctest

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"terraform-provider-dingshang/internal/acctest/core"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/provider"
)

// Machines of the sample fleet, named for what is special about them.
const (
	Machine         = "16327138"        // online, everything filled in, cabinets A and B
	MachineOffline  = "16327140"        // not connected
	MachineCodesOff = "16327151"        // pickup codes are switched off
	MachineForeign  = "16327163"        // of another merchant
	MachineSparse   = "16327175"        // all that may be left out is
	MachineOld      = "16327012"        // model_id instead of model, as servers before 1.13
	MachineLong     = "163271380000021" // 15 digits, not in operation
	MachineUnknown  = "99999999"        // no such machine
)

// Products of [Machine].
const (
	Cola     = "1323442" // capacity 50, 30 in stock
	GreenTea = "1323445" // capacity 20, sold out
)

// ProtoV6ProviderFactories serves the provider under its local name.
func ProtoV6ProviderFactories(options ...provider.Option) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"dingshang": func() (tfprotov6.ProviderServer, error) { return provider.NewServer("test", options...)(), nil },
	}
}

// Option changes the emulator before it starts.
type Option func(*emulator.Config)

// Fixture is an emulated vendor that one test has for itself.
type Fixture struct {
	Emulator *emulator.Server
	URL      string

	credentials emulator.Config
}

// Start serves an emulator with the sample fleet until the test ends.
func Start(t *testing.T, options ...Option) *Fixture {
	t.Helper()
	config := emulator.Config{AppID: emulator.AppID, AppSecret: emulator.AppSecret, AppKey: emulator.AppKey}
	for _, option := range options {
		option(&config)
	}
	server := emulator.New(config)
	return &Fixture{Emulator: server, URL: server.Start(t), credentials: config}
}

// Settings are those of a provider that reaches the emulator.
func (f *Fixture) Settings() map[string]any {
	return map[string]any{
		"url": f.URL, "app_id": f.credentials.AppID, "app_secret": f.credentials.AppSecret, "app_key": f.credentials.AppKey,
		"console_url": f.URL + emulator.ConsolePath, "console_email": emulator.ConsoleEmail, "console_password": emulator.ConsolePassword,
	}
}

// ProviderConfig is a provider block with these settings. extra holds further
// settings, one a line; one that the block has anyway takes the place of it.
func (f *Fixture) ProviderConfig(extra string) string {
	settings := f.Settings()
	// Tests of unknown outcomes need not wait as long as people do.
	settings["settle_time"] = "2s"
	var block strings.Builder
	block.WriteString("provider \"dingshang\" {\n")
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if !regexp.MustCompile(`(?m)^\s*` + name + `\s*=`).MatchString(extra) {
			fmt.Fprintf(&block, "  %s = %q\n", name, settings[name])
		}
	}
	block.WriteString(extra + "\n}\n")
	return block.String()
}

// Requirements is a terraform block that names the sources of providers.
func Requirements(sources ...string) string {
	var block strings.Builder
	block.WriteString("terraform {\n  required_providers {\n")
	for _, source := range sources {
		fmt.Fprintf(&block, "    %s = { source = %q }\n", path.Base(source), source)
	}
	block.WriteString("  }\n}\n")
	return block.String()
}

// Process starts a provider within the test, configured for the vendor.
func (f *Fixture) Process(t *testing.T) *core.Process {
	t.Helper()
	p := core.Start(t.Context(), provider.NewServer("test")())
	if diagnostics := p.Configure(t.Context(), f.Settings()); len(diagnostics) > 0 {
		t.Fatal(diagnostics)
	}
	return p
}

// Config is body with a provider block before it.
func (f *Fixture) Config(body string) string { return f.ProviderConfig("") + body }

// Wrapped compiles a pattern for the text of errors: a space in it also matches the line
// breaks that Terraform puts there, and a dot matches every character.
func Wrapped(pattern string) *regexp.Regexp {
	return regexp.MustCompile("(?s)" + strings.ReplaceAll(pattern, " ", `\s+`))
}
