package apidiag

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
	if advice := consoleAdviceFor(e); advice != "" {
		text += "\n\n" + advice
	}
	return text
}

func consoleAnswered(e *console.Error) string {
	if errors.Is(e, context.Canceled) {
		return "The operation was interrupted."
	}
	var parts []string
	if e.Message != "" {
		parts = append(parts, fmt.Sprintf("%q", e.Message))
	}
	if e.HTTPStatus != 0 && e.HTTPStatus != http.StatusOK {
		parts = append(parts, fmt.Sprintf("HTTP status %d", e.HTTPStatus))
	}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	details := strings.Join(parts, ", ")
	switch e.Kind {
	case console.KindNotConfigured:
		return "This needs the API of the merchant console, which is not configured."
	case console.KindNotListed:
		return "The machine is not among those that the signed-in user can see."
	case console.KindNotReached:
		return "The merchant console could not be reached: " + details + "."
	case console.KindNoAnswer:
		return fmt.Sprintf("The merchant console's response to %s was lost: %s.", e.Operation, details)
	default:
		return fmt.Sprintf("The merchant console answered %s: %s.", e.Operation, details)
	}
}

// consoleAdviceFor is what to do about a failed call to the console; empty where there
// is nothing to add.
func consoleAdviceFor(e *console.Error) string {
	switch {
	case errors.Is(e, context.Canceled):
		return ""
	case e.Kind == console.KindNotConfigured:
		missing := make([]string, len(e.Missing))
		for i, setting := range e.Missing {
			missing[i] = consoleSettings[setting]
		}
		return strings.Join(missing, "\n\n")
	case e.Kind == console.KindUnreadable && e.HTTPStatus == http.StatusNotFound:
		return "The address does not serve the merchant console's API. " + adviceConsoleURL
	case e.Kind == console.KindNotSignedIn && e.Message == "":
		return "Check console_email and console_password in the provider configuration, and that app_id belongs to the same merchant."
	}
	return consoleAdvice[e.Kind]
}

const adviceConsoleURL = "Check console_url in the provider configuration, or DINGSHANG_CONSOLE_URL: " +
	"the address that the merchant console's web page sends its POST requests to."

// consoleSettings says how to set each setting and where to find its value.
var consoleSettings = map[console.Setting]string{
	console.SettingURL: "Set console_url in the provider block, or the environment variable DINGSHANG_CONSOLE_URL. DingShang does not publish the address: " +
		"sign in to the merchant console with a browser, open the developer tools, and copy the address of its POST requests under Network.",
	console.SettingEmail: "Set console_email in the provider block, or the environment variable DINGSHANG_CONSOLE_EMAIL, " +
		"to the e-mail address of a merchant console user. Create a user for automation, with the permissions for machines.",
	console.SettingPassword: "Set console_password in the provider block, or the environment variable DINGSHANG_CONSOLE_PASSWORD, " +
		"to the password of that user.",
}

var consoleAdvice = map[console.Kind]string{
	console.KindRejected: "The message is the merchant console's own. Often the signed-in user lacks a permission: " +
		"grant it to the user's role in the merchant console, or check the values in the configuration.",
	console.KindNotSignedIn: "The merchant console rejected the sign-in. Check console_email and console_password in the provider configuration, and try them in a browser.",
	console.KindNotListed:   "Check machine_no. Check in the merchant console that the machine is linked to the merchant, and that the user may see it.",
	console.KindThrottled:   "The server limits the rate of requests. Lower max_concurrent_requests or set requests_per_second in the provider configuration.",
	console.KindNotReached:  "Check console_url in the provider configuration, or DINGSHANG_CONSOLE_URL, the network, and any proxy.",
	console.KindNoAnswer:    "Check the network. If the server is slow, raise request_timeout in the provider configuration.",
	console.KindUnreadable:  "The response did not come from the merchant console's API, or the service is failing. " + adviceConsoleURL,
}
