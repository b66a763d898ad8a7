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

	"terraform-provider-dingshang/internal/acctest"
)

// TestMain lets the CLI start the test binary as the provider that stands in for hashicorp/vault:
// the mirrors of the tests hold links to it under that name.
func TestMain(m *testing.M) {
	if !strings.HasPrefix(filepath.Base(os.Args[0]), "terraform-provider-vault") {
		acctest.Main(m)
	}
	err := providerserver.Serve(context.Background(), newVaultProvider, providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/vault"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
