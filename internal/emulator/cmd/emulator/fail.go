package main

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

var failParameters = []string{"call", "fault", "times", "act", "act_after_lists", "delay", "status", "code", "message", "retry_after", "location"}

// fail makes the next calls of one kind fail.
func fail(vendor *emulator.Server, _ *http.Request, query url.Values) (any, error) {
	kind, err := emulator.ParseFaultKind(either(query.Get("fault"), "none"))
	if err != nil {
		return nil, badRequest("fault: %v", err)
	}
	f := emulator.Fault{
		Kind: kind, Message: query.Get("message"), RetryAfter: query.Get("retry_after"), Location: query.Get("location"),
	}
	times := 1
	for name, to := range map[string]*int{
		"times": &times, "act_after_lists": &f.ActAfterLists, "status": &f.Status, "code": &f.Code,
	} {
		if err := readWhole(query, name, to); err != nil {
			return nil, err
		}
	}
	if text := query.Get("act"); text != "" {
		if f.Act, err = strconv.ParseBool(text); err != nil {
			return nil, badRequest("act: %q is neither true nor false", text)
		}
	}
	if text := query.Get("delay"); text != "" {
		if f.Delay, err = time.ParseDuration(text); err != nil {
			return nil, badRequest("delay: %q is not a duration such as 5s", text)
		}
	}
	if name := query.Get("call"); name != "" && !slices.Contains(emulator.CallNames(), name) {
		return nil, badRequest("call: unknown call %q; expected one of: %s", name, strings.Join(emulator.CallNames(), ", "))
	}
	if kind == emulator.None && f.Delay == 0 && f.ActAfterLists == 0 {
		return nil, badRequest("fault is missing, such as fault=reset")
	}
	vendor.Fail(query.Get("call"), times, f)
	return nil, nil
}

// recoverAll ends all failures and lags.
func recoverAll(vendor *emulator.Server, _ *http.Request, _ url.Values) (any, error) {
	vendor.ClearFails()
	setLag(vendor, 0, 0)
	return nil, nil
}

// lag makes reads show what was there before.
func lag(vendor *emulator.Server, _ *http.Request, query url.Values) (any, error) {
	var codes, updates int
	if err := readWhole(query, "codes", &codes); err != nil {
		return nil, err
	}
	if err := readWhole(query, "updates", &updates); err != nil {
		return nil, err
	}
	setLag(vendor, codes, updates)
	return nil, nil
}

func setLag(vendor *emulator.Server, codes, updates int) {
	vendor.HideNewCodes(codes)
	vendor.KeepGoneCodes(codes)
	vendor.LagUpdates(updates)
}

// readWhole leaves what to holds where the parameter is absent.
func readWhole(query url.Values, name string, to *int) error {
	text := query.Get(name)
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return badRequest("%s: %q is not a whole number", name, text)
	}
	*to = n
	return nil
}
