package dingshang

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// The server marshals protobuf: empty fields are left out, and a number may be a JSON
// number or a string. These types accept either form.

// text is a string that may arrive as a number, as ids and prices do.
type text string

func (t *text) UnmarshalJSON(raw []byte) error {
	switch {
	case bytes.Equal(raw, []byte("null")):
		return nil
	case len(raw) > 0 && raw[0] == '"':
		return json.Unmarshal(raw, (*string)(t))
	case len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9'):
		*t = text(raw)
		return nil
	}
	return fmt.Errorf("a string or a number was expected")
}

// integer is a whole number that may arrive as a string.
type integer int64

func (n *integer) UnmarshalJSON(raw []byte) error {
	var t text
	if err := t.UnmarshalJSON(raw); err != nil {
		return err
	}
	digits := strings.TrimSpace(string(t))
	if digits == "" {
		return nil
	}
	value, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return fmt.Errorf("a whole number was expected")
	}
	*n = integer(value)
	return nil
}

// flag is a boolean that may arrive as a number or a string.
type flag bool

func (f *flag) UnmarshalJSON(raw []byte) error {
	switch strings.Trim(string(raw), `"`) {
	case "true", "1":
		*f = true
	case "false", "0", "", "null":
		*f = false
	default:
		return fmt.Errorf("true or false was expected")
	}
	return nil
}

// object is a nested object; every spelling of nothing is nil.
type object[T any] struct{ value *T }

func (o *object[T]) UnmarshalJSON(raw []byte) error {
	if empty(raw) {
		return nil
	}
	o.value = new(T)
	return json.Unmarshal(raw, o.value)
}

// list is a nested list; every spelling of nothing is nil.
type list[T any] []T

func (l *list[T]) UnmarshalJSON(raw []byte) error {
	if empty(raw) {
		return nil
	}
	return json.Unmarshal(raw, (*[]T)(l))
}

// envelope frames every response. A missing code is zero.
type envelope struct {
	Code    integer         `json:"code"`
	Message *string         `json:"message"`
	Data    json.RawMessage `json:"data"`
}

// decodeEnvelope decodes the frame; a response without code and message has none.
func decodeEnvelope(body []byte) (envelope, error) {
	var e envelope
	if err := json.Unmarshal(body, &e); err != nil {
		return envelope{}, fmt.Errorf("the response is not in the API's format")
	}
	if e.Message == nil && e.Code == 0 {
		return envelope{}, fmt.Errorf("the response has no message")
	}
	return e, nil
}

// ok reports whether the call succeeded: there are documented failures with code 0.
func (e envelope) ok() bool { return e.Code == 0 && e.text() == "ok" }

// text returns the message, which the server may leave out beside a code.
func (e envelope) text() string {
	if e.Message == nil {
		return ""
	}
	return *e.Message
}

// empty reports whether data holds nothing, which the server writes in four ways.
func empty(data json.RawMessage) bool {
	data = bytes.TrimSpace(data)
	if len(data) >= 2 && (data[0] == '{' || data[0] == '[') {
		return len(bytes.TrimSpace(data[1:len(data)-1])) == 0
	}
	return len(data) == 0 || string(data) == "null"
}

// decodeData decodes data into into, unless there is nothing.
func decodeData(data json.RawMessage, into any) error {
	if empty(data) {
		return nil
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("the response's data has an unexpected shape")
	}
	return nil
}
