package dingshang

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/signature"
)

func BenchmarkSignedBody(b *testing.B) {
	params := map[string]string{
		"method": "pickup_code.product.id", "machine_no": "16327138", "product_id": "1323442",
		"count": "20", "code_length": "8", "expired_at": "2026-12-31 23:59:59",
	}
	now := time.Unix(1_800_000_000, 0)
	for _, encoding := range []signature.Encoding{signature.Raw, signature.URL} {
		b.Run(string(encoding), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := signedBody(params, "0123456789abcdef0123456789abcdef", encoding, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDecodeProductPage(b *testing.B) {
	body := answerOf(`{"total":420,"last_page":5,"data":[` + repeated(100, func(i int) string {
		return fmt.Sprintf(`{"id":%d,"category":{"id":7,"title":"饮料"},"good":{"name":"可乐 %d","description":"330 ml","thumb":"https://img.example.com/%d.jpg",`+
			`"price":"3.50","original_price":"4.00","content":"<p>cold</p>","good_no":"G%d","slug":"cola-%d","media":["https://img.example.com/%d-1.jpg"]},`+
			`"channel":{"name":"A%d","cabinet_name":"A","code":"%03d","x":%d,"y":%d,"addr":1},"current_inventory":5,"inventory":10}`,
			1323000+i, i, i, i, i, i, i, i, i/10, i%10)
	}) + `]}`)
	benchmarkDecode(b, body, func(data json.RawMessage) (int, error) {
		page, err := decodeProductPage(data)
		return len(page.products), err
	}, 100)
}

func BenchmarkDecodeCodes(b *testing.B) {
	body := answerOf(`[` + repeated(1000, func(i int) string {
		return fmt.Sprintf(`{"id":%d,"code":"%08d","status":"UNUSED","created_at":"2026-11-23 10:00:00","expired_at":"2026-12-31 23:59:59","quantity":1}`, 2111+i, i)
	}) + `]`)
	benchmarkDecode(b, body, func(data json.RawMessage) (int, error) {
		list, err := decodeCodes(data, "1323442")
		return len(list.Codes), err
	}, 1000)
}

func answerOf(data string) []byte { return []byte(`{"code":0,"message":"ok","data":` + data + `}`) }

func repeated(n int, element func(i int) string) string {
	elements := make([]string, n)
	for i := range elements {
		elements[i] = element(i)
	}
	return strings.Join(elements, ",")
}

// benchmarkDecode reads a whole answer, its frame included.
func benchmarkDecode(b *testing.B, body []byte, decode func(json.RawMessage) (int, error), want int) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		envelope, err := decodeEnvelope(body)
		if err != nil {
			b.Fatal(err)
		}
		if got, err := decode(envelope.Data); err != nil || got != want {
			b.Fatal(got, err)
		}
	}
}
