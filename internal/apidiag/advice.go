package apidiag

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"terraform-provider-dingshang/internal/dingshang"
)

// adviceFor is what to do about a failed call, by code and then by kind; empty where
// there is nothing to add.
func adviceFor(err error) string {
	e, ok := errors.AsType[*dingshang.Error](err)
	if !ok || errors.Is(err, context.Canceled) {
		return ""
	}
	if e.Kind == dingshang.KindUnreadable && e.HTTPStatus == http.StatusNotFound {
		return "The address does not serve the DingShang API. Check url in the provider configuration, or DINGSHANG_URL: scheme and host only."
	}
	// A code beside a 5xx or a 429 is not the application's answer.
	if advice, ok := adviceByCode[e.Code]; ok && e.Kind == dingshang.KindOf(e.Code) {
		if e.OtherEncoding != "" {
			advice += fmt.Sprintf(" If both are right, the server may encode signed values differently: try signature_encoding = %q.", e.OtherEncoding)
		}
		return advice
	}
	if e.Kind == dingshang.KindUnlisted && e.Code == 0 && e.Message != "" {
		return "Code 0 with a message other than \"ok\" is a failure; the message gives the reason."
	}
	return adviceByKind[e.Kind]
}

var adviceByCode = map[int]string{
	10008: adviceMissing, 4000: adviceMissing,
	10014: adviceAppID, 4001: adviceAppID, 6020: adviceAppID,
	10013: adviceAppSecret, 4009: adviceAppSecret,
	4006: "The signature is invalid. Check app_key in the provider configuration, or DINGSHANG_APP_KEY, and the clock of this computer.",

	10009: adviceExpired, 6017: adviceExpired,
	10010: adviceUnverified, 6018: adviceUnverified,
	6023: adviceNoMerchant, 6039: adviceNoMerchant,

	6029: "The server rejected the expiry. Check that expired_at is in the future, and that the clock of this computer is right.",
	6030: "The server reports that a pickup code already exists. Some of the requested codes may have been created anyway.",

	30001: "The machine is not linked to this merchant. Check machine_no, or link the machine to the merchant in the merchant console.",
	30003: adviceNoMachine, 6026: adviceNoMachine,
	6045: "The machine has no such product. Check product_id: the data source dingshang_products lists the products of a machine.",
	6038: "The machine has no such cabinet. Check cabinet_name: the data source dingshang_machine lists the cabinets of a machine.",

	6015: "The request timed out on the server. Try again later.",
	6035: "The server has fewer codes than the request names. Run Terraform again: the refresh reads the existing codes.",
	6047: "The product's stock is too low. Refill the machine, or request fewer codes.",
}

const (
	adviceMissing    = "The server did not receive app_id or app_secret. Check the provider configuration, and any proxy that removes headers."
	adviceAppID      = "The AppId is invalid. Check app_id in the provider configuration, or DINGSHANG_APP_ID."
	adviceAppSecret  = "The AppSecret is invalid. Check app_secret in the provider configuration, or DINGSHANG_APP_SECRET."
	adviceExpired    = "The merchant account has expired. Renew it with DingShang."
	adviceUnverified = "The merchant account is not verified. Complete the verification in the merchant console."
	adviceNoMerchant = "The merchant does not exist or is invalid. Check that app_id, app_secret and app_key belong to the same merchant."
	adviceNoMachine  = "The machine does not exist. Check machine_no: the data source dingshang_machines lists the merchant's machines."
)

var adviceByKind = map[dingshang.Kind]string{
	dingshang.KindUnlisted:    "DingShang does not document this error. If it persists, contact DingShang's support with the code and the message.",
	dingshang.KindCredentials: "Check app_id, app_secret and app_key in the provider configuration. If they are right, ask DingShang whether the open API is enabled for the account.",
	dingshang.KindAccount:     "Check the merchant account in the merchant console.",
	dingshang.KindPermission:  "The account is not permitted to make this call. Ask DingShang for the permission, and check that the machine belongs to this merchant.",
	dingshang.KindRequest:     "The server rejected a parameter. Check the arguments against the documentation, and the clock of this computer.",
	dingshang.KindNotFound:    "The record does not exist. Check the ids in the configuration.",
	dingshang.KindOffline:     "The machine is offline. Bring it online and run Terraform again. With the merchant's debug mode on, calls also work for machines that are offline.",
	dingshang.KindTransient:   "The machine is not in operation, or is being transferred. Put it into operation in the merchant console, or try again after the transfer.",
	dingshang.KindSetting: "Pickup codes are switched off for this machine. Set pickup_code_enabled = true in a dingshang_machine_config resource, " +
		"or switch them on in the merchant console: machine, basic settings.",
	dingshang.KindCodeState:    "The code has already been used or has expired.",
	dingshang.KindProductState: "The product is currently unavailable on this machine. Check in the merchant console that it is on sale and in stock.",
	dingshang.KindThrottled:    "The server limits the rate of requests. Lower max_concurrent_requests or set requests_per_second in the provider configuration.",
	dingshang.KindNotReached:   "Check url in the provider configuration, or DINGSHANG_URL, the network, and any proxy.",
	dingshang.KindNoAnswer:     "Check the network. If the server is slow, raise request_timeout in the provider configuration.",
	dingshang.KindUnreadable:   "The response did not come from the DingShang API, or the service is failing. Check url in the provider configuration, or DINGSHANG_URL, and try again later.",
}
