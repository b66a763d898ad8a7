package pickupcode_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	command := exec.CommandContext(w.t.Context(), cli(w.t), args...) //nolint:gosec // The tests' own commands.
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

// instance is one resource instance in the state file.
type instance struct {
	Address    string
	Status     string `json:"status"`
	Deposed    string `json:"deposed"`
	IndexKey   any    `json:"index_key"`
	Attributes struct {
		ID          string `json:"id"`
		MachineNo   string `json:"machine_no"`
		ProductID   string `json:"product_id"`
		CodeCount   int    `json:"code_count"`
		ExpiredAt   string `json:"expired_at"`
		UnusedCount int    `json:"unused_count"`
		MachineName string `json:"machine_name"`
		ProductName string `json:"product_name"`
		Codes       []struct {
			ID        string `json:"id"`
			ProductID string `json:"product_id"`
			Code      string `json:"code"`
			Status    string `json:"status"`
		} `json:"codes"`
	} `json:"attributes"`
}

func (i instance) ids() []string {
	ids := []string{}
	for _, code := range i.Attributes.Codes {
		ids = append(ids, code.ID)
	}
	return ids
}

func (i instance) statuses() string {
	var all []string
	for _, code := range i.Attributes.Codes {
		all = append(all, code.Status)
	}
	return strings.Join(all, " ")
}

// instances reads the managed resources out of the state file.
func (w *workspace) instances() []instance {
	w.t.Helper()
	raw, err := os.ReadFile(filepath.Join(w.dir, "terraform.tfstate"))
	if err != nil {
		return nil
	}
	var state struct {
		Resources []struct {
			Mode, Type, Name string
			Instances        []instance
		}
	}
	if err := json.Unmarshal(raw, &state); err != nil {
		w.t.Fatal(err)
	}
	var all []instance
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			if r.Type == "dingshang_pickup_codes" && r.Mode == "managed" {
				i.Address = r.Name
				all = append(all, i)
			}
		}
	}
	return all
}

// only is the one resource in the state.
func (w *workspace) only() instance {
	w.t.Helper()
	all := w.instances()
	if len(all) != 1 {
		w.t.Fatalf("the state holds %d resources", len(all))
	}
	return all[0]
}

func liveIDs(vendor *emulator.Server) []string {
	ids := []string{}
	for _, code := range vendor.Live("") {
		ids = append(ids, code.ID)
	}
	return ids
}

// balanced expects every live code of the server to be in the state exactly once, as
// unused and with its number, and nothing else to be unused there.
func (w *workspace) balanced() {
	w.t.Helper()
	numbers := map[string]string{}
	for _, code := range w.vendor.Live("") {
		numbers[code.ID] = code.Code
	}
	held := []string{}
	for _, i := range w.instances() {
		for _, code := range i.Attributes.Codes {
			if code.Status == "UNUSED" {
				held = append(held, code.ID)
				if number, ok := numbers[code.ID]; ok && number != code.Code {
					w.t.Errorf("code %s has another number in the state", code.ID)
				}
			}
		}
	}
	slices.Sort(held)
	if diff := cmp.Diff(liveIDs(w.vendor), held); diff != "" {
		w.t.Errorf("live on the server (-) and unused in the state (+):\n%s", diff)
	}
}

// colaCodes is a resource for one product with further arguments.
func colaCodes(name string, arguments ...string) string {
	return fmt.Sprintf("resource \"dingshang_pickup_codes\" %q {\n  machine_no = %q\n  product_id = %q\n  %s\n}\n",
		name, acctest.Machine, acctest.Cola, strings.Join(arguments, "\n  "))
}
