// Package apidiag turns failed API calls into diagnostics.
package apidiag

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"terraform-provider-dingshang/internal/dingshang"
)

// Failure is the text of a diagnostic about an API call: what was tried, what the
// server answered, and what to do. tried completes "The provider tried to …".
func Failure(tried string, err error) string {
	text := "The provider tried to " + tried + ".\n\n" + answered(err)
	if hint := whatToDo(err); hint != "" {
		text += "\n\n" + hint
	}
	return text
}

// answered says what came back, with the server's own code and message.
func answered(err error) string {
	e, ok := errors.AsType[*dingshang.Error](err)
	if !ok {
		if errors.Is(err, context.Canceled) {
			return "The run was interrupted."
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return "The time for it ran out."
		}
		return "It failed: " + err.Error() + "."
	}
	var parts []string
	if e.Code != 0 || e.Message != "" {
		parts = append(parts, fmt.Sprintf("code %d", e.Code))
		if e.Message != "" {
			parts = append(parts, fmt.Sprintf("message %q", e.Message))
		}
	}
	if e.HTTPStatus != 0 && e.HTTPStatus != 200 {
		parts = append(parts, fmt.Sprintf("HTTP status %d", e.HTTPStatus))
	}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	switch {
	case e.Kind == dingshang.KindNotReached:
		return "The server could not be reached: " + strings.Join(parts, ", ") + "."
	case e.Kind == dingshang.KindNoAnswer:
		return "No complete answer came: " + strings.Join(parts, ", ") + "."
	case len(parts) == 0:
		return "The server's answer could not be understood."
	}
	return "The server answered: " + strings.Join(parts, ", ") + "."
}

// whatToDo is the advice for a failed call, by code and then by kind.
func whatToDo(err error) string {
	e, ok := errors.AsType[*dingshang.Error](err)
	if !ok {
		return ""
	}
	if e.Kind != dingshang.KindUnreadable {
		if advice, ok := adviceByCode[e.Code]; ok {
			return advice
		}
	}
	if e.Kind == dingshang.KindUnlisted && e.Code == 0 && e.Message != "" {
		return "Code 0 with another message than \"ok\" is a failure; the message says why."
	}
	if e.HTTPStatus == 404 && e.Kind == dingshang.KindUnreadable {
		return "The address does not serve the DingShang API. Check url in the provider configuration: scheme, host and nothing behind."
	}
	return adviceByKind[e.Kind]
}

var adviceByCode = map[int]string{
	10008: adviceMissing, 4000: adviceMissing,
	10014: adviceAppID, 4001: adviceAppID, 6020: adviceAppID,
	10013: adviceAppSecret, 4009: adviceAppSecret,
	4006: "The sign is not valid. Check app_key in the provider configuration: it signs the requests. If it is right, the server may sign URL-encoded " +
		"values: try signature_encoding = \"url\". A clock that is far off has the same effect.",
	10009: "The merchant account has expired: renew it in the vendor's console.",
	6017:  "The merchant account has expired: renew it in the vendor's console.",
	10010: "The merchant account is not verified: finish the verification in the vendor's console.",
	6018:  "The merchant account is not verified: finish the verification in the vendor's console.",
	6023:  "The merchant does not exist: check app_id and app_key.",
	6039:  "The merchant is invalid: check app_id and app_key.",
	6029:  "The expiry is not valid. Check expired_at: it must be a time in the future.",
	30001: "The machine is not linked to this merchant. Check machine_no, and link the machine to the merchant in the vendor's console.",
	30003: adviceNoMachine, 6026: adviceNoMachine,
	6045: "The machine has no such product. Check product_id: the data source dingshang_products lists the products of a machine.",
	6038: "The machine has no such cabinet. Check cabinet_name: the data source dingshang_machine lists the cabinets of a machine.",
	6030: "The server says that such a code exists. What the call made was looked for.",
	6015: "The server timed out; run again later.",
	6035: "There are not as many codes as the call names.",
	6047: "The product's stock is not enough: refill the machine, or ask for fewer codes.",
}

const (
	adviceMissing   = "app_id or app_secret did not reach the server. Check the provider configuration, and any proxy that drops headers."
	adviceAppID     = "The AppId is not valid. Check app_id in the provider configuration, or DINGSHANG_APP_ID."
	adviceAppSecret = "The AppSecret is not valid. Check app_secret in the provider configuration, or DINGSHANG_APP_SECRET."
	adviceNoMachine = "The machine does not exist. Check machine_no: the data source dingshang_machines lists the merchant's machines."
)

var adviceByKind = map[dingshang.Kind]string{
	dingshang.KindUnlisted:     "The vendor does not document this answer. If it stays, ask the vendor's support with the code and the message.",
	dingshang.KindCredentials:  "Check app_id, app_secret and app_key in the provider configuration.",
	dingshang.KindAccount:      "Check the merchant account in the vendor's console.",
	dingshang.KindPermission:   "The developer account may not make this call: ask for the permission in the vendor's console.",
	dingshang.KindRequest:      "The server finds a parameter invalid: compare the arguments with the documentation. A clock that is far off on this computer has the same effect.",
	dingshang.KindNotFound:     "The server does not know the record. Check the numbers in the configuration.",
	dingshang.KindOffline:      "The machine is offline. Bring it online and run again; with the merchant's debug mode on, calls work for machines that are offline too.",
	dingshang.KindTransient:    "The machine is not in operation at the moment. Run again later.",
	dingshang.KindSetting:      "Pickup codes are switched off for this machine. Switch them on in the vendor's console: machine, basic settings. No API call can do it.",
	dingshang.KindCodeState:    "The code is used or has expired already.",
	dingshang.KindProductState: "The product cannot be had from this machine now: check in the vendor's console that it is on sale and in stock.",
	dingshang.KindThrottled:    "The server asks for fewer requests: lower max_concurrent_requests or set requests_per_second in the provider configuration.",
	dingshang.KindNotReached:   "Check url in the provider configuration, the network, and any proxy.",
	dingshang.KindNoAnswer:     "Check the network, and request_timeout in the provider configuration if the server is slow. Then run again.",
	dingshang.KindUnreadable:   "Something else than the vendor's API answered, or the server is in trouble. Check url in the provider configuration, and run again later.",
}
