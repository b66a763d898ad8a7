package examples

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// runner runs the steps of an example's workflow.yml as the runner of GitHub Actions does.
type runner struct {
	w    *workspace
	text string
	env  []string
}

func newRunner(t *testing.T, w *workspace) *runner {
	t.Helper()
	for _, program := range []string{"bash", "gpg"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is needed to run the workflow", program)
		}
	}
	// Not t.TempDir(): the path of the agent's socket is limited to some 100 characters.
	home, err := os.MkdirTemp("", "gpg") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{w: w, text: w.Read("workflow.yml")}
	r.env = append(w.shell(), "GNUPGHOME="+home, "GITHUB_STEP_SUMMARY="+filepath.Join(w.Dir, "summary.md"))
	t.Cleanup(func() {
		_, _ = r.shell(t, "gpgconf --kill all")
		_ = os.RemoveAll(home)
	})
	if code, out := r.shell(t, `gpg --batch --quiet --passphrase '' --quick-generate-key organiser@example.com default default never &&
		gpg --batch --armor --export organiser@example.com > organiser.asc`); code != 0 {
		t.Fatalf("no key for the organiser:\n%s", out)
	}
	return r
}

var (
	namedStep = regexp.MustCompile(`(?m)^      - name: (.+)$`)
	nextStep  = regexp.MustCompile(`(?m)^(      [-#]|  \S)`)
)

// script is the text that a step of a job runs. It reads the YAML that the example is written in, and no other.
func (r *runner) script(t *testing.T, job, name string) string {
	t.Helper()
	_, steps, _ := strings.Cut(r.text, "\n  "+job+":\n")
	for _, at := range namedStep.FindAllStringSubmatchIndex(steps, -1) {
		if steps[at[2]:at[3]] != name {
			continue
		}
		step := steps[at[1]+1:]
		if end := nextStep.FindStringIndex(step); end != nil {
			step = step[:end[0]]
		}
		_, script, found := strings.Cut(step, "        run: ")
		if !found {
			break
		}
		if block, isBlock := strings.CutPrefix(script, "|\n"); isBlock {
			return strings.ReplaceAll("\n"+block, "\n          ", "\n")
		}
		return script
	}
	t.Fatalf("workflow.yml has no step %q with a script in the job %q", name, job)
	return ""
}

// try runs a step and returns its exit code and what it printed.
func (r *runner) try(t *testing.T, job, name string) (code int, log string) {
	t.Helper()
	return r.shell(t, r.script(t, job, name))
}

// step is try for a step that has to succeed.
func (r *runner) step(t *testing.T, job, name string) string {
	t.Helper()
	code, log := r.try(t, job, name)
	if code != 0 {
		t.Fatalf("%s, %s: exit code %d\n%s", job, name, code, log)
	}
	return log
}

func (r *runner) shell(t *testing.T, script string) (code int, log string) {
	t.Helper()
	// What `shell: bash` means to GitHub. The test's context is over when a clean-up runs.
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script) //nolint:noctx // see above
	cmd.Dir, cmd.Env = r.w.Dir, r.env
	out, err := cmd.CombinedOutput()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// summary is what the steps wrote for the page of the run.
func (r *runner) summary(t *testing.T) string {
	t.Helper()
	return r.w.Read("summary.md")
}

// decrypt is what the organiser reads of an artifact.
func (r *runner) decrypt(t *testing.T, file string) string {
	t.Helper()
	code, text := r.shell(t, "gpg --batch --quiet --decrypt "+file)
	if code != 0 {
		t.Fatalf("%s:\n%s", file, text)
	}
	return text
}
