package console

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"terraform-provider-dingshang/internal/transport"
)

// variables are computed right before sending, since the signed ones hold the time.
type variables func() (map[string]any, error)

func fixed(values map[string]any) variables {
	return func() (map[string]any, error) { return values, nil }
}

// exchange sends the operation once and returns the field it asks for.
func (c *Client) exchange(ctx context.Context, op operation, vars variables, token string) (json.RawMessage, *Error) {
	header := http.Header{"Appid": {c.cfg.AppID}}
	if token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	redact := func(text string) string { return c.redact(text, token) }
	resp, failure := c.cfg.Transport.Send(ctx, transport.Request{
		Method: http.MethodPost, URL: c.cfg.URL, Header: header, Redact: redact, Finish: op.mutation,
		Body: func() ([]byte, error) {
			values, err := vars()
			if err != nil {
				return nil, err
			}
			return json.Marshal(map[string]any{"query": op.text, "operationName": op.name, "variables": values})
		},
	})
	data, err := read(op, resp, failure, redact)
	if c.cfg.Log != nil {
		entry := transport.Exchange{
			Call: op.name, HTTPMethod: http.MethodPost, Path: c.path, HTTPStatus: resp.Status, Duration: resp.Duration,
		}
		if err != nil {
			entry.Failure = err.Error()
		}
		c.cfg.Log(ctx, entry)
	}
	return data, err
}

// answer is the frame of every GraphQL answer.
type answer struct {
	Data   map[string]json.RawMessage `json:"data"`
	Errors []struct {
		Message string `json:"message"`
	} `json:"errors"`
}

// read turns an HTTP answer into the field's value or an error.
func read(op operation, resp transport.Response, failure *transport.Failure, redact func(string) string) (json.RawMessage, *Error) {
	fail := &Error{Operation: op.name, HTTPStatus: resp.Status, once: op.once}
	var a answer
	bad := json.Unmarshal(resp.Body, &a)
	if bad == nil && len(a.Errors) > 0 {
		fail.Message = redact(a.Errors[0].Message)
	}
	value, found := a.Data[op.name]
	switch {
	case failure != nil:
		fail.Kind, fail.Cause, fail.retryAfter = kindOfFailure[failure.Kind], failure.Cause, failure.RetryAfter
	case bad == nil && len(a.Errors) > 0:
		fail.Kind = KindRejected
		fail.errorsOnly = !found || string(value) == "null"
	case bad != nil || resp.Status >= http.StatusMultipleChoices:
		fail.Kind, fail.Cause = KindUnreadable, errors.New("the answer is not a GraphQL response")
	case !found || string(value) == "null":
		fail.Kind, fail.Cause = KindUnreadable, errors.New("the answer has no data")
	default:
		return value, nil
	}
	return nil, fail
}

// authorized sends the operation as the signed-in user. A read that is answered with
// HTTP 401 or with errors only is sent once more after a new sign-in: the server may
// have dropped the session, and how it says so is not documented.
func (c *Client) authorized(ctx context.Context, op operation, vars variables) (json.RawMessage, *Error) {
	t, failure := c.token(ctx, nil)
	if failure != nil {
		return nil, failure
	}
	data, failure := c.exchange(ctx, op, vars, t.text)
	if failure != nil && !op.mutation && (failure.Kind == KindNotSignedIn || failure.errorsOnly) && c.session.mayRenew(t) {
		if t, failure = c.token(ctx, t); failure != nil {
			return nil, failure
		}
		data, failure = c.exchange(ctx, op, vars, t.text)
	}
	if failure == nil {
		c.session.works(t)
	}
	return data, failure
}

// call makes an authorized call, with retries, and decodes its answer.
func call[T any](ctx context.Context, c *Client, op operation, values map[string]any) (T, error) {
	return transport.Retry(ctx, c.cfg.Transport, func() (T, error) {
		var value T
		data, failure := c.authorized(ctx, op, fixed(values))
		if failure != nil {
			return value, failure
		}
		if err := json.Unmarshal(data, &value); err != nil {
			return value, &Error{Operation: op.name, Kind: KindUnreadable, HTTPStatus: http.StatusOK, once: op.once, Cause: errors.New("the answer's data has an unexpected shape")}
		}
		return value, nil
	})
}
