package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// Codes of another account are neither extended nor cancelled.
func TestAccPickupCodesResource_planOfAnotherAccount(t *testing.T) {
	fixture := acctest.Start(t)
	w := acctest.NewWorkspaceAt(t, fixture)
	acctest.FindCLI(t)
	elsewhere := strings.Replace(fixture.URL, "127.0.0.1", "localhost", 1)
	if elsewhere == fixture.URL {
		t.Fatal("the emulator has another address than expected")
	}
	w.Config(colaCodes("party", "code_count = 2")).Apply()
	move := func(arguments ...string) {
		w.WholeConfig(fixture.ProviderConfig(fmt.Sprintf("url = %q", elsewhere)) + colaCodes("party", arguments...))
	}
	for _, count := range []string{"code_count = 3", "code_count = 1"} {
		move(count)
		w.Expect(w.Fail("plan", "-no-color", "-refresh=false"), `another account.*ds0123456789abcdef@127.0.0.1.*ds0123456789abcdef@localhost`)
	}
	w.Expect(w.Fail("plan", "-no-color", "-refresh=false", "-destroy"), `another account`)
	// A refresh finds the codes there and goes on.
	w.Apply()
	same(t, "account", partyState(t, w)["account"], any(strings.Replace(elsewhere, "http://", "ds0123456789abcdef@", 1)))
	same(t, "live on the server", liveIDs(w), []string{"2111"})
}
