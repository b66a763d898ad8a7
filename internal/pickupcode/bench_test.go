package pickupcode

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/issuance"
)

// manyCodes are a thousand codes of one product.
func manyCodes() []issuance.Code {
	codes := make([]issuance.Code, 1000)
	for i := range codes {
		codes[i] = issuance.Code{
			ID: strconv.Itoa(2111 + i), ProductID: "1323442", Code: fmt.Sprintf("%08d", i), Status: issuance.StatusUnused,
			Quantity: 1, CreatedAt: "2026-11-23 10:00:00", ExpiresAt: time.Unix(1_800_000_000, 0),
		}
	}
	return codes
}

func BenchmarkSetCodes(b *testing.B) {
	codes, m := manyCodes(), existing(nil)
	b.ReportAllocs()
	for b.Loop() {
		m.setCodes(codes)
	}
}

func BenchmarkCodes(b *testing.B) {
	m := existing(func(m *model) { m.setCodes(manyCodes()) })
	b.ReportAllocs()
	for b.Loop() {
		m.codes()
	}
}

func BenchmarkPlan(b *testing.B) {
	for name, count := range map[string]int64{"nothing": 1000, "growth": 1010, "shrink": 990} {
		b.Run(name, func(b *testing.B) {
			in := planInput{
				config: configured(countOf(count)), prior: existing(func(m *model) { m.setCodes(manyCodes()) }), now: noon,
				ask: func(issuance.Target) facts { return fine() },
			}
			b.ReportAllocs()
			for b.Loop() {
				plan(in)
			}
		})
	}
}
