package acctest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-version"
)

// CLI is the Terraform or OpenTofu that acceptance tests run.
type CLI struct {
	Path     string
	OpenTofu bool
	Version  *version.Version
}

// String names product and version.
func (c CLI) String() string {
	if c.OpenTofu {
		return "OpenTofu " + c.Version.String()
	}
	return "Terraform " + c.Version.String()
}

// FindCLI is [InstalledCLI] for acceptance tests. Where they are not asked for, the test is skipped.
func FindCLI(t *testing.T) CLI {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("an acceptance test: set TF_ACC=1, or run `make test`")
	}
	return InstalledCLI(t)
}

// InstalledCLI returns the CLI that TF_ACC_TERRAFORM_PATH names, else the one on PATH.
func InstalledCLI(t *testing.T) CLI {
	t.Helper()
	cli, err := installed()
	if err != nil {
		t.Fatal(err)
	}
	return cli
}

// installed asks the CLI only once: it takes half a second.
var installed = sync.OnceValues(func() (CLI, error) {
	path := os.Getenv("TF_ACC_TERRAFORM_PATH")
	for _, name := range []string{"terraform", "tofu"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	if path == "" {
		return CLI{}, fmt.Errorf("neither terraform nor tofu is on PATH; `make test` builds one")
	}
	output, err := exec.CommandContext(context.Background(), path, "version").Output()
	if err != nil {
		return CLI{}, fmt.Errorf("%s version: %w", path, err)
	}
	return parseVersion(path, string(output))
})

// parseVersion reads what `terraform version` prints, which begins with "Terraform v1.15.9".
func parseVersion(path, output string) (CLI, error) {
	product, number, _ := strings.Cut(strings.TrimSpace(strings.SplitN(output, "\n", 2)[0]), " ")
	parsed, err := version.NewVersion(number)
	if err != nil || product != "Terraform" && product != "OpenTofu" {
		return CLI{}, fmt.Errorf("%s is neither Terraform nor OpenTofu: its version is %q", path, output)
	}
	return CLI{Path: path, OpenTofu: product == "OpenTofu", Version: parsed}, nil
}

// Feature is something that a CLI can do since a version.
type Feature struct {
	name                string
	terraform, openTofu string // empty: not at all
}

// Features that tests need and that the oldest supported CLI lacks.
var (
	EphemeralResources  = Feature{"ephemeral resources", "1.10", "1.11"}
	WriteOnlyAttributes = Feature{"write-only attributes", "1.11", "1.11"}
	ImportByIdentity    = Feature{"import by identity", "1.12", "1.12"}
	Actions             = Feature{"actions", "1.14", ""}
	ListResources       = Feature{"list resources", "1.14", ""}
	DestroyFalse        = Feature{"lifecycle { destroy = false }", "1.16", "1.12"}
)

// Has reports whether the CLI has the feature.
func (c CLI) Has(f Feature) bool {
	since := f.terraform
	if c.OpenTofu {
		since = f.openTofu
	}
	return since != "" && c.Version.Core().GreaterThanOrEqual(version.Must(version.NewVersion(since)))
}

// SkipWithout skips the test where the CLI lacks the feature.
func SkipWithout(t *testing.T, f Feature) {
	t.Helper()
	if cli := FindCLI(t); !cli.Has(f) {
		t.Skipf("%s has no %s", cli, f.name)
	}
}
