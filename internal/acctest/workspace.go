package acctest

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

	"terraform-provider-dingshang/internal/emulator"
)

// plugin builds the provider once for all tests of a package that run the CLI by themselves.
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

var pluginDir string // what Main removes

// Main runs the tests of a package whose acceptance tests use a [Workspace]. They spend
// half of their time waiting, so more of them run at once than there are processors.
func Main(m *testing.M) {
	flag.Parse()
	chosen := false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "test.parallel" })
	if os.Getenv("TF_ACC") != "" && !chosen {
		_ = flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0)))
	}
	code := m.Run()
	if pluginDir != "" {
		_ = os.RemoveAll(pluginDir)
	}
	os.Exit(code)
}

// Workspace is a directory in which a test runs the CLI as a user does. It shows what
// the test framework does not: warnings, logs, interrupts, untaint.
type Workspace struct {
	t       *testing.T
	Dir     string
	Fixture *Fixture
	Vendor  *emulator.Server // of the fixture
	Env     []string         // further variables

	body string // the configuration, without what every module requires
}

// NewWorkspace returns a workspace with a vendor of its own, for a test that runs in
// parallel with others.
func NewWorkspace(t *testing.T, options ...Option) *Workspace {
	t.Helper()
	FindCLI(t)
	t.Parallel()
	return NewSibling(t, options...)
}

// NewSibling is one more workspace of a test, with a vendor of its own.
func NewSibling(t *testing.T, options ...Option) *Workspace {
	t.Helper()
	return NewWorkspaceAt(t, Start(t, options...))
}

// NewWorkspaceAt is one more workspace that uses the fixture's vendor.
func NewWorkspaceAt(t *testing.T, fixture *Fixture) *Workspace {
	t.Helper()
	return &Workspace{t: t, Dir: t.TempDir(), Vendor: fixture.Emulator, Fixture: fixture}
}

// Config replaces the configuration; a provider block that settles fast comes with it.
func (w *Workspace) Config(body string) *Workspace {
	w.t.Helper()
	return w.ConfigWith(`settle_time = "1s"`, body)
}

// ConfigWith is [Workspace.Config] with other settings of the provider, one a line.
func (w *Workspace) ConfigWith(settings, body string) *Workspace {
	w.t.Helper()
	return w.WholeConfig(w.Fixture.ProviderConfig(settings) + body)
}

// WholeConfig replaces the configuration, provider blocks included.
func (w *Workspace) WholeConfig(body string) *Workspace {
	w.t.Helper()
	w.body = body
	config := "terraform {\n  required_providers {\n    dingshang = { source = \"dingshang/dingshang\" }\n  }\n}\n" + body
	if err := os.WriteFile(filepath.Join(w.Dir, "main.tf"), []byte(config), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return w
}

// Edit replaces what matches in the configuration.
func (w *Workspace) Edit(pattern, replacement string) *Workspace {
	w.t.Helper()
	matcher := regexp.MustCompile(pattern)
	if !matcher.MatchString(w.body) {
		w.t.Fatalf("the configuration has no %q", pattern)
	}
	return w.WholeConfig(matcher.ReplaceAllString(w.body, replacement))
}

// Command is a run of the CLI that is not started yet.
func (w *Workspace) Command(args ...string) *exec.Cmd {
	w.t.Helper()
	dir, err := plugin()
	if err != nil {
		w.t.Fatal(err)
	}
	command := exec.CommandContext(w.t.Context(), FindCLI(w.t).Path, args...)
	command.Dir = w.Dir
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"), "CHECKPOINT_DISABLE=1", "TF_INPUT=0", "TF_LOG=", "TF_ACC=")
	command.Env = append(command.Env, w.Env...)
	return command
}

// Run runs the CLI and returns what it prints, without line breaks, and its exit code.
func (w *Workspace) Run(args ...string) (said string, code int) {
	w.t.Helper()
	out, err := w.Command(args...).CombinedOutput()
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

// Do is [Workspace.Run] for a command that must succeed.
func (w *Workspace) Do(args ...string) string {
	w.t.Helper()
	said, code := w.Run(args...)
	if code != 0 {
		w.t.Fatalf("terraform %s: exit code %d:\n%s", strings.Join(args, " "), code, said)
	}
	return said
}

// Apply applies the configuration without asking.
func (w *Workspace) Apply(args ...string) string {
	w.t.Helper()
	return w.Do(append([]string{"apply", "-auto-approve", "-no-color"}, args...)...)
}

// Destroy destroys everything without asking.
func (w *Workspace) Destroy() string { w.t.Helper(); return w.Apply("-destroy") }

// Fail is [Workspace.Run] for a command that must end in an error.
func (w *Workspace) Fail(args ...string) string {
	w.t.Helper()
	said, code := w.Run(args...)
	if code == 0 {
		w.t.Fatalf("terraform %s succeeded:\n%s", strings.Join(args, " "), said)
	}
	return said
}

// FailApply is [Workspace.Apply] that must end in an error.
func (w *Workspace) FailApply(args ...string) string {
	w.t.Helper()
	return w.Fail(append([]string{"apply", "-auto-approve", "-no-color"}, args...)...)
}

// Empty expects a plan without changes of resources.
func (w *Workspace) Empty() string {
	w.t.Helper()
	said, code := w.Run("plan", "-no-color", "-detailed-exitcode")
	if code != 0 {
		w.t.Errorf("the plan is not empty:\n%s", said)
	}
	return said
}

// Expect searches what the CLI printed for each of the patterns.
func (w *Workspace) Expect(said string, patterns ...string) {
	w.t.Helper()
	for _, pattern := range patterns {
		if !regexp.MustCompile(pattern).MatchString(said) {
			w.t.Errorf("%q is missing in:\n%s", pattern, said)
		}
	}
}
