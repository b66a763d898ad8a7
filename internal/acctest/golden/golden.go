// Package golden compares what tests produce with checked-in files, so that a changed
// wording is seen in review. GOLDEN_UPDATE=1 writes the files anew.
package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Check compares got with the file beneath the test's testdata folder.
func Check(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("GOLDEN_UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%s; run again with GOLDEN_UPDATE=1 to write it", err)
	}
	if got != string(want) {
		t.Errorf("differs from %s; if that is meant, run again with GOLDEN_UPDATE=1 and review the file.\n\ngot:\n%s", file, got)
	}
}

// Diagnostics writes them as a person reads them, each under the case it stands for.
func Diagnostics(text *strings.Builder, about string, diags diag.Diagnostics) {
	for _, d := range diags {
		text.WriteString("## " + about + "\n\n" + d.Severity().String())
		if located, ok := d.(diag.DiagnosticWithPath); ok && !located.Path().Equal(path.Empty()) {
			text.WriteString(" at " + located.Path().String())
		}
		text.WriteString(": " + d.Summary() + "\n\n" + d.Detail() + "\n\n")
	}
}
