package pickupcode_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

const address = "dingshang_pickup_codes.party"

// expiry is of codes that the provider recognizes by it.
const expiry = `expired_at = "2099-12-31T23:59:59+08:00"`

// party is n codes that expire.
func party(n int, more ...string) string { return lasting(n, append([]string{expiry}, more...)...) }

// lasting is n codes that never expire, unless more says so.
func lasting(n int, more ...string) string {
	return colaCodes("party", append([]string{fmt.Sprintf("code_count = %d", n)}, more...)...)
}

// everyProduct is codes of all products of a machine.
func everyProduct(machine string, more ...string) string {
	return fmt.Sprintf("resource \"dingshang_pickup_codes\" \"party\" {\n  machine_no = %q\n  all_products = true\n  %s\n}\n", machine, strings.Join(more, "\n  "))
}

const createBeforeDestroy = "lifecycle {\n    create_before_destroy = true\n  }"

// instance is one resource instance in the state file.
type instance struct {
	Name       string
	Status     string `json:"status"`
	Deposed    string `json:"deposed"`
	Attributes struct {
		ID              string           `json:"id"`
		CodeCount       int              `json:"code_count"`
		ExpiredAt       string           `json:"expired_at"`
		Account         string           `json:"account"`
		UnusedCount     int              `json:"unused_count"`
		MachineName     string           `json:"machine_name"`
		ProductName     string           `json:"product_name"`
		CodeIDs         []string         `json:"code_ids"`
		CodesPerProduct map[string]int   `json:"codes_per_product"`
		PendingRequests []pendingRequest `json:"pending_requests"`
		Codes           []codeInState    `json:"codes"`
	} `json:"attributes"`
}

type codeInState struct {
	ID        string `json:"id"`
	ProductID string `json:"product_id"`
	Code      string `json:"code"`
	Status    string `json:"status"`
	ExpiredAt string `json:"expired_at"`
}

type pendingRequest struct {
	ExpiresAt string   `json:"expires_at"`
	CodeCount int      `json:"code_count"`
	Confirmed bool     `json:"confirmed"`
	IDsBefore []string `json:"ids_before"`
}

func (i instance) tainted() bool { return i.Status == "tainted" }

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

// instances reads the managed pickup codes out of the state file.
func instances(t *testing.T, w *acctest.Workspace) []instance {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
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
		t.Fatal(err)
	}
	var all []instance
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			if r.Type == "dingshang_pickup_codes" && r.Mode == "managed" {
				i.Name = r.Name
				all = append(all, i)
			}
		}
	}
	return all
}

// only is the one resource in state.
func only(t *testing.T, w *acctest.Workspace) instance {
	t.Helper()
	all := instances(t, w)
	if len(all) != 1 {
		t.Fatalf("%d resources are in state", len(all))
	}
	return all[0]
}

// gone expects that nothing is in state and no code is live.
func gone(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	if left := instances(t, w); len(left) > 0 || len(w.Vendor.Live("")) > 0 {
		t.Errorf("left in state: %+v; live: %v", left, liveIDs(w))
	}
}

// balanced expects every live code of the server to be in state exactly once, as unused
// and with its number, and nothing else to be unused there.
func balanced(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	numbers := map[string]string{}
	for _, code := range w.Vendor.Live("") {
		numbers[code.ID] = code.Code
	}
	held := []string{}
	for _, i := range instances(t, w) {
		for _, code := range i.Attributes.Codes {
			if code.Status != "UNUSED" {
				continue
			}
			held = append(held, code.ID)
			if number, live := numbers[code.ID]; live && number != code.Code {
				t.Errorf("code %s has another number in state", code.ID)
			}
		}
	}
	slices.Sort(held)
	live := liveIDs(w)
	slices.Sort(live)
	same(t, "unused in state, live on the server", held, live)
}

// nothingLost expects that each live code is in state or was named in what was printed.
func nothingLost(t *testing.T, w *acctest.Workspace, said string) {
	t.Helper()
	held := map[string]bool{}
	for _, i := range instances(t, w) {
		for _, id := range i.ids() {
			held[id] = true
		}
	}
	for _, id := range liveIDs(w) {
		if !held[id] && !strings.Contains(said, id) {
			t.Errorf("code %s is live, in no state and named nowhere:\n%s", id, said)
		}
	}
}

// generated expects that many generating calls for one product.
func generated(t *testing.T, w *acctest.Workspace, want int) {
	t.Helper()
	same(t, "generating calls", w.Vendor.Count()["generate"], want)
}

// nothingLostOrPending is [nothingLost] where a request that is still in state accounts
// for codes that no list shows.
func nothingLostOrPending(t *testing.T, w *acctest.Workspace, said string) {
	t.Helper()
	for _, i := range instances(t, w) {
		if len(i.Attributes.PendingRequests) > 0 {
			return
		}
	}
	nothingLost(t, w, said)
}

// actLate has requests act that were sent by an earlier run, before the next one.
func actLate(t *testing.T, w *acctest.Workspace) (requests int) {
	t.Helper()
	if requests = w.Vendor.ActLate(); requests > 0 {
		patient(t, w)
	}
	return requests
}

// patient has the next runs look longer than earlier ones did. In a later run only codes
// that were created within twice settle_time are a request's, and tests may be slow.
func patient(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	w.Edit(`settle_time = "[^"]*"`, `settle_time = "20s"`)
}
