package dingshang

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"terraform-provider-dingshang/internal/signature"
)

// Kind groups the API's error codes and the failures of the transport by what a caller
// does about them.
type Kind int

const (
	// KindUnlisted is a code that the vendor does not document, or code 0 with a message other than "ok".
	KindUnlisted     Kind = iota
	KindCredentials       // AppId, AppSecret, AppKey or the signature is wrong.
	KindAccount           // The merchant is expired, unverified or unknown.
	KindPermission        // The developer may not make this call.
	KindRequest           // A parameter is invalid.
	KindNotFound          // Machine, product, cabinet or record does not exist.
	KindOffline           // The machine is offline.
	KindTransient         // The machine is not in operation, or the server timed out.
	KindSetting           // Pickup codes are switched off for the machine.
	KindCodeState         // The pickup code is used, expired or not available.
	KindProductState      // The product is off sale or out of stock.
	KindThrottled         // HTTP 429.
	KindNotReached        // No connection was made: DNS, dial or TLS failed, or the call ended before.
	KindNoAnswer          // The request was sent, and no complete response came.
	KindUnreadable        // The response is not the API's: HTML, a redirect, a 5xx.
)

// Codes that need more than their kind. Two generations of the API are live.
const (
	codeMachineNotLinked = 30001
	codeMachineGone      = 30003
	codeMachineGoneNew   = 6026
	codeProductGone      = 6045
	codeRecordGone       = 80002
	codeRecordGoneNew    = 4004
	codeTimedOut         = 6015
	codeCodeExists       = 6030
	codeSignatureInvalid = 4006
)

// kinds holds every code that the vendor documents.
var kinds = map[int]Kind{
	10008: KindCredentials, 4000: KindCredentials,
	10014: KindCredentials, 4001: KindCredentials, 6020: KindCredentials,
	10013: KindCredentials, 4009: KindCredentials,
	1000: KindCredentials, codeSignatureInvalid: KindCredentials,

	10009: KindAccount, 6017: KindAccount, 10010: KindAccount, 6018: KindAccount,
	6023: KindAccount, 6039: KindAccount,

	4002: KindPermission, 6002: KindPermission, 6003: KindPermission, 6004: KindPermission,
	6005: KindPermission, 6007: KindPermission, 6021: KindPermission, 6044: KindPermission,

	10001: KindRequest, 4003: KindRequest, 400: KindRequest, 6029: KindRequest, codeCodeExists: KindRequest,

	codeMachineNotLinked: KindNotFound, codeMachineGone: KindNotFound, codeMachineGoneNew: KindNotFound,
	codeRecordGone: KindNotFound, codeRecordGoneNew: KindNotFound, 404: KindNotFound,
	codeProductGone: KindNotFound, 6038: KindNotFound,

	30002: KindOffline, 4008: KindOffline, 6025: KindOffline,
	30004: KindTransient, 5001: KindTransient, 6006: KindTransient, codeTimedOut: KindTransient,

	10023: KindSetting, 6031: KindSetting,

	10025: KindCodeState, 6033: KindCodeState, 6032: KindCodeState, 6035: KindCodeState,

	6046: KindProductState, 6056: KindProductState, 60002: KindProductState, 6047: KindProductState,
}

// KindOf returns the kind of a code that the application answered, or [KindUnlisted].
func KindOf(code int) Kind { return kinds[code] }

// Outcome is what is known of the effect of a failed call.
type Outcome int

const (
	// OutcomeUnknown: the server may have acted, or may act yet.
	OutcomeUnknown Outcome = iota
	// OutcomeNotReached: the request did not reach the application; sending again is safe.
	OutcomeNotReached
	// OutcomeRejected: the server answered, with a documented code, that it did not act.
	OutcomeRejected
	// OutcomeRefused: HTTP 401; the server did not look at the request.
	OutcomeRefused
)

// Error is a failed call. Message is the server's own text without secrets, codes and
// markup; Cause is the failure of the transport and never contains a URL.
type Error struct {
	Call       string // the vendor's name of the call, such as "pickup_codes"
	Kind       Kind
	Code       int // the vendor's code; 0 where none was read
	Message    string
	HTTPStatus int // 0 where no answer came
	Cause      error
	// OtherEncoding is set where the server rejected the signature, and would have been
	// sent another one with this encoding.
	OtherEncoding signature.Encoding

	retryAfter time.Duration
}

func (e *Error) Error() string {
	var parts []string
	if e.HTTPStatus != 0 && e.HTTPStatus != 200 {
		parts = append(parts, fmt.Sprintf("HTTP %d", e.HTTPStatus))
	}
	if e.Code != 0 || e.Message != "" {
		parts = append(parts, fmt.Sprintf("code %d", e.Code))
	}
	if e.Message != "" {
		parts = append(parts, fmt.Sprintf("%q", e.Message))
	}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	return e.Call + ": " + strings.Join(parts, ", ")
}

func (e *Error) Unwrap() error { return e.Cause }

// Outcome returns what is known of the call's effect.
func (e *Error) Outcome() Outcome {
	switch {
	case e.Kind == KindNotReached || e.Kind == KindThrottled:
		return OutcomeNotReached
	case e.HTTPStatus == 401:
		return OutcomeRefused
	case e.Kind == KindNoAnswer || e.Kind == KindUnreadable || e.Kind == KindUnlisted,
		e.Code == codeTimedOut, e.Code == codeCodeExists, e.HTTPStatus >= 500:
		return OutcomeUnknown
	}
	return OutcomeRejected
}

// RetryAfter implements [transport.Retryable].
func (e *Error) RetryAfter() time.Duration { return e.retryAfter }

// Retryable implements [transport.Retryable]: it reports whether an idempotent
// call is worth retrying.
func (e *Error) Retryable() bool {
	switch e.Kind {
	case KindThrottled, KindNotReached, KindNoAnswer:
		return true
	case KindUnreadable:
		return e.HTTPStatus >= 500 || e.HTTPStatus == 200
	default:
		return e.HTTPStatus >= 500 || e.Code == codeTimedOut
	}
}

// OutcomeOf returns the outcome of the call that failed with err; unknown for other errors.
func OutcomeOf(err error) Outcome {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Outcome()
	}
	return OutcomeUnknown
}

// IsKind reports whether err is a failed call of one of the kinds.
func IsKind(err error, kinds ...Kind) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && slices.Contains(kinds, e.Kind)
}

// IsMachineGone reports whether the server answered that the machine does not exist.
func IsMachineGone(err error) bool { return hasCode(err, codeMachineGone, codeMachineGoneNew) }

// IsMachineNotLinked reports whether the machine exists but belongs to another merchant.
func IsMachineNotLinked(err error) bool { return hasCode(err, codeMachineNotLinked) }

// IsRecordGone reports whether the server answered that the record or its product does not exist.
func IsRecordGone(err error) bool {
	if hasCode(err, codeProductGone, codeRecordGone, codeRecordGoneNew) {
		return true
	}
	// A gateway that does not know the address may answer with this number and status.
	e, _ := errors.AsType[*Error](err)
	return hasCode(err, 404) && e.HTTPStatus < 300
}

// IsSpent reports whether the server answered that the code was used or has expired.
func IsSpent(err error) bool { return hasCode(err, 10025, 6033, 6032) }

func hasCode(err error, codes ...int) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	// A code beside a 5xx, a 401 or a 429 is not the application's answer.
	return e.Kind == kinds[e.Code] && slices.Contains(codes, e.Code)
}
