package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// toolbox is the CLI and the providers that it runs, built as for a release.
type toolbox struct {
	cli     string
	config  string // of the CLI
	ours    string
	theirs  []yardstick
	version string
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
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	for _, name := range []string{"terraform", "tofu"} {
		if cli == "" {
			cli, _ = exec.LookPath(name)
		}
	}
	if cli == "" {
		t.Skip("there is no terraform or tofu on PATH, and TF_ACC_TERRAFORM_PATH is not set")
	}
	dir := t.TempDir()
	b := &toolbox{
		cli: cli, config: filepath.Join(dir, "cli.tfrc"),
		ours:   filepath.Join(dir, "ours", "terraform-provider-dingshang"),
		theirs: []yardstick{{"time", filepath.Join(dir, "theirs", "terraform-provider-time"), timeConfig}},
	}
	build(t, "../..", b.ours, ".")
	build(t, "reference", b.theirs[0].program, "github.com/hashicorp/terraform-provider-time")
	if random := os.Getenv("BENCH_RANDOM"); random != "" {
		b.theirs = append(b.theirs, yardstick{"random", random, randomConfig})
	}

	// Overrides save the CLI an init and the checksums of the plugins.
	overrides := fmt.Sprintf("    %q = %q\n", "dingshang/dingshang", filepath.Dir(b.ours))
	for _, y := range b.theirs {
		overrides += fmt.Sprintf("    %q = %q\n", "hashicorp/"+y.name, filepath.Dir(y.program))
	}
	write(t, b.config, "provider_installation {\n  dev_overrides {\n"+overrides+"  }\n}\n")
	version, err := exec.CommandContext(t.Context(), cli, "version").Output() //nolint:gosec // Whoever measures names the CLI.
	if err != nil {
		t.Fatal(err)
	}
	b.version, _, _ = strings.Cut(string(version), "\n")
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

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// workspace is a directory with one configuration and its state.
type workspace struct {
	*toolbox
	t   *testing.T
	dir string
}

func (b *toolbox) workspace(t *testing.T, config string) *workspace {
	t.Helper()
	w := &workspace{toolbox: b, t: t, dir: t.TempDir()}
	write(t, filepath.Join(w.dir, "main.tf"), config)
	return w
}

// cost is what a run took: time, and processor time, which depends less on what else the
// machine does.
type cost struct{ wall, cpu time.Duration }

func lower(a, b cost) cost { return cost{min(a.wall, b.wall), min(a.cpu, b.cpu)} }

// run runs the CLI and returns its cost. watch is told its process id.
func (w *workspace) run(watch func(pid int), args ...string) cost {
	w.t.Helper()
	cmd := exec.CommandContext(w.t.Context(), w.cli, args...)
	cmd.Dir = w.dir
	// Settings of the person who runs this must not change what is measured.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "TF_") || strings.HasPrefix(v, "DINGSHANG_")
	})
	cmd.Env = append(cmd.Env, "TF_CLI_CONFIG_FILE="+w.config, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	if watch != nil {
		watch(cmd.Process.Pid)
	}
	if err := cmd.Wait(); err != nil {
		text := out.String()
		w.t.Fatalf("%s %s: %v\n%s", filepath.Base(w.cli), strings.Join(args, " "), err, text[:min(len(text), 4000)])
	}
	return cost{time.Since(start), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
}

// arguments of the commands that are measured.
var (
	planning   = []string{"plan", "-input=false", "-no-color", "-detailed-exitcode"}
	applying   = []string{"apply", "-input=false", "-no-color", "-auto-approve"}
	destroying = []string{"destroy", "-input=false", "-no-color", "-auto-approve"}
)

// ourConfig is n resources, one a product, each with some codes.
func ourConfig(v vendor, n, perMachine, codes int) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    dingshang = { source = "dingshang/dingshang" }
  }
}

provider "dingshang" {
  url        = %q
  app_id     = %q
  app_secret = %q
  app_key    = %q
}

resource "dingshang_pickup_codes" "bench" {
  count      = %d
  machine_no = tostring(%d + floor(count.index / %d))
  product_id = tostring(%d + count.index)
  code_count = %d
  expired_at = %q
}
`, v.url, emulator.AppID, emulator.AppSecret, emulator.AppKey, n, firstMachine, perMachine, firstProduct, codes, expiry)
}

// timeConfig is n resources of hashicorp/time.
func timeConfig(n int) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    time = { source = "hashicorp/time" }
  }
}

resource "time_static" "bench" {
  count    = %d
  triggers = { machine_no = tostring(%d + count.index) }
}
`, n, firstMachine)
}

// randomConfig is n resources of hashicorp/random.
func randomConfig(n int) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    random = { source = "hashicorp/random" }
  }
}

resource "random_pet" "bench" {
  count   = %d
  keepers = { machine_no = tostring(%d + count.index) }
}
`, n, firstMachine)
}

// fleetConfig is n machines with their configs.
func fleetConfig(v vendor, n int) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    dingshang = { source = "dingshang/dingshang" }
  }
}

provider "dingshang" {
  url              = %q
  app_id           = %q
  app_secret       = %q
  app_key          = %q
  console_url      = %q
  console_email    = %q
  console_password = %q
}

resource "dingshang_machine" "bench" {
  count      = %d
  machine_no = tostring(%d + count.index)
}

resource "dingshang_machine_config" "bench" {
  count      = %d
  machine_no = tostring(%d + count.index)
}
`, v.url, emulator.AppID, emulator.AppSecret, emulator.AppKey, v.url+emulator.ConsolePath, emulator.ConsoleEmail, emulator.ConsolePassword,
		n, firstMachine, n, firstMachine)
}
