package apidiag

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"terraform-provider-dingshang/internal/console"
)

// AddConsoleFailure adds the error of a call to the merchant console about one machine.
// tried completes "The provider tried to …".
func AddConsoleFailure(diags *diag.Diagnostics, summary, tried string, err error) {
	switch {
	case console.IsKind(err, console.KindNotConfigured):
		diags.AddError("Merchant console not configured", ConsoleFailure(tried, err))
	case console.IsKind(err, console.KindNotListed):
		diags.AddAttributeError(path.Root("machine_no"), summary, ConsoleFailure(tried, err))
	default:
		diags.AddError(summary, ConsoleFailure(tried, err))
	}
}

// ConsoleFailure is [Failure] for calls to the merchant console.
func ConsoleFailure(tried string, err error) string {
	e, ok := errors.AsType[*console.Error](err)
	if !ok {
		return Failure(tried, err)
	}
	text := "The provider tried to " + tried + ".\n\n" + consoleAnswered(e)
	if e.Kind == console.KindNotConfigured {
		for _, setting := range e.Missing {
			text += "\n\n" + consoleSettings[setting]
		}
		return text
	}
	if e.HTTPStatus == 404 && e.Kind == console.KindUnreadable {
		return text + "\n\nThe address does not serve the console's API. " + adviceConsoleURL
	}
	if e.Kind == console.KindNotSignedIn && e.Message == "" {
		return text + "\n\nCheck console_email and console_password in the provider configuration, and app_id, which has to belong to the same merchant."
	}
	return text + "\n\n" + consoleAdvice[e.Kind]
}

func consoleAnswered(e *console.Error) string {
	if errors.Is(e, context.Canceled) {
		return "The run was interrupted."
	}
	var parts []string
	if e.Message != "" {
		parts = append(parts, fmt.Sprintf("%q", e.Message))
	}
	if e.HTTPStatus != 0 && e.HTTPStatus != 200 {
		parts = append(parts, fmt.Sprintf("HTTP status %d", e.HTTPStatus))
	}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	said := strings.Join(parts, ", ")
	switch e.Kind {
	case console.KindNotConfigured:
		return "This goes through the merchant console, for which a setting is missing."
	case console.KindNotListed:
		return "The signed-in user's fleet has no such machine."
	case console.KindNotReached:
		return "The console could not be reached: " + said + "."
	case console.KindNoAnswer:
		return fmt.Sprintf("No complete answer to %s came: %s.", e.Operation, said)
	default:
		return fmt.Sprintf("The console answered %s: %s.", e.Operation, said)
	}
}

const adviceConsoleURL = "Check console_url in the provider configuration: it is the address that the browser's console sends its POST requests to."

// consoleSettings says where each setting goes and where its value is.
var consoleSettings = map[console.Setting]string{
	console.SettingURL: "Set console_url in the provider block, or the environment variable DINGSHANG_CONSOLE_URL. The vendor does not publish the address: " +
		"sign in to the merchant console with a browser, open the developer tools, and take the address of its POST requests under Network.",
	console.SettingEmail: "Set console_email in the provider block, or the environment variable DINGSHANG_CONSOLE_EMAIL: " +
		"the e-mail address of a user of the merchant console. Create a user for automation there, and give it the permissions for machines.",
	console.SettingPassword: "Set console_password in the provider block, or the environment variable DINGSHANG_CONSOLE_PASSWORD: " +
		"the password that this user signs in to the merchant console with.",
}

var consoleAdvice = map[console.Kind]string{
	console.KindRejected: "The message is the console's own. Often the signed-in user lacks a permission: " +
		"grant it in the merchant console, under the user's role, or check the values in the configuration.",
	console.KindNotSignedIn: "Check console_email and console_password in the provider configuration: the console did not accept them. Sign in with a browser to try them.",
	console.KindNotListed:   "Check machine_no, and in the merchant console that the machine is linked to the merchant and that the user may see it.",
	console.KindThrottled:   "The console asks for fewer requests: lower max_concurrent_requests or set requests_per_second in the provider configuration.",
	console.KindNotReached:  "Check console_url in the provider configuration, the network, and any proxy.",
	console.KindNoAnswer:    "Check the network, and request_timeout in the provider configuration if the console is slow. Then run again.",
	console.KindUnreadable:  "The response did not come from the console's API, or the service is failing. " + adviceConsoleURL,
}
