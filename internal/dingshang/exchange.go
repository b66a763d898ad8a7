package dingshang

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"terraform-provider-dingshang/internal/signature"
	"terraform-provider-dingshang/internal/transport"
)

// call is one request, before signing.
type call struct {
	name     string // the vendor's name of the call, for errors and logs
	method   string // HTTP; default POST
	path     string // beneath /api/openapi/v1/
	params   map[string]string
	signed   bool
	finishes bool // once sent, it may finish within a grace period after an interrupt
}

// exchange sends the call once and returns the data of a successful answer, or an [*Error].
func (c *Client) exchange(ctx context.Context, k call) (json.RawMessage, *Error) {
	resp, failure := c.cfg.Transport.Send(ctx, transport.Request{
		Method: k.httpMethod(),
		URL:    c.base + k.path,
		// Set as they are: the vendor spells the names like this.
		Header: http.Header{"Appid": {c.cfg.AppID}, "AppSecret": {c.cfg.AppSecret}},
		Body:   func() ([]byte, error) { return c.body(k) },
		Redact: func(text string) string { return c.redact(text, k) },
		Finish: k.finishes,
	})
	data, err := c.read(k, resp, failure)
	if c.cfg.Log != nil {
		entry := transport.Exchange{
			Call: k.name, Operation: k.params["method"], HTTPMethod: k.httpMethod(), Path: k.path,
			HTTPStatus: resp.Status, Duration: resp.Duration,
		}
		if err != nil {
			entry.Code, entry.Failure = err.Code, err.Error()
		}
		c.cfg.Log(ctx, entry)
	}
	return data, err
}

func (k call) httpMethod() string {
	if k.method == "" {
		return http.MethodPost
	}
	return k.method
}

func (c *Client) body(k call) ([]byte, error) {
	if !k.signed {
		return []byte("{}"), nil
	}
	return signedBody(k.params, c.cfg.AppKey, c.cfg.SignatureEncoding, c.cfg.Transport.Clock().Now())
}

// signedBody wraps params as the vendor's payload.
func signedBody(params map[string]string, appKey string, encoding signature.Encoding, now time.Time) ([]byte, error) {
	payload, err := signature.Payload(params, appKey, encoding, now)
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]string{"payload": payload})
}

// kindOfFailure maps the transport's failures.
var kindOfFailure = map[transport.Kind]Kind{
	transport.NotReached:   KindNotReached,
	transport.NoAnswer:     KindNoAnswer,
	transport.Unauthorized: KindCredentials,
	transport.Throttled:    KindThrottled,
	transport.Redirected:   KindUnreadable,
	transport.ServerError:  KindUnreadable,
}

// read turns an HTTP response into data or an error.
func (c *Client) read(k call, resp transport.Response, failure *transport.Failure) (json.RawMessage, *Error) {
	fail := &Error{Call: k.name, HTTPStatus: resp.Status}
	e, bad := decodeEnvelope(resp.Body)
	if bad == nil {
		fail.Code, fail.Message = int(e.Code), c.redact(e.text(), k)
	}
	switch {
	case failure != nil:
		fail.Kind, fail.Cause, fail.retryAfter = kindOfFailure[failure.Kind], failure.Cause, failure.RetryAfter
	case bad != nil:
		fail.Kind, fail.Cause = KindUnreadable, bad
	case e.ok() && resp.Status < http.StatusMultipleChoices:
		return e.Data, nil
	default:
		fail.Kind = KindOf(fail.Code)
		if fail.Code == codeSignatureInvalid && k.signed {
			fail.OtherEncoding = otherEncoding(k.params, c.cfg.SignatureEncoding)
		}
	}
	return nil, fail
}

// otherEncoding is the encoding that signs params differently; empty where both sign
// them alike.
func otherEncoding(params map[string]string, used signature.Encoding) signature.Encoding {
	other := signature.URL
	if used == signature.URL {
		other = signature.Raw
	}
	if signature.Sign(params, "", used) == signature.Sign(params, "", other) {
		return ""
	}
	return other
}
