package pickupcode

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/dingshang"
)

// manyCodes are a thousand codes as a list of the server gives them, except that the
// server promises no order.
func manyCodes() []dingshang.PickupCode {
	codes := make([]dingshang.PickupCode, 1000)
	for i := range codes {
		codes[i] = dingshang.PickupCode{
			ID: strconv.Itoa(2111 + i), ProductID: "1323442", Code: fmt.Sprintf("%08d", i), Status: statusUnused,
			Quantity: 1, CreatedAt: "2026-11-23 10:00:00", ExpiresAt: time.Unix(1_800_000_000, 0),
		}
	}
	return codes
}

func BenchmarkCodesToList(b *testing.B) {
	codes := manyCodes()
	b.ReportAllocs()
	for b.Loop() {
		codesToList(codes)
	}
}

func BenchmarkCodesFromList(b *testing.B) {
	list := codesToList(manyCodes())
	b.ReportAllocs()
	for b.Loop() {
		codesFromList(list)
	}
}

func BenchmarkRefreshed(b *testing.B) {
	codes := manyCodes()
	l := listing{"1323442": codes}
	now := time.Unix(1_700_000_000, 0)
	b.ReportAllocs()
	for b.Loop() {
		refreshed(codes, l, now)
	}
}

// Half of the codes are from before, so that the order's are the other half.
func BenchmarkCandidatesAndClaim(b *testing.B) {
	codes := manyCodes()
	half := len(codes) / 2
	o := &order{
		MachineNo: "16327138", ProductID: "1323442", Count: int64(half), Length: 8, ExpiresAt: codes[0].ExpiresAt,
		SentAt: time.Unix(1_790_000_000, 0), Before: map[string][]string{"1323442": idsOf(codes[:half])},
	}
	l := listing{"1323442": codes}
	desk := NewDesk()
	desk.own("16327138", idsOf(codes[:half]), "another")
	owned := desk.owned("16327138")
	b.ReportAllocs()
	for b.Loop() {
		if found, v := o.claim(o.candidates(l, owned)); v != certain || len(found) != half {
			b.Fatal(v, len(found))
		}
	}
}
