package emulator

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"
)

const (
	maxBody      = 1 << 20
	maxClockSkew = time.Hour
)

// request is a call as far as the server understood it.
type request struct {
	route     route
	machineNo string
	productID string
	params    map[string]string // of the payload, without the signature
}

// understand reads a call and checks credentials, signature and payload. What could
// be read is returned even when the call is refused, so that faults and
// records can go by it.
func (s *Server) understand(r *http.Request) (request, *reply) {
	body, bodyErr := io.ReadAll(io.LimitReader(r.Body, maxBody))
	candidates, captured, known := routesOf(r.Method, r.URL.Path)
	if len(candidates) == 0 {
		if known {
			return request{}, page(http.StatusMethodNotAllowed)
		}
		return request{}, page(http.StatusNotFound)
	}
	q := request{route: candidates[0]}
	signed, signature, payloadOK := map[string]string(nil), "", true
	if q.route.signed {
		signed, signature, payloadOK = readPayload(body)
	}
	route, methodOK := chooseRoute(candidates, signed["method"])
	q.route, q.params = route, signed
	q.machineNo = either(captured["machine_no"], signed["machine_no"])
	q.productID = either(captured["product_id"], signed["product_id"])

	switch refusal := s.checkCredentials(r.Header); {
	case refusal != nil:
		return q, refusal
	case !q.route.signed:
		return q, nil
	case bodyErr != nil, !payloadOK, signed["timestamp"] == "":
		return q, s.refuse(parametersInvalid)
	case signature != signatureOf(signed, s.cfg.AppKey, s.cfg.URLEncodedSignatures):
		return q, s.refuse(signatureInvalid)
	case !s.isRecent(signed["timestamp"]), !methodOK, q.machineNo == "":
		return q, s.refuse(parametersInvalid)
	}
	return q, nil
}

func (s *Server) checkCredentials(h http.Header) *reply {
	contentType, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	var f failure
	switch id, secret := h.Get("Appid"), h.Get("AppSecret"); {
	case id == "", secret == "", contentType != "application/json":
		f = credentialsMissing
	case id != s.cfg.AppID:
		f = appIDInvalid
	case secret != s.cfg.AppSecret:
		f = appSecretInvalid
	default:
		return nil
	}
	refusal := s.refuse(f)
	refusal.status = http.StatusUnauthorized
	return refusal
}

// readPayload unwraps the signed parameters. They must all be strings.
func readPayload(body []byte) (params map[string]string, signature string, ok bool) {
	var envelope struct {
		Payload string `json:"payload"`
	}
	if json.Unmarshal(body, &envelope) != nil {
		return nil, "", false
	}
	return unwrapPayload(envelope.Payload)
}

// unwrapPayload reads the base64 text that both APIs sign.
func unwrapPayload(payload string) (params map[string]string, signature string, ok bool) {
	plain, err := base64.StdEncoding.Strict().DecodeString(payload)
	if err != nil {
		return nil, "", false
	}
	// Pointers tell a null, which is no string, from an empty string.
	var values map[string]*string
	ok = json.Unmarshal(plain, &values) == nil && values != nil
	params = map[string]string{}
	for name, value := range values {
		switch {
		case value == nil:
			ok = false
		case name == "sign":
			signature = *value
		default:
			params[name] = *value
		}
	}
	return params, signature, ok
}

func chooseRoute(candidates []route, method string) (route, bool) {
	for _, r := range candidates {
		if r.method == "" || r.method == method {
			return r, true
		}
	}
	return candidates[0], false
}

func (s *Server) isRecent(timestamp string) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	return err == nil && s.cfg.Now().Sub(time.Unix(seconds, 0)).Abs() <= maxClockSkew
}

// whole reads a parameter that is a whole number. Signing drops empty values,
// so an empty one is an absent one.
func (q request) whole(name string, absent int) (int, bool) {
	text := q.params[name]
	if text == "" {
		return absent, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
