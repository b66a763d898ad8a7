package examples

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// requirements make a snippet of the documentation a configuration that is whole.
const requirements = `
terraform {
  required_providers {
    dingshang = {
      source = "dingshang/dingshang"
    }
    vault = {
      source = "hashicorp/vault"
    }
  }
}
`

// TestAccEveryExampleIsValid covers each .tf beneath examples/, the snippets of the
// documentation included.
func TestAccEveryExampleIsValid(t *testing.T) {
	t.Parallel()
	whole, snippets := configurations(t)
	for _, dir := range whole {
		t.Run(dir, func(t *testing.T) {
			w := newWorkspace(t, dir, "http://127.0.0.1:1")
			w.run(t, "init", "-backend=false")
			w.run(t, "validate")
		})
	}
	w := newWorkspace(t, "provider", "http://127.0.0.1:1")
	w.write(t, "provider.tf", requirements)
	w.run(t, "init")
	for name, text := range snippets {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(text, "identity = {") && w.olderThan(t, 1, 12) {
				t.Skip("an import by identity needs 1.12 of Terraform or OpenTofu")
			}
			w.write(t, "snippet.tf", text)
			w.run(t, "validate")
		})
	}
}

// configurations are the folders that are whole configurations, and the texts that are a part
// of one, by file name. An import comes with the resource beside it.
func configurations(t *testing.T) (whole []string, snippets map[string]string) {
	t.Helper()
	snippets = map[string]string{}
	folders := map[string]bool{}
	read := func(path string) string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "required_providers") {
			folders[filepath.Dir(path)] = true
		}
		return string(text)
	}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".tf" {
			return err
		}
		text := read(path)
		if strings.HasPrefix(text, "import {") {
			text += read(filepath.Join(filepath.Dir(path), "resource.tf"))
		}
		snippets[path] = text
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range snippets {
		if folders[filepath.Dir(path)] {
			delete(snippets, path)
		}
	}
	for dir := range folders {
		whole = append(whole, dir)
	}
	if len(whole) < 5 || len(snippets) < 8 {
		t.Errorf("only %d configurations and %d snippets found", len(whole), len(snippets))
	}
	return whole, snippets
}
