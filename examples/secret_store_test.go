package examples

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// TestAccExampleSecretStore creates codes that only the store may hold, and searches for them
// wherever the CLI writes: terminal, state, plan files and trace logs.
func TestAccExampleSecretStore(t *testing.T) {
	acctest.SkipWithout(t, acctest.WriteOnlyAttributes)
	store, address := startVault(t)
	w := newWorkspace(t, "secret-store")
	w.Env = append(w.Env, "VAULT_ADDR="+address, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.Dir, "trace.log"))
	w.run("init")

	printed := w.run("plan", "-out=first.tfplan") + w.run("apply", "first.tfplan") + w.run("show")
	created := w.vendor.Codes(acctest.Machine, acctest.Cola)
	checkStored(t, store, created, 1)

	// A customer uses a code. That changes nothing, and the store is not written again.
	if err := w.vendor.Redeem(acctest.Machine, acctest.Cola, created[0].Code); err != nil {
		t.Fatal(err)
	}
	printed += w.wantNoChanges()
	checkStored(t, store, created, 1)

	// Two more codes are written at once, and the used one goes.
	printed += w.run("plan", "-var=code_count=5", "-out=second.tfplan") + w.run("apply", "second.tfplan")
	checkStored(t, store, w.vendor.Live(acctest.Machine), 2)
	printed += w.wantNoChanges("-var=code_count=5")

	all := w.vendor.Codes(acctest.Machine, acctest.Cola)
	if len(all) != 5 {
		t.Errorf("%d codes instead of 5", len(all))
	}
	texts := leftBehind(t, w)
	texts["the terminal"] = printed
	for name, text := range texts {
		for _, code := range all {
			if strings.Contains(text, code.Code) {
				t.Errorf("%s contains code %s", name, code.ID)
			}
		}
	}
}

// checkStored fails unless the store was written that often, last with these codes.
func checkStored(t *testing.T, store *vault, codes []emulator.Code, times int) {
	t.Helper()
	data, writes := store.secret("/v1/secret/data/vending/16327138/1323442")
	if len(data) != len(codes) || writes != times {
		t.Fatalf("%d codes in the store after %d writes, want %d after %d", len(data), writes, len(codes), times)
	}
	for _, code := range codes {
		if data[code.ID] != code.Code {
			t.Errorf("the store does not contain code %s", code.ID)
		}
	}
}

// leftBehind is the text of all that the CLI left in the workspace: the state, its backup,
// the parts of saved plans, and logs.
func leftBehind(t *testing.T, w *workspace) map[string]string {
	t.Helper()
	texts := map[string]string{}
	add := func(name string, file io.ReadCloser, err error) error {
		if err != nil {
			return err
		}
		text, err := io.ReadAll(file)
		texts[name] = string(text)
		return errors.Join(err, file.Close())
	}
	files := os.DirFS(w.Dir)
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "providers":
			return fs.SkipDir // they are no secret
		case entry.IsDir():
			return nil
		case filepath.Ext(path) == ".tfplan":
			plan, err := zip.OpenReader(filepath.Join(w.Dir, path))
			if err != nil {
				return err
			}
			for _, part := range plan.File {
				file, err := part.Open()
				if err := add(entry.Name()+"/"+part.Name, file, err); err != nil {
					return err
				}
			}
			return plan.Close()
		}
		file, err := files.Open(path)
		return add(entry.Name(), file, err)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup", "first.tfplan/tfplan", "second.tfplan/tfstate", "trace.log"} {
		if texts[name] == "" {
			t.Errorf("there is no %s, so it was not searched", name)
		}
	}
	return texts
}
