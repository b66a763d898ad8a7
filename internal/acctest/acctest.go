package acctest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

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
func ProtoV6ProviderFactories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"dingshang": func() (tfprotov6.ProviderServer, error) { return provider.NewServer("test")(), nil },
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

// ProviderConfig is a provider block that reaches the emulator. extra holds further
// settings, one a line; one that the block has anyway takes the place of it.
func (f *Fixture) ProviderConfig(extra string) string {
	var block strings.Builder
	block.WriteString("provider \"dingshang\" {\n")
	for _, setting := range [][2]string{
		{"url", f.URL},
		{"app_id", f.credentials.AppID},
		{"app_secret", f.credentials.AppSecret},
		{"app_key", f.credentials.AppKey},
		{"console_url", f.URL + emulator.ConsolePath},
		{"console_email", emulator.ConsoleEmail},
		{"console_password", emulator.ConsolePassword},
		// Tests of unknown outcomes need not wait as long as people do.
		{"settle_time", "2s"},
	} {
		if !regexp.MustCompile(`(?m)^\s*` + setting[0] + `\s*=`).MatchString(extra) {
			fmt.Fprintf(&block, "  %s = %q\n", setting[0], setting[1])
		}
	}
	block.WriteString(extra + "\n}\n")
	return block.String()
}

// Config is body with a provider block before it.
func (f *Fixture) Config(body string) string { return f.ProviderConfig("") + body }

// Wrapped compiles a pattern for the text of errors: a space in it also matches the line
// breaks that Terraform puts there, and a dot matches every character.
func Wrapped(pattern string) *regexp.Regexp {
	return regexp.MustCompile("(?s)" + strings.ReplaceAll(pattern, " ", `\s+`))
}
