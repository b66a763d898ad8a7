package issuance

import (
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// An account is the resource's once one of its codes is listed there.
func TestRecognizes(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 2)
	b.vendor.Cancel(machineNo, "2111")
	if known, err := b.nextRun(t).Recognizes(t.Context(), h); !known || err != nil {
		t.Errorf("got %t, %v, although one is listed", known, err)
	}
	for name, change := range map[string]func(*Code){
		"number": func(c *Code) { c.Code = "000000" },
		"expiry": func(c *Code) { c.ExpiresAt = c.ExpiresAt.AddDate(0, 0, 1) },
	} {
		other := h
		other.Codes = append([]Code(nil), h.Codes...)
		change(&other.Codes[1])
		if known, err := b.nextRun(t).Recognizes(t.Context(), other); known || err != nil {
			t.Errorf("another %s: %t, %v", name, known, err)
		}
	}
	h.Codes[1].Code = ""
	if known, _ := b.nextRun(t).Recognizes(t.Context(), h); !known {
		t.Error("not known by id, expiry and length, where no number is stored")
	}
	h.Codes[1].ExpiresAt = time.Time{}
	b.vendor.EditList("codes", func(_ emulator.Call, codes []any) []any {
		codes[0].(map[string]any)["expired_at"] = ""
		return codes
	})
	if known, _ := b.nextRun(t).Recognizes(t.Context(), h); !known {
		t.Error("not known by id, length and time of creation, where it never expires")
	}
	h.Codes[1].CreatedAt = "2026-03-02 12:00:09"
	if known, _ := b.nextRun(t).Recognizes(t.Context(), h); known {
		t.Error("known although it was created at another time, and no number is stored")
	}
	b.vendor.SetOnline(machineNo, false)
	if known, err := b.nextRun(t).Recognizes(t.Context(), h); known || err == nil {
		t.Errorf("offline: %t, %v", known, err)
	}
}

// The numbers that state does not have are those of codes that are listed and the same.
func TestNumbers(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 3)
	want := h.Codes[0].Code
	for i := range h.Codes {
		h.Codes[i].Code = ""
	}
	b.vendor.Cancel(machineNo, "2112")
	b.vendor.EditList("codes", func(_ emulator.Call, elements []any) []any {
		for _, element := range elements {
			if elementID(element) == "2113" {
				element.(map[string]any)["code"] = "12345678"
			}
		}
		return elements
	})
	numbers, err := b.nextRun(t).Numbers(t.Context(), h)
	if err != nil || len(numbers) != 1 || numbers["2111"] != want {
		t.Errorf("got %v, %v", numbers, err)
	}
	b.vendor.Fail("codes", 9, emulator.Fault{Kind: emulator.HTML})
	if _, err := b.nextRun(t).Numbers(t.Context(), h); err == nil {
		t.Error("no error although nothing could be listed")
	}
}
