package acctest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Main runs the tests of a package that run the CLI. They spend half of their time waiting, so
// more of them run at once than there are processors.
func Main(m *testing.M) {
	flag.Parse()
	chosen := false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "test.parallel" })
	if os.Getenv("TF_ACC") != "" && !chosen {
		_ = flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0)))
	}
	code := m.Run()
	if buildDir != "" {
		_ = os.RemoveAll(buildDir)
	}
	os.Exit(code)
}

var buildDir string // what Main removes

// built is the provider, without the race detector: with it the CLI's runs take twice the time.
var built = sync.OnceValues(func() (program string, err error) {
	if buildDir, err = os.MkdirTemp("", "dingshang"); err != nil {
		return "", err
	}
	program = filepath.Join(buildDir, "terraform-provider-dingshang")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	out, err := exec.CommandContext(context.Background(), "go", "build", "-o", program, "terraform-provider-dingshang").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	return program, nil
})

// Provider returns the provider's program, which is built once for all tests of a package.
func Provider(t *testing.T) string {
	t.Helper()
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// Overrides is the part of a CLI configuration that names programs by the sources of their
// providers. It saves an init and the checksums of the plugins.
func Overrides(programs map[string]string) string {
	var overrides strings.Builder
	for source, program := range programs {
		fmt.Fprintf(&overrides, "    %q = %q\n", source, filepath.Dir(program))
	}
	return "dev_overrides {\n" + overrides.String() + "  }"
}

// Mirror is the part of a CLI configuration that has programs, by the sources of their providers,
// take the place of the registries.
func Mirror(t *testing.T, programs map[string]string) string {
	t.Helper()
	const version = "99.0.0" // above every lower bound that a configuration sets
	dir := t.TempDir()
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		for source, program := range programs {
			folder := filepath.Join(dir, host, source, version, runtime.GOOS+"_"+runtime.GOARCH)
			name := "terraform-provider-" + path.Base(source) + "_v" + version + filepath.Ext(program)
			if err := os.MkdirAll(folder, 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(program, filepath.Join(folder, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return fmt.Sprintf("filesystem_mirror {\n    path = %q\n  }", dir)
}
