package pickupcode_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// plugin builds the provider once for all tests that run the CLI by themselves.
var plugin = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "dingshang"); err != nil {
		return "", err
	}
	pluginDir = dir
	name := filepath.Join(dir, "terraform-provider-dingshang")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	out, err := exec.CommandContext(context.Background(), "go", "build", "-o", name, "terraform-provider-dingshang").CombinedOutput()
	if err != nil {
		return dir, fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	settings := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"dingshang/dingshang\" = %q\n  }\n  direct {}\n}\n", dir)
	return dir, os.WriteFile(filepath.Join(dir, "cli.tfrc"), []byte(settings), 0o600)
})

var pluginDir string // what TestMain removes

func TestMain(m *testing.M) {
	flag.Parse()
	chosen := false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "test.parallel" })
	if os.Getenv("TF_ACC") != "" && !chosen {
		// Acceptance tests spend half of their time waiting for codes to settle.
		_ = flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0)))
	}
	code := m.Run()
	if pluginDir != "" {
		_ = os.RemoveAll(pluginDir)
	}
	os.Exit(code)
}

// cli finds the Terraform or OpenTofu to test with.
func cli(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no terraform and no tofu on PATH")
	return ""
}

// workspace is a directory in which a test runs the CLI as a user does. It shows what
// the test framework does not: warnings, logs, interrupts, untaint.
type workspace struct {
	t       *testing.T
	dir     string
	vendor  *emulator.Server
	fixture *acctest.Fixture
	env     []string
}

func newWorkspace(t *testing.T, options ...acctest.Option) *workspace {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run only with TF_ACC set")
	}
	t.Parallel()
	return newSibling(t, options...)
}

// newSibling is one more workspace of a test, with a vendor of its own.
func newSibling(t *testing.T, options ...acctest.Option) *workspace {
	t.Helper()
	return newWorkspaceAt(t, acctest.Start(t, options...))
}

func newWorkspaceAt(t *testing.T, fixture *acctest.Fixture) *workspace {
	t.Helper()
	return &workspace{t: t, dir: t.TempDir(), vendor: fixture.Emulator, fixture: fixture}
}

// config replaces the configuration; a provider block that settles fast comes with it.
func (w *workspace) config(body string) *workspace {
	w.t.Helper()
	return w.wholeConfig(w.fixture.ProviderConfig(`settle_time = "1s"`) + body)
}

func (w *workspace) wholeConfig(body string) *workspace {
	w.t.Helper()
	body = "terraform {\n  required_providers {\n    dingshang = { source = \"dingshang/dingshang\" }\n  }\n}\n" + body
	if err := os.WriteFile(filepath.Join(w.dir, "main.tf"), []byte(body), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return w
}

func (w *workspace) command(args ...string) *exec.Cmd {
	w.t.Helper()
	dir, err := plugin()
	if err != nil {
		w.t.Fatal(err)
	}
	command := exec.CommandContext(w.t.Context(), cli(w.t), args...)
	command.Dir = w.dir
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"), "CHECKPOINT_DISABLE=1", "TF_INPUT=0", "TF_LOG=", "TF_ACC=")
	command.Env = append(command.Env, w.env...)
	return command
}

// run runs the CLI and returns all that it says, and its exit code.
func (w *workspace) run(args ...string) (said string, code int) {
	w.t.Helper()
	out, err := w.command(args...).CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		w.t.Fatal(err)
	}
	return plain(out), code
}

var frame = regexp.MustCompile(`\s*\n[│╵╷ ]*`)

// plain takes the frame and the line breaks out of diagnostics.
func plain(out []byte) string { return frame.ReplaceAllString(string(bytes.TrimSpace(out)), " ") }

func (w *workspace) do(args ...string) string {
	w.t.Helper()
	said, code := w.run(args...)
	if code != 0 {
		w.t.Fatalf("terraform %s: exit code %d:\n%s", strings.Join(args, " "), code, said)
	}
	return said
}

func (w *workspace) apply(args ...string) string {
	w.t.Helper()
	return w.do(append([]string{"apply", "-auto-approve", "-no-color"}, args...)...)
}

func (w *workspace) destroy() string { w.t.Helper(); return w.apply("-destroy") }

// fail expects the command to end in an error.
func (w *workspace) fail(args ...string) string {
	w.t.Helper()
	said, code := w.run(args...)
	if code == 0 {
		w.t.Fatalf("terraform %s succeeded:\n%s", strings.Join(args, " "), said)
	}
	return said
}

func (w *workspace) failApply() string {
	w.t.Helper()
	return w.fail("apply", "-auto-approve", "-no-color")
}

// empty expects a plan without changes of resources.
func (w *workspace) empty() string {
	w.t.Helper()
	said, code := w.run("plan", "-no-color", "-detailed-exitcode")
	if code != 0 {
		w.t.Errorf("the plan is not empty:\n%s", said)
	}
	return said
}

// expect searches what the CLI said for texts in their order, ignoring line breaks.
func (w *workspace) expect(said string, patterns ...string) {
	w.t.Helper()
	for _, pattern := range patterns {
		if !regexp.MustCompile(pattern).MatchString(said) {
			w.t.Errorf("%q is missing in:\n%s", pattern, said)
		}
	}
}

// colaCodes is a resource for one product with further arguments.
func colaCodes(name string, arguments ...string) string {
	return fmt.Sprintf("resource \"dingshang_pickup_codes\" %q {\n  machine_no = %q\n  product_id = %q\n  %s\n}\n",
		name, acctest.Machine, acctest.Cola, strings.Join(arguments, "\n  "))
}
