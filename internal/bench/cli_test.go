package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
)

// toolbox is the CLI and the providers that it runs, built as for a release.
type toolbox struct {
	cli       acctest.CLI
	overrides string // of the CLI's configuration
	ours      string
	theirs    []yardstick
}

// yardstick is an official provider that is compared with, and n resources of it, which
// ask nobody for anything.
type yardstick struct {
	name, program string
	resources     func(n int) string
}

// newToolbox builds the providers. hashicorp/time has a go.mod of its own; hashicorp/random
// cannot be built from a Go module, so BENCH_RANDOM names its binary.
func newToolbox(t *testing.T) *toolbox {
	t.Helper()
	dir := t.TempDir()
	b := &toolbox{
		cli:    acctest.InstalledCLI(t),
		ours:   filepath.Join(dir, "ours", "terraform-provider-dingshang"),
		theirs: []yardstick{{"time", filepath.Join(dir, "theirs", "terraform-provider-time"), timeConfig}},
	}
	build(t, "../..", b.ours, ".")
	build(t, "reference", b.theirs[0].program, "github.com/hashicorp/terraform-provider-time")
	if random := os.Getenv("BENCH_RANDOM"); random != "" {
		b.theirs = append(b.theirs, yardstick{"random", random, randomConfig})
	}
	programs := map[string]string{"dingshang/dingshang": b.ours}
	for _, y := range b.theirs {
		programs["hashicorp/"+y.name] = y.program
	}
	b.overrides = acctest.Overrides(programs)
	return b
}

func build(t *testing.T, dir, to, what string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", to, what)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", what, err, out)
	}
}

// directory has one configuration and its state.
func (b *toolbox) directory(t *testing.T, config string) *acctest.Directory {
	t.Helper()
	d := acctest.NewDirectory(t, b.cli, b.overrides)
	d.Write("main.tf", config)
	return d
}

// cost is what a run took: time, and processor time, which depends less on what else the
// machine does.
type cost struct{ wall, cpu time.Duration }

func lower(a, b cost) cost { return cost{min(a.wall, b.wall), min(a.cpu, b.cpu)} }

// arguments of the commands that are measured.
var (
	planning   = []string{"plan", "-detailed-exitcode"}
	applying   = []string{"apply", "-auto-approve"}
	destroying = []string{"destroy", "-auto-approve"}
)

// ourConfig is n resources, one a product, each with some codes.
func ourConfig(v vendor, n, perMachine, codes int) string {
	return v.config() + fmt.Sprintf(`
resource "dingshang_pickup_codes" "bench" {
  count      = %d
  machine_no = tostring(%d + floor(count.index / %d))
  product_id = tostring(%d + count.index)
  code_count = %d
  expired_at = %q
}
`, n, firstMachine, perMachine, firstProduct, codes, expiry)
}

// fleetConfig is n machines with their configs.
func fleetConfig(v vendor, n int) string {
	return v.config() + fmt.Sprintf(`
resource "dingshang_machine" "bench" {
  count      = %d
  machine_no = tostring(%d + count.index)
}

resource "dingshang_machine_config" "bench" {
  count      = %d
  machine_no = tostring(%d + count.index)
}
`, n, firstMachine, n, firstMachine)
}

// timeConfig is n resources of hashicorp/time.
func timeConfig(n int) string {
	return acctest.Requirements("hashicorp/time") + fmt.Sprintf(`
resource "time_static" "bench" {
  count    = %d
  triggers = { machine_no = tostring(%d + count.index) }
}
`, n, firstMachine)
}

// randomConfig is n resources of hashicorp/random.
func randomConfig(n int) string {
	return acctest.Requirements("hashicorp/random") + fmt.Sprintf(`
resource "random_pet" "bench" {
  count   = %d
  keepers = { machine_no = tostring(%d + count.index) }
}
`, n, firstMachine)
}
