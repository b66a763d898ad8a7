package dingshang

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// An answer counts as a success only with code 0 and the message "ok".
func FuzzDecodeEnvelope(f *testing.F) {
	for _, seed := range []string{
		`{"code": 0, "message": "ok", "data": {}}`, `{"code": "0", "message": "ok"}`, `{"message": "ok"}`, `{"code": null, "message": "ok"}`,
		`{"code": 0, "message": "超出货道最大库存"}`, `{"code": 10001, "message": "ok"}`, `{"code":7,"code":"","message":"ok"}`,
		`{"code": 0, "message": "ok"}x`, `[]`, `null`, page, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := decodeEnvelope(body)
		if err != nil || !e.ok() {
			return
		}
		var seen struct{ Code, Message any }
		if err := json.Unmarshal(body, &seen); err != nil {
			t.Fatalf("%q is no JSON and counts as a success", body)
		}
		zero := seen.Code == nil
		if !zero {
			digits := strings.TrimSpace(fmt.Sprint(seen.Code))
			n, err := strconv.ParseInt(digits, 10, 64)
			zero = digits == "" || err == nil && n == 0
		}
		if !zero || seen.Message != "ok" {
			t.Errorf("%q counts as a success", body)
		}
	})
}

// Whatever is listed, a code without an id or number, or a spent one, is not taken for live.
func FuzzDecodeCodes(f *testing.F) {
	for _, seed := range []string{
		`[]`, `{}`, `null`, ``, `[{"id": 17, "code": "24681357", "status": "UNUSED", "created_at": "2026-11-23 20:00:00", "quantity": 1}]`,
		`[{"id": "17", "code": 24681357, "status": "USED", "expired_at": "2026-12-31 23:59:59", "quantity": "1"}]`,
		`[{"id": 17}]`, `[null]`, `[[]]`, `[{"expired_at": "soon"}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := decodeCodes(data, testProduct)
		if err != nil {
			return
		}
		for _, c := range list.Codes {
			if c.ID == "" || c.Code == "" || c.ProductID != testProduct || c.Status == "USED" || c.Status == "EXPIRED" {
				t.Errorf("%q holds %+v", data, c)
			}
		}
	})
}
