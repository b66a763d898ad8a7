package apidiag

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"terraform-provider-dingshang/internal/acctest/golden"
	"terraform-provider-dingshang/internal/console"
)

// What a user reads of every failure of the merchant console's API, in one file to review.
func TestConsoleFailuresRead(t *testing.T) {
	var text strings.Builder
	for _, c := range []struct {
		about string
		err   error
	}{
		{"not configured", &console.Error{Kind: console.KindNotConfigured, Missing: []console.Setting{console.SettingURL, console.SettingEmail, console.SettingPassword}}},
		{"sign-in rejected", &console.Error{Operation: "signin", Kind: console.KindNotSignedIn, Message: "wrong password", HTTPStatus: 200}},
		{"HTTP 401", &console.Error{Operation: "machines", Kind: console.KindNotSignedIn, HTTPStatus: 401}},
		{"rejected", &console.Error{Operation: "updateMachine", Kind: console.KindRejected, Message: "Permission denied", HTTPStatus: 200}},
		{"not listed", &console.Error{Operation: "machines", Kind: console.KindNotListed}},
		{"HTTP 404", &console.Error{Operation: "signin", Kind: console.KindUnreadable, HTTPStatus: 404, Cause: errors.New("the answer is not a GraphQL response")}},
		{"HTTP 429", &console.Error{Operation: "machines", Kind: console.KindThrottled, HTTPStatus: 429}},
		{"HTTP 502", &console.Error{Operation: "machines", Kind: console.KindUnreadable, HTTPStatus: 502}},
		{"not reached", &console.Error{Operation: "signin", Kind: console.KindNotReached, Cause: errors.New("dial tcp: lookup host: no such host")}},
		{"no answer", &console.Error{Operation: "updateMachine", Kind: console.KindNoAnswer, Cause: errors.New("no complete answer within 30s")}},
		{"interrupted", &console.Error{Operation: "machines", Kind: console.KindNotReached, Cause: fmt.Errorf("interrupted: %w", context.Canceled)}},
	} {
		var diags diag.Diagnostics
		AddConsoleFailure(&diags, "Cannot change machine 16327138", "change machine 16327138 (name)", c.err)
		golden.Diagnostics(&text, c.about, diags)
	}
	golden.Check(t, "console.golden", text.String())
}
