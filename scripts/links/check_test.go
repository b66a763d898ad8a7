package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sound is a documentation without a mistake.
var sound = map[string]string{
	"README.md":               "[Start](docs/guides/start.md), [CI](examples/ci)\n",
	"examples/ci/README.md":   "# CI\n\n[Start](../../docs/guides/start.md#a-first-step)\n",
	"docs/index.md":           "[Start](" + registry + "/guides/start) [CI](" + repository + "/tree/main/examples/ci)\n",
	"docs/guides/start.md":    "\n# Start here\n\n## A first step\n\nThe resource [`dingshang_codes`](../resources/codes.md), [again](#a-first-step).\n",
	"docs/resources/codes.md": "# dingshang_codes\n\n`dingshang_codes` has no other page. [Support](" + repository + "/issues)\n\n```hcl\n# [no link](nowhere)\n```\n",
}

func TestSoundDocumentationPasses(t *testing.T) {
	if problems := checkFiles(t, "", ""); len(problems) > 0 {
		t.Errorf("%q", problems)
	}
}

func TestEachMistakeIsReported(t *testing.T) {
	for _, mistake := range []struct{ file, text, want string }{
		{"README.md", "[Start](docs/guides/gone.md)", "there is no docs/guides/gone.md"},
		{"README.md", "nothing", "does not link docs/guides/start.md"},
		{"README.md", "[Start](docs/guides/start.md)", "does not link examples/ci"},
		{"docs/index.md", "[Start](guides/start.md)", "a relative link leads elsewhere"},
		{"docs/index.md", "[Start](" + registry + "/guides/gone)", "there is no docs/guides/gone.md"},
		{"docs/index.md", "[CI](" + repository + "/tree/main/examples/gone)", "there is no examples/gone"},
		{"docs/index.md", "none", "does not link the guide start.md"},
		{"docs/resources/codes.md", "[Start](../guides/start)", "without .md"},
		{"docs/resources/codes.md", "[Start](../guides/start.md#a-second-step)", "no heading for this anchor"},
		{"docs/resources/codes.md", "[CI](../../examples/ci/README.md)", "nothing outside docs/"},
		{"docs/resources/codes.md", "See the guide *Start here*.", `names the guide "Start here"`},
		{"docs/guides/start.md", "\n# Start here\n\n## A first step\n\nThe resource `dingshang_codes`.", "mentions dingshang_codes without a link"},
	} {
		if problems := checkFiles(t, mistake.file, mistake.text); !strings.Contains(strings.Join(problems, "\n"), mistake.want) {
			t.Errorf("%s %q: %q", mistake.file, mistake.text, problems)
		}
	}
}

// checkFiles checks the sound documentation with another text for one file.
func checkFiles(t *testing.T, file, text string) []string {
	t.Helper()
	root := t.TempDir()
	for name, content := range sound {
		if name == file {
			content = text
		}
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	problems, err := check(root)
	if err != nil {
		t.Fatal(err)
	}
	return problems
}
