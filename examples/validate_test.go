package examples

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// TestAccEveryExampleIsValid covers each .tf beneath examples/, the snippets of the
// documentation included.
func TestAccEveryExampleIsValid(t *testing.T) {
	w := newWorkspace(t, "provider")
	w.Write("provider.tf", acctest.Requirements("dingshang/dingshang", "hashicorp/vault"))
	w.run("init")
	whole, snippets := configurations(t)
	for dir, text := range whole {
		t.Run(dir, func(t *testing.T) {
			skipWithoutFeatures(t, text)
			w := newWorkspace(t, dir)
			w.run("init", "-backend=false")
			w.run("validate")
		})
	}
	for name, text := range snippets {
		t.Run(name, func(t *testing.T) {
			skipWithoutFeatures(t, text)
			w.Write("snippet.tf", text)
			w.in(t).run("validate")
		})
	}
}

// skipWithoutFeatures skips the test where the CLI lacks what a configuration uses.
func skipWithoutFeatures(t *testing.T, text string) {
	t.Helper()
	for pattern, feature := range map[string]acctest.Feature{
		`(?m)^ephemeral "`:     acctest.EphemeralResources,
		`(?m)^  \w+_wo +=`:     acctest.WriteOnlyAttributes,
		`(?m)^  identity = \{`: acctest.ImportByIdentity,
		`(?m)^action "`:        acctest.Actions,
	} {
		if regexp.MustCompile(pattern).MatchString(text) {
			acctest.SkipWithout(t, feature)
		}
	}
}

// configurations are the texts of the folders that are whole configurations, and of the files that
// are a part of one. An import comes with the resource beside it.
func configurations(t *testing.T) (whole, snippets map[string]string) {
	t.Helper()
	whole, snippets = map[string]string{}, map[string]string{}
	files := map[string]string{}
	examples := os.DirFS(".")
	err := fs.WalkDir(examples, ".", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".tf" {
			return err
		}
		text, err := fs.ReadFile(examples, file)
		files[file] = string(text)
		if strings.Contains(files[file], "required_providers") {
			whole[path.Dir(file)] = ""
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range files {
		dir := path.Dir(file)
		if _, ok := whole[dir]; ok {
			whole[dir] += text
			continue
		}
		if strings.HasPrefix(text, "import {") {
			text += files[path.Join(dir, "resource.tf")]
		}
		snippets[file] = text
	}
	if len(whole) < 5 || len(snippets) < 8 {
		t.Errorf("only %d configurations and %d snippets found", len(whole), len(snippets))
	}
	return whole, snippets
}
