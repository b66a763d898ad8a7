package acctest

import (
	"regexp"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/emulator"
)

// Workspace is a directory in which a test runs the CLI as a user does. It shows what
// the test framework does not: warnings, logs, interrupts, untaint.
type Workspace struct {
	*Directory
	Fixture *Fixture
	Vendor  *emulator.Server // of the fixture

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
	d := NewDirectory(t, FindCLI(t), Overrides(map[string]string{"dingshang/dingshang": Provider(t)}))
	return &Workspace{Directory: d, Vendor: fixture.Emulator, Fixture: fixture}
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
	w.Write("main.tf", Requirements("dingshang/dingshang")+body)
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

// Run is [Directory.Try], by what the CLI said and its exit code.
func (w *Workspace) Run(args ...string) (said string, code int) {
	w.t.Helper()
	result := w.Try(args...)
	return result.Said(), result.Code
}

// Do is [Workspace.Run] for a command that must succeed.
func (w *Workspace) Do(args ...string) string {
	w.t.Helper()
	return w.Directory.Do(args...).Said()
}

// Apply applies the configuration without asking.
func (w *Workspace) Apply(args ...string) string {
	w.t.Helper()
	return w.Do(append([]string{"apply", "-auto-approve"}, args...)...)
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
	return w.Fail(append([]string{"apply", "-auto-approve"}, args...)...)
}

// Empty expects a plan without changes of resources.
func (w *Workspace) Empty() string {
	w.t.Helper()
	said, code := w.Run("plan", "-detailed-exitcode")
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
