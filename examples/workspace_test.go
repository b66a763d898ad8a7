package examples

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// pluginVersion is above every lower bound that an example sets.
const pluginVersion = "99.0.0"

// workspace is a copy of an example in which a test runs the CLI as a user would.
type workspace struct {
	dir   string
	files *os.Root // dir
	cli   string
	env   []string
}

// newWorkspace copies a folder of examples/. The provider in it reaches the emulator at url.
func newWorkspace(t *testing.T, example, url string) *workspace {
	t.Helper()
	w := &workspace{dir: t.TempDir(), cli: acctest.FindCLI(t).Path}
	if err := os.CopyFS(w.dir, os.DirFS(example)); err != nil {
		t.Fatal(err)
	}
	var err error
	if w.files, err = os.OpenRoot(w.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.files.Close() })
	for _, setting := range os.Environ() {
		// Settings of whoever runs the tests must not reach the example, nor it their machines.
		if !strings.HasPrefix(setting, "TF_") && !strings.HasPrefix(setting, "DINGSHANG_") && !strings.HasPrefix(setting, "VAULT_") {
			w.env = append(w.env, setting)
		}
	}
	w.env = append(w.env,
		"TF_CLI_CONFIG_FILE="+installPlugins(t), "TF_IN_AUTOMATION=1", "TF_INPUT=0", "TF_CLI_ARGS=-no-color", "CHECKPOINT_DISABLE=1",
		"DINGSHANG_URL="+url, "DINGSHANG_APP_ID="+emulator.AppID, "DINGSHANG_APP_SECRET="+emulator.AppSecret, "DINGSHANG_APP_KEY="+emulator.AppKey,
		"DINGSHANG_CONSOLE_URL="+url+emulator.ConsolePath, "DINGSHANG_CONSOLE_EMAIL="+emulator.ConsoleEmail, "DINGSHANG_CONSOLE_PASSWORD="+emulator.ConsolePassword)
	return w
}

// installPlugins makes a folder that takes the place of the registries, and returns a CLI
// configuration that names nothing else: no test downloads anything.
func installPlugins(t *testing.T) string {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		for _, source := range []string{"dingshang/dingshang", "hashicorp/vault"} {
			folder := filepath.Join(dir, "mirror", host, source, pluginVersion, runtime.GOOS+"_"+runtime.GOARCH)
			if err := os.MkdirAll(folder, 0o750); err != nil {
				t.Fatal(err)
			}
			plugin := "terraform-provider-" + filepath.Base(source) + "_v" + pluginVersion + filepath.Ext(binary)
			if err := os.Symlink(binary, filepath.Join(folder, plugin)); err != nil {
				t.Fatal(err)
			}
		}
	}
	config := filepath.Join(dir, "cli.tfrc")
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.Join(dir, "mirror"))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}

// try runs a command of the CLI and returns its exit code and both its outputs.
func (w *workspace) try(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	cmd := exec.CommandContext(t.Context(), w.cli, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = w.dir, w.env, &out, &errs
	err := cmd.Run()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", w.cli, err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// run is try for a command that has to succeed.
func (w *workspace) run(t *testing.T, args ...string) string {
	t.Helper()
	code, stdout, stderr := w.try(t, args...)
	if code != 0 {
		t.Fatalf("%s %s: exit code %d\n%s%s", filepath.Base(w.cli), strings.Join(args, " "), code, stdout, stderr)
	}
	return stdout
}

func (w *workspace) apply(t *testing.T, args ...string) string {
	t.Helper()
	return w.run(t, append([]string{"apply", "-auto-approve"}, args...)...)
}

// wantNoChanges fails unless a plan is empty.
func (w *workspace) wantNoChanges(t *testing.T, args ...string) string {
	t.Helper()
	code, stdout, stderr := w.try(t, append([]string{"plan", "-detailed-exitcode"}, args...)...)
	if code != 0 {
		t.Fatalf("the plan is not empty: exit code %d\n%s%s", code, stdout, stderr)
	}
	return stdout
}

// output is the value of an output, which may be sensitive.
func output[T any](t *testing.T, w *workspace, name string) T {
	t.Helper()
	var value T
	if err := json.Unmarshal([]byte(w.run(t, "output", "-json", name)), &value); err != nil {
		t.Fatalf("output %s: %v", name, err)
	}
	return value
}

func (w *workspace) read(t *testing.T, file string) string {
	t.Helper()
	text, err := w.files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (w *workspace) write(t *testing.T, file, text string) {
	t.Helper()
	if err := w.files.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// edit replaces a text in a file.
func (w *workspace) edit(t *testing.T, file, old, replacement string) {
	t.Helper()
	text := w.read(t, file)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not contain %q", file, old)
	}
	w.write(t, file, strings.ReplaceAll(text, old, replacement))
}

// oneLine takes the frame and the line breaks out of a diagnostic.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", "", "╷", "", "╵", "").Replace(text)), " ")
}
