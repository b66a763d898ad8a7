package examples

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// workspace is a copy of an example in which a test runs the CLI as a user would.
type workspace struct {
	*acctest.Directory
	t      *testing.T
	vendor *emulator.Server
	url    string // of the vendor
}

// newWorkspace copies a folder of examples/, for a test that runs in parallel with others. The
// provider in it reaches a vendor of its own.
func newWorkspace(t *testing.T, example string) *workspace {
	t.Helper()
	cli := acctest.FindCLI(t)
	t.Parallel()
	fixture := acctest.Start(t)
	vault, err := os.Executable() // see TestMain
	if err != nil {
		t.Fatal(err)
	}
	mirror := acctest.Mirror(t, map[string]string{"dingshang/dingshang": acctest.Provider(t), "hashicorp/vault": vault})
	w := &workspace{acctest.NewDirectory(t, cli, mirror), t, fixture.Emulator, fixture.URL}
	if err := os.CopyFS(w.Dir, os.DirFS(example)); err != nil {
		t.Fatal(err)
	}
	for name, value := range fixture.Settings() {
		w.Env = append(w.Env, fmt.Sprintf("DINGSHANG_%s=%s", strings.ToUpper(name), value))
	}
	return w
}

// in is the workspace for a subtest.
func (w *workspace) in(t *testing.T) *workspace {
	t.Helper()
	return &workspace{w.For(t), t, w.vendor, w.url}
}

// run is Do, by what the CLI printed.
func (w *workspace) run(args ...string) string {
	w.t.Helper()
	return w.Do(args...).Stdout
}

func (w *workspace) apply(args ...string) string {
	w.t.Helper()
	return w.run(append([]string{"apply", "-auto-approve"}, args...)...)
}

// wantNoChanges fails unless a plan is empty.
func (w *workspace) wantNoChanges(args ...string) string {
	w.t.Helper()
	return w.run(append([]string{"plan", "-detailed-exitcode"}, args...)...)
}

// output is the value of an output, which may be sensitive.
func output[T any](w *workspace, name string) T {
	w.t.Helper()
	var value T
	if err := json.Unmarshal([]byte(w.run("output", "-json", name)), &value); err != nil {
		w.t.Fatalf("output %s: %v", name, err)
	}
	return value
}

// edit replaces a text in a file.
func (w *workspace) edit(file, old, replacement string) {
	w.t.Helper()
	text := w.Read(file)
	if !strings.Contains(text, old) {
		w.t.Fatalf("%s does not contain %q", file, old)
	}
	w.Write(file, strings.ReplaceAll(text, old, replacement))
}

// shell is the environment of a shell in the workspace, which finds the CLI under its names.
func (w *workspace) shell() []string {
	w.t.Helper()
	bin := w.t.TempDir()
	for _, name := range []string{"terraform", "tofu"} {
		if err := os.Symlink(w.CLI.Path, filepath.Join(bin, name)); err != nil {
			w.t.Fatal(err)
		}
	}
	return append(w.Environ(), "PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
}
