package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"terraform-provider-dingshang/internal/emulator"
)

// control serves what the vendor's APIs do not have but a rehearsal needs: customers, other users
// of the console, and bad days. It asks for no credentials, which is why the program serves
// loopback addresses only.
func control(vendor *emulator.Server) http.Handler {
	mux := http.NewServeMux()
	var switches []string
	for _, c := range []command{
		{"GET", "live", nil, live},
		{"POST", "redeem", []string{"machine_no", "product_id", "code"}, redeem},
		{"GET", "machine", nil, showMachine},
		{"GET", "device", nil, showDevice},
		{"POST", "drift", nil, drift},
		{"POST", "online", nil, switched(func(vendor *emulator.Server, machineNo string) { vendor.SetOnline(machineNo, true) })},
		{"POST", "offline", nil, switched(func(vendor *emulator.Server, machineNo string) { vendor.SetOnline(machineNo, false) })},
		{"POST", "codes-on", nil, switched(func(vendor *emulator.Server, machineNo string) { vendor.SetCodesEnabled(machineNo, true) })},
		{"POST", "codes-off", nil, switched(func(vendor *emulator.Server, machineNo string) { vendor.SetCodesEnabled(machineNo, false) })},
		{"POST", "lag", []string{"codes", "updates"}, lag},
		{"POST", "fail", failParameters, fail},
		{"POST", "recover", []string{}, recoverAll},
		{"POST", "forbid", []string{"field"}, permission((*emulator.Server).Forbid)},
		{"POST", "allow", []string{"field"}, permission((*emulator.Server).Allow)},
		{"POST", "revoke-tokens", []string{}, revokeTokens},
	} {
		mux.Handle(c.method+" /emulator/"+c.name, c.handler(vendor))
		switches = append(switches, c.method+" "+c.name)
	}
	mux.HandleFunc("/emulator/", func(w http.ResponseWriter, r *http.Request) {
		text := fmt.Sprintf("no switch %s %s; there are: %s", r.Method, strings.TrimPrefix(r.URL.Path, "/emulator/"), strings.Join(switches, ", "))
		writeJSON(w, http.StatusNotFound, map[string]string{"error": text})
	})
	return mux
}

// command is one of the control's calls. It takes machine_no where parameters is nil.
type command struct {
	method, name string
	parameters   []string
	run          func(vendor *emulator.Server, r *http.Request, query url.Values) (any, error)
}

// refusal is an error with the HTTP status that it is answered with.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

func badRequest(format string, args ...any) error {
	return refusal{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func (c command) handler(vendor *emulator.Server) http.Handler {
	parameters := c.parameters
	if parameters == nil {
		parameters = []string{"machine_no"}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		answer, err := any(nil), checkParameters(vendor, query, parameters)
		if err == nil {
			answer, err = c.run(vendor, r, query)
		}
		var refused refusal
		switch {
		case err == nil && answer == nil:
			writeJSON(w, http.StatusOK, map[string]string{"result": "ok"})
		case err == nil:
			writeJSON(w, http.StatusOK, answer)
		case errors.As(err, &refused):
			writeJSON(w, refused.status, map[string]string{"error": refused.text})
		default:
			writeJSON(w, http.StatusConflict, map[string]string{"error": err.Error()})
		}
	})
}

func checkParameters(vendor *emulator.Server, query url.Values, known []string) error {
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !slices.Contains(known, name) {
			return badRequest("unknown parameter %q; expected: %s", name, either(strings.Join(known, ", "), "none"))
		}
	}
	if no := query.Get("machine_no"); no != "" && !vendor.HasMachine(no) {
		return refusal{http.StatusNotFound, "no machine " + no}
	}
	return nil
}

func live(vendor *emulator.Server, _ *http.Request, query url.Values) (any, error) {
	codes := vendor.Live(query.Get("machine_no"))
	if codes == nil {
		codes = []emulator.Code{}
	}
	return codes, nil
}

func redeem(vendor *emulator.Server, _ *http.Request, query url.Values) (any, error) {
	return nil, vendor.Redeem(query.Get("machine_no"), query.Get("product_id"), query.Get("code"))
}

// onMachine is for what needs one machine.
func onMachine(run func(vendor *emulator.Server, r *http.Request, machineNo string) (any, error)) func(*emulator.Server, *http.Request, url.Values) (any, error) {
	return func(vendor *emulator.Server, r *http.Request, query url.Values) (any, error) {
		machineNo := query.Get("machine_no")
		if machineNo == "" {
			return nil, badRequest("machine_no is missing")
		}
		return run(vendor, r, machineNo)
	}
}

func switched(apply func(vendor *emulator.Server, machineNo string)) func(*emulator.Server, *http.Request, url.Values) (any, error) {
	return onMachine(func(vendor *emulator.Server, _ *http.Request, machineNo string) (any, error) {
		apply(vendor, machineNo)
		return nil, nil
	})
}

var showMachine = onMachine(func(vendor *emulator.Server, _ *http.Request, machineNo string) (any, error) {
	return vendor.Machine(machineNo), nil
})

var showDevice = onMachine(func(vendor *emulator.Server, _ *http.Request, machineNo string) (any, error) {
	return vendor.Device(machineNo), nil
})

// drift changes the fields of a machine that the body names, as another user of the console would.
var drift = onMachine(func(vendor *emulator.Server, r *http.Request, machineNo string) (any, error) {
	body := json.NewDecoder(r.Body)
	body.DisallowUnknownFields()
	changed := vendor.Machine(machineNo)
	if err := body.Decode(&changed); err != nil {
		return nil, badRequest("the body is not a machine as in a -fleet file: %v", err)
	}
	if changed.Products != nil {
		return nil, badRequest("products cannot drift")
	}
	vendor.EditMachine(machineNo, func(m *emulator.Machine) { *m = changed })
	return nil, nil
})

func permission(change func(*emulator.Server, ...string)) func(*emulator.Server, *http.Request, url.Values) (any, error) {
	return func(vendor *emulator.Server, _ *http.Request, query url.Values) (any, error) {
		if query.Get("field") == "" {
			return nil, badRequest("field is missing, such as field=updateMachine")
		}
		change(vendor, query["field"]...)
		return nil, nil
	}
}

func revokeTokens(vendor *emulator.Server, _ *http.Request, _ url.Values) (any, error) {
	vendor.RevokeTokens()
	return nil, nil
}

func either(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
