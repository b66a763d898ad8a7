package dingshang

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
)

// documented is the vendor's list, written down a second time so that a slip in the
// client's shows.
var documented = map[Kind][]int{
	KindCredentials:  {10008, 4000, 10014, 4001, 6020, 10013, 4009, 1000, 4006},
	KindAccount:      {10009, 6017, 10010, 6018, 6023, 6039},
	KindPermission:   {4002, 6002, 6003, 6004, 6005, 6007, 6021, 6044},
	KindRequest:      {10001, 4003, 400, 6029, 6030},
	KindNotFound:     {30001, 30003, 6026, 80002, 4004, 404, 6045, 6038},
	KindOffline:      {30002, 4008, 6025},
	KindTransient:    {30004, 5001, 6006, 6015},
	KindSetting:      {10023, 6031},
	KindCodeState:    {10025, 6033, 6032, 6035},
	KindProductState: {6046, 6056, 60002, 6047},
}

func TestKindOfEveryDocumentedCode(t *testing.T) {
	all := map[int]bool{}
	for kind, codes := range documented {
		for _, code := range codes {
			all[code] = true
			// The older generation answers with HTTP 200, the newer may say 400 or 404.
			for _, httpStatus := range []int{200, 400, 404} {
				c := newClient(t, "http://vendor.test", retries(0), func(cfg *setup) {
					offline(cfg, status(httpStatus, fmt.Sprintf(`{"code": %d, "message": "as documented", "data": null}`, code)))
				})
				e := failureOf(t, c.GeneratePickupCodes(t.Context(), generate))
				if e.Kind != kind || e.Code != code || e.Message != "as documented" || e.HTTPStatus != httpStatus {
					t.Errorf("code %d with HTTP %d: %+v, want kind %d", code, httpStatus, *e, kind)
				}
				want := OutcomeRejected
				if code == 6015 || code == 6030 {
					want = OutcomeUnknown
				}
				if e.Outcome() != want {
					t.Errorf("code %d: outcome %d, want %d", code, e.Outcome(), want)
				}
			}
		}
	}
	if got := slices.Sorted(maps.Keys(kinds)); !slices.Equal(got, slices.Sorted(maps.Keys(all))) {
		t.Errorf("the client knows %v", got)
	}
}

func TestKindOfUndocumentedCodes(t *testing.T) {
	for _, code := range []int{0, 1, -1, 5000, 6001, 99999} {
		c := newClient(t, "http://vendor.test", retries(0), func(cfg *setup) { offline(cfg, reply(code, "系统繁忙", "{}")) })
		e := failureOf(t, c.GeneratePickupCodes(t.Context(), generate))
		if e.Kind != KindUnlisted || e.Outcome() != OutcomeUnknown || e.Code != code {
			t.Errorf("code %d: %+v", code, *e)
		}
	}
}

func TestPredicates(t *testing.T) {
	for name, tc := range map[string]struct {
		predicate func(error) bool
		codes     []int
	}{
		"IsMachineGone":      {IsMachineGone, []int{30003, 6026}},
		"IsMachineNotLinked": {IsMachineNotLinked, []int{30001}},
		"IsRecordGone":       {IsRecordGone, []int{6045, 80002, 4004, 404}},
		"IsSpent":            {IsSpent, []int{10025, 6033, 6032}},
	} {
		for code, kind := range kinds {
			err := fmt.Errorf("wrapped: %w", &Error{Kind: kind, Code: code, HTTPStatus: 200})
			if got, want := tc.predicate(err), slices.Contains(tc.codes, code); got != want {
				t.Errorf("%s of code %d is %t", name, code, got)
			}
			// A proxy's page may repeat what the application said to somebody else.
			if tc.predicate(&Error{Kind: KindUnreadable, Code: code, HTTPStatus: 502}) {
				t.Errorf("%s believes code %d of a 502", name, code)
			}
		}
		if tc.predicate(errors.New("30003")) || tc.predicate(nil) {
			t.Errorf("%s takes errors that are not of the API", name)
		}
	}
}

func TestCodesBesideAFailingStatusAreNotTheApplications(t *testing.T) {
	for _, code := range []int{http.StatusUnauthorized, http.StatusTooManyRequests, 500, 502, 503} {
		c := newClient(t, "http://vendor.test", retries(0), func(cfg *setup) {
			offline(cfg, status(code, `{"code": 30003, "message": "machine not found", "data": {}}`))
		})
		_, err := c.MachineNow(t.Context(), testMachine)
		if IsMachineGone(err) {
			t.Errorf("HTTP %d: the machine counts as gone", code)
		}
	}
}

func TestOutcomeOfOtherErrorsIsUnknown(t *testing.T) {
	if OutcomeOf(errors.New("something")) != OutcomeUnknown || OutcomeOf(nil) != OutcomeUnknown {
		t.Error("an error from elsewhere tells nothing of the server")
	}
	if !IsKind(fmt.Errorf("wrapped: %w", &Error{Kind: KindOffline}), KindSetting, KindOffline) || IsKind(nil, KindUnlisted) {
		t.Error("IsKind")
	}
}

func TestErrorText(t *testing.T) {
	for want, e := range map[string]*Error{
		`products: code 6038, "cabinet not found"`:        {Call: "products", Kind: KindNotFound, Code: 6038, Message: "cabinet not found", HTTPStatus: 200},
		`products: code 0, "超出货道最大库存"`:                    {Call: "products", Message: "超出货道最大库存", HTTPStatus: 200},
		`products: HTTP 502`:                              {Call: "products", Kind: KindUnreadable, HTTPStatus: 502},
		`products: HTTP 401, code 10014, "appid invalid"`: {Call: "products", Kind: KindCredentials, Code: 10014, Message: "appid invalid", HTTPStatus: 401},
		`products: the line is cut`:                       {Call: "products", Kind: KindNoAnswer, Cause: errors.New("the line is cut")},
	} {
		if e.Error() != want {
			t.Errorf("got %s, want %s", e.Error(), want)
		}
	}
}
