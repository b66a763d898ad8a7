// Package examples runs the configurations beneath examples/ with the real CLI, so that
// what users copy is known to work.
package examples

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"terraform-provider-dingshang/internal/provider"
)

// TestMain lets the CLI start the test binary as a provider: the workspaces of the tests
// hold links to it under the names of the plugins it can be.
func TestMain(m *testing.M) {
	name, _, _ := strings.Cut(filepath.Base(os.Args[0]), "_v")
	var err error
	switch name {
	case "terraform-provider-dingshang":
		err = providerserver.Serve(context.Background(), provider.New(pluginVersion), providerserver.ServeOpts{Address: provider.Address})
	case "terraform-provider-vault":
		err = providerserver.Serve(context.Background(), newVaultProvider, providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/vault"})
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
