package acctest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Directory is where a test runs the CLI.
type Directory struct {
	Dir     string
	CLI     CLI
	Env     []string      // further variables
	Started func(pid int) // called once a run has started; may be nil

	t      *testing.T
	config string // the CLI's
}

// NewDirectory returns an empty directory. installation is where the CLI finds plugins, as
// [Overrides] or [Mirror] say; nothing is downloaded.
func NewDirectory(t *testing.T, cli CLI, installation string) *Directory {
	t.Helper()
	d := &Directory{Dir: t.TempDir(), CLI: cli, t: t, config: filepath.Join(t.TempDir(), "cli.tfrc")}
	if err := os.WriteFile(d.config, []byte("provider_installation {\n  "+installation+"\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return d
}

// For is the directory for a subtest.
func (d *Directory) For(t *testing.T) *Directory {
	t.Helper()
	other := *d
	other.t = t
	return &other
}

// Environ is the environment of a run, without the settings of the person who runs the tests.
func (d *Directory) Environ() []string {
	env := slices.DeleteFunc(os.Environ(), func(setting string) bool {
		return strings.HasPrefix(setting, "TF_") || strings.HasPrefix(setting, "DINGSHANG_") || strings.HasPrefix(setting, "VAULT_")
	})
	env = append(env, "TF_CLI_CONFIG_FILE="+d.config, "TF_CLI_ARGS=-no-color", "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1")
	return append(env, d.Env...)
}

// Result is what a run of the CLI printed and took.
type Result struct {
	Code           int // exit code
	Stdout, Stderr string
	Took           time.Duration
}

// Said is what the run printed, as [OneLine].
func (r Result) Said() string { return OneLine(r.Stdout + "\n" + r.Stderr) }

// OneLine takes the frames of diagnostics and the line breaks out of a text.
func OneLine(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", "", "╷", "", "╵", "").Replace(text)), " ")
}

// Try runs the CLI.
func (d *Directory) Try(args ...string) Result {
	d.t.Helper()
	return d.run(d.command(args...))
}

// Do is [Directory.Try] for a command that must succeed.
func (d *Directory) Do(args ...string) Result {
	d.t.Helper()
	result := d.Try(args...)
	if result.Code != 0 {
		d.t.Fatalf("%s %s: exit code %d\n%s%s", filepath.Base(d.CLI.Path), strings.Join(args, " "), result.Code, result.Stdout, result.Stderr)
	}
	return result
}

func (d *Directory) command(args ...string) *exec.Cmd {
	command := exec.CommandContext(d.t.Context(), d.CLI.Path, args...)
	command.Dir, command.Env = d.Dir, d.Environ()
	return command
}

func (d *Directory) run(command *exec.Cmd) Result {
	d.t.Helper()
	var stdout, stderr strings.Builder
	command.Stdout, command.Stderr = &stdout, &stderr
	start := time.Now()
	if err := command.Start(); err != nil {
		d.t.Fatal(err)
	}
	if d.Started != nil {
		d.Started(command.Process.Pid)
	}
	err := command.Wait()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		d.t.Fatal(err)
	}
	return Result{command.ProcessState.ExitCode(), stdout.String(), stderr.String(), time.Since(start)}
}

// Read returns the text of a file.
func (d *Directory) Read(file string) string {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.Dir, file))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// Write replaces a file.
func (d *Directory) Write(file, text string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.Dir, file), []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}
