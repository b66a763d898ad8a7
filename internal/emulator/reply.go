package emulator

import (
	"fmt"
	"net/http"
	"reflect"
	"strconv"
)

// reply is the server's answer to a call, before any fault changes it.
type reply struct {
	status  int
	code    int
	message string
	data    any
	html    bool           // not the vendor's envelope but a web page
	did     string         // for people who read the record
	effect  func(call int) // changes the state; nil when the call only reads or fails
	shown   func()         // runs only when the answer goes out unspoilt
}

// failure is one of the vendor's errors under its number in either generation.
type failure struct {
	older, newer int
	message      string
}

var (
	credentialsMissing = failure{10008, 4000, "appid or appsecret missing"}
	appIDInvalid       = failure{10014, 4001, "appid invalid"}
	appSecretInvalid   = failure{10013, 4009, "appsecret invalid"}
	signatureInvalid   = failure{4006, 4006, "sign invalid"}
	parametersInvalid  = failure{10001, 4003, "parameters invalid"}
	expiryInvalid      = failure{6029, 6029, "expired_at invalid"}
	machineNotLinked   = failure{30001, 30001, "machine not linked"}
	machineUnknown     = failure{30003, 6026, "machine not found"}
	machineOffline     = failure{30002, 4008, "machine offline"}
	recordUnknown      = failure{80002, 4004, "record not found"}
	productUnknown     = failure{80002, 6045, "product not found"}
	cabinetUnknown     = failure{6038, 6038, "cabinet not found"}
	codesSwitchedOff   = failure{10023, 6031, "pickup code not enabled"}
	codeUsed           = failure{10025, 6033, "pickup code used"}
	codeExpired        = failure{6032, 6032, "pickup code expired"}

	// overCapacity is the vendor's trap: code 0, and yet no success.
	overCapacity = failure{0, 0, "超出货道最大库存"}
)

func ok(data any, did string) reply {
	return reply{status: http.StatusOK, message: "ok", data: data, did: did}
}

// done is a success that changes the state and, as with the vendor, returns
// nothing.
func done(did string, effect func(call int)) reply {
	r := ok(object{}, did)
	r.effect = effect
	return r
}

func (s *Server) refuse(f failure) *reply {
	r := reply{status: http.StatusOK, code: f.older, message: f.message, data: object{}, did: "refused"}
	if s.cfg.NewGeneration {
		r.code, r.data = f.newer, nil
	}
	return &r
}

func page(status int) *reply {
	return &reply{status: status, html: true, did: "no such call"}
}

func (r reply) encode() []byte {
	if r.html {
		return webPage(r.status)
	}
	return encodeEnvelope(r.code, r.message, r.data)
}

func encodeEnvelope(code int, message string, data any) []byte {
	return encodeJSON(struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Data    any    `json:"data"`
	}{code, message, data})
}

var envelopeFormat = format{
	failure: func(code int, message string) []byte { return encodeEnvelope(code, message, object{}) },
	success: func(data string) []byte { return encodeEnvelope(0, "ok", data) },
}

func webPage(status int) []byte {
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	return fmt.Appendf(nil, "<html>\n<head><title>%s</title></head>\n<body><h1>%s</h1></body>\n</html>\n", title, title)
}

// object is a message on its way out.
type object map[string]any

// set adds a field unless it is empty: the vendor's server leaves out empty
// text, zero, false and empty lists.
func (o object) set(name string, value any) {
	v := reflect.ValueOf(value)
	if !v.IsValid() || v.IsZero() || (v.Kind() == reflect.Slice && v.Len() == 0) {
		return
	}
	o[name] = value
}

// number is n as the server's generation writes it, or nil for zero, which is
// left out in either.
func (s *Server) number(n int64) any {
	switch {
	case n == 0:
		return nil
	case s.cfg.NewGeneration:
		return strconv.FormatInt(n, 10)
	}
	return n
}

// numeric is number for an id that is kept as text.
func (s *Server) numeric(id string) any {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return id
	}
	return s.number(n)
}

// list is what lists are made of: never nil, so that an empty one is [].
func list[T any](items []T, each func(T) object) []object {
	out := make([]object, 0, len(items))
	for _, item := range items {
		out = append(out, each(item))
	}
	return out
}
