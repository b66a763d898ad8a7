package pickupcode_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/emulator"
)

// instance is one resource instance in the state file.
type instance struct {
	Address    string
	Status     string `json:"status"`
	Deposed    string `json:"deposed"`
	IndexKey   any    `json:"index_key"`
	Attributes struct {
		ID          string `json:"id"`
		MachineNo   string `json:"machine_no"`
		ProductID   string `json:"product_id"`
		CodeCount   int    `json:"code_count"`
		ExpiredAt   string `json:"expired_at"`
		UnusedCount int    `json:"unused_count"`
		MachineName string `json:"machine_name"`
		ProductName string `json:"product_name"`
		Codes       []struct {
			ID        string `json:"id"`
			ProductID string `json:"product_id"`
			Code      string `json:"code"`
			Status    string `json:"status"`
		} `json:"codes"`
	} `json:"attributes"`
}

func (i instance) ids() []string {
	ids := []string{}
	for _, code := range i.Attributes.Codes {
		ids = append(ids, code.ID)
	}
	return ids
}

func (i instance) statuses() string {
	var all []string
	for _, code := range i.Attributes.Codes {
		all = append(all, code.Status)
	}
	return strings.Join(all, " ")
}

// instances reads the managed resources out of the state file.
func (w *workspace) instances() []instance {
	w.t.Helper()
	raw, err := os.ReadFile(filepath.Join(w.dir, "terraform.tfstate"))
	if err != nil {
		return nil
	}
	var state struct {
		Resources []struct {
			Mode, Type, Name string
			Instances        []instance
		}
	}
	if err := json.Unmarshal(raw, &state); err != nil {
		w.t.Fatal(err)
	}
	var all []instance
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			if r.Type == "dingshang_pickup_codes" && r.Mode == "managed" {
				i.Address = r.Name
				all = append(all, i)
			}
		}
	}
	return all
}

// only is the one resource in the state.
func (w *workspace) only() instance {
	w.t.Helper()
	all := w.instances()
	if len(all) != 1 {
		w.t.Fatalf("the state holds %d resources", len(all))
	}
	return all[0]
}

func liveIDs(vendor *emulator.Server) []string {
	ids := []string{}
	for _, code := range vendor.Live("") {
		ids = append(ids, code.ID)
	}
	return ids
}

// balanced expects every live code of the server to be in the state exactly once, as
// unused and with its number, and nothing else to be unused there.
func (w *workspace) balanced() {
	w.t.Helper()
	numbers := map[string]string{}
	for _, code := range w.vendor.Live("") {
		numbers[code.ID] = code.Code
	}
	held := []string{}
	for _, i := range w.instances() {
		for _, code := range i.Attributes.Codes {
			if code.Status == "UNUSED" {
				held = append(held, code.ID)
				if number, ok := numbers[code.ID]; ok && number != code.Code {
					w.t.Errorf("code %s has another number in the state", code.ID)
				}
			}
		}
	}
	slices.Sort(held)
	if diff := cmp.Diff(liveIDs(w.vendor), held); diff != "" {
		w.t.Errorf("live on the server (-) and unused in the state (+):\n%s", diff)
	}
}
