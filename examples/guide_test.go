package examples

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// guide is the text of one of the guides, of which a test types what a reader would type.
type guide struct{ text string }

func readGuide(t *testing.T, name string) guide {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "templates", "guides", name))
	if err != nil {
		t.Fatal(err)
	}
	return guide{string(text)}
}

// blocks are the texts in a language that a section of the guide contains, which begins with mark.
func (g guide) blocks(t *testing.T, mark, language string) []string {
	t.Helper()
	_, section, found := strings.Cut(g.text, mark)
	if !found {
		t.Fatalf("the guide does not contain %q", mark)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var blocks []string
	for _, m := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```").FindAllStringSubmatch(section, -1) {
		blocks = append(blocks, m[1])
	}
	if len(blocks) == 0 {
		t.Fatalf("%q has no block of %s", mark, language)
	}
	return blocks
}

// typist types commands in a workspace and answers yes.
type typist struct{ *runner }

func newTypist(t *testing.T, w *workspace) typist {
	t.Helper()
	return typist{&runner{w: w, env: append(w.shell(), "TF_CLI_ARGS_apply=-auto-approve", "TF_CLI_ARGS_destroy=-auto-approve")}}
}

// types runs a block and returns what it printed.
func (p typist) types(t *testing.T, block string) string {
	t.Helper()
	code, log := p.shell(t, block)
	if code != 0 {
		t.Fatalf("exit code %d:\n%s\n%s", code, block, log)
	}
	return log
}
