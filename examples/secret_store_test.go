package examples

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

func TestAccSecretStore(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.WriteOnlyAttributes)
	vendor := acctest.Start(t)
	store, address := startVault(t)
	w := newWorkspace(t, "secret-store", vendor.URL)
	w.env = append(w.env, "VAULT_ADDR="+address)
	w.run(t, "init")

	code, _, stderr := w.try(t, "plan")
	if code != 1 || !strings.Contains(oneLine(stderr), "There are no unused codes to hand over") {
		t.Errorf("no codes: exit code %d\n%s", code, stderr)
	}

	// Somebody makes codes in the console.
	codes := vendor.Emulator.Generate(acctest.Machine, acctest.Cola, 3, 10, "")
	printed := w.run(t, "plan", "-out=handover.tfplan") + w.run(t, "apply", "handover.tfplan") + w.run(t, "show")
	checkStored(t, store, codes, 1)

	// Others are handed over when that is asked for, and not before.
	if err := vendor.Emulator.Redeem(acctest.Machine, acctest.Cola, codes[0].Code); err != nil {
		t.Fatal(err)
	}
	codes = append(codes, vendor.Emulator.Generate(acctest.Machine, acctest.Cola, 1, 10, "")...)
	printed += w.wantNoChanges(t)
	checkStored(t, store, codes[:3], 1)
	printed += w.apply(t, "-var=handover=2")
	checkStored(t, store, codes[1:], 2)

	texts := leftBehind(t, w)
	texts["the terminal"] = printed
	for name, text := range texts {
		for _, code := range codes {
			if strings.Contains(text, code.Code) {
				t.Errorf("%s holds code %s", name, code.ID)
			}
		}
	}
	if calls := vendor.Emulator.Count(); calls["generate"] != 0 || calls["cancel"] != 0 {
		t.Errorf("it did more than read: %v", calls)
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
			t.Errorf("the store does not hold code %s", code.ID)
		}
	}
}

// leftBehind is the text of all that the CLI left in the workspace: the state, its backup,
// and the parts of the saved plan.
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
	err := fs.WalkDir(w.files.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "providers":
			return fs.SkipDir // what they are is no secret
		case entry.IsDir():
			return nil
		case filepath.Ext(path) == ".tfplan":
			plan, err := zip.OpenReader(filepath.Join(w.dir, path))
			if err != nil {
				return err
			}
			for _, part := range plan.File {
				file, err := part.Open()
				if err := add("plan/"+part.Name, file, err); err != nil {
					return err
				}
			}
			return plan.Close()
		}
		file, err := w.files.Open(path)
		return add(entry.Name(), file, err)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup", "plan/tfplan", "plan/tfstate"} {
		if texts[name] == "" {
			t.Errorf("there is no %s, so that nothing is known of it", name)
		}
	}
	return texts
}
