package dingshang

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestEnvelope(t *testing.T) {
	for name, tc := range map[string]struct {
		body     string
		readable bool
		ok       bool
	}{
		"success":                      {`{"code": 0, "message": "ok", "data": {}}`, true, true},
		"code as text":                 {`{"code": "0", "message": "ok", "data": {}}`, true, true},
		"zero code left out":           {`{"message": "ok", "data": {}}`, true, true},
		"data left out":                {`{"code": 0, "message": "ok"}`, true, true},
		"data null":                    {`{"code": 0, "message": "ok", "data": null}`, true, true},
		"unknown fields":               {`{"code": 0, "message": "ok", "data": [], "trace": [1]}`, true, true},
		"white space around":           {"\n {\"code\": 0, \"message\": \"ok\"}\n ", true, true},
		"code 0 but over capacity":     {`{"code": 0, "message": "超出货道最大库存", "data": {}}`, true, false},
		"code 0 with capital OK":       {`{"code": 0, "message": "OK", "data": {}}`, true, false},
		"code 0, empty message":        {`{"code": 0, "message": "", "data": {}}`, true, false},
		"failure that says ok":         {`{"code": 10001, "message": "ok", "data": {}}`, true, false},
		"failure as text":              {`{"code": "10001", "message": "parameters invalid"}`, true, false},
		"negative code":                {`{"code": -1, "message": "ok"}`, true, false},
		"no message":                   {`{"code": 0, "data": {}}`, false, false},
		"message null":                 {`{"code": 0, "message": null}`, false, false},
		"message is a number":          {`{"code": 0, "message": 0}`, false, false},
		"code is a fraction":           {`{"code": 0.5, "message": "ok"}`, false, false},
		"code is no number":            {`{"code": "zero", "message": "ok"}`, false, false},
		"code is too large":            {`{"code": 99999999999999999999, "message": "ok"}`, false, false},
		"code is true":                 {`{"code": true, "message": "ok"}`, false, false},
		"truncated":                    {`{"code": 0, "message": "ok", "data": [{"id": 1}`, false, false},
		"trailing garbage":             {`{"code": 0, "message": "ok", "data": []}<!-- 3 ms -->`, false, false},
		"two answers":                  {`{"code": 0, "message": "ok"}{"code": 0, "message": "ok"}`, false, false},
		"HTML":                         {page, false, false},
		"empty":                        {``, false, false},
		"null":                         {`null`, false, false},
		"list":                         {`[]`, false, false},
		"text":                         {`"ok"`, false, false},
		"bytes that are no text":       {"\xff\xfe{\x00", false, false},
		"message not in vendor's JSON": {`{"error": "not found", "status": 404}`, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := decodeEnvelope([]byte(tc.body))
			if (err == nil) != tc.readable {
				t.Fatalf("error %v", err)
			}
			if err == nil && e.ok() != tc.ok {
				t.Errorf("ok is %t", e.ok())
			}
		})
	}
}

func TestDataThatIsNothing(t *testing.T) {
	for _, data := range []string{``, `null`, `{}`, `[]`, " [] ", "{ }", "[\n]"} {
		codes, err := decodeCodes(json.RawMessage(data), testProduct)
		if err != nil || codes.Codes == nil || len(codes.Codes) != 0 {
			t.Errorf("codes of %q: %v, %v", data, codes, err)
		}
		products, err := decodeProductPage(json.RawMessage(data))
		if err != nil || len(products.products) != 0 || products.last() != 0 {
			t.Errorf("products of %q: %+v, %v", data, products, err)
		}
		if _, err := decodeMachine(json.RawMessage(data)); err == nil {
			t.Errorf("a machine was read from %q", data)
		}
	}
}

func TestDataOfAnotherShape(t *testing.T) {
	for _, data := range []string{`"pong"`, `7`, `true`, `{"id": 1}`} {
		if codes, err := decodeCodes(json.RawMessage(data), testProduct); err == nil {
			t.Errorf("codes of %s: %v", data, codes)
		}
	}
	for _, data := range []string{`"pong"`, `7`, `[1]`, `{"data": {"id": 1}}`, `{"total": "many"}`} {
		if page, err := decodeProductPage(json.RawMessage(data)); err == nil {
			t.Errorf("products of %s: %+v", data, page)
		}
	}
}

func TestNumbersInEitherForm(t *testing.T) {
	var got struct {
		ID    text    `json:"id"`
		Price text    `json:"price"`
		Stock integer `json:"stock"`
		On    flag    `json:"on"`
	}
	for _, raw := range []string{
		`{"id": 9007199254740993, "price": 0.10, "stock": 17, "on": true}`,
		`{"id": "9007199254740993", "price": "0.10", "stock": "17", "on": "true"}`,
		`{"id": "9007199254740993", "price": "0.10", "stock": " 17 ", "on": 1}`,
	} {
		got.ID, got.Price, got.Stock, got.On = "", "", 0, false
		if err := json.Unmarshal([]byte(raw), &got); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		if got.ID != "9007199254740993" || got.Price != "0.10" || got.Stock != 17 || !got.On {
			t.Errorf("%s: got %+v", raw, got)
		}
	}
	got.ID, got.Price, got.Stock, got.On = "", "", 0, false
	if err := json.Unmarshal([]byte(`{"id": null, "price": "", "stock": "", "on": "0"}`), &got); err != nil || got.ID != "" || got.Stock != 0 || got.On {
		t.Errorf("nothing: got %+v, %v", got, err)
	}
	for _, raw := range []string{`{"id": true}`, `{"id": {}}`, `{"stock": 1.5}`, `{"stock": "many"}`, `{"on": "perhaps"}`, `{"on": 2}`} {
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s was read", raw)
		}
	}
}

// An error must not quote the response: it may hold codes.
func TestDecodingErrorsQuoteNothing(t *testing.T) {
	list, err := decodeCodes(json.RawMessage(`[{"id": 1, "code": "24681357", "expired_at": "24681357"}, {"code": "24681357"}, ["24681357"]]`), testProduct)
	if err != nil || len(list.Unreadable) != 3 || strings.Contains(fmt.Sprint(list), "24681357") {
		t.Error(list, err)
	}
	if _, err = decodeEnvelope([]byte(`{"message": "24681357`)); err == nil || err.Error() != "the response is not in the API's format" {
		t.Error(err)
	}
}
