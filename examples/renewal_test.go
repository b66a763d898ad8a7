package examples

import (
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

func TestAccExampleRenewal(t *testing.T) {
	w := newWorkspace(t, "renewal")
	w.run("init")
	w.apply()
	w.wantNoChanges()
	first := output[map[string]string](w, "codes")
	if len(first) != 3 {
		t.Fatalf("%d codes instead of 3", len(first))
	}

	// From now on the period of renewal begins a second after the codes were created.
	w.edit("main.tf", `renew_before        = "168h"`, `renew_before        = "719h59m59s"`)
	var log string
	for !strings.Contains(log, "1 added, 0 changed, 1 destroyed") {
		if t.Context().Err() != nil {
			t.Fatalf("the codes are not renewed:\n%s", log)
		}
		log = w.apply()
	}
	second := output[map[string]string](w, "codes")
	for id := range first {
		if _, same := second[id]; same {
			t.Errorf("code %s is not new", id)
		}
		if !strings.Contains(log, id) {
			t.Errorf("the log does not name code %s, which stays valid", id)
		}
	}
	if live := len(w.vendor.Live(acctest.Machine)); live != 6 {
		t.Errorf("%d codes are valid instead of 3 old and 3 new ones", live)
	}
	if calls := w.vendor.Count(); calls["cancel"] != 0 {
		t.Errorf("%d codes were cancelled", calls["cancel"])
	}
}
