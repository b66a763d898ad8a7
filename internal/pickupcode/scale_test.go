package pickupcode

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/dingshang"
)

// tracked writes codes as "id:STATUS", with " past" ones as "id:STATUS:past".
func tracked(s string) []dingshang.PickupCode {
	var codes []dingshang.PickupCode
	for _, field := range strings.Fields(s) {
		parts := strings.Split(field, ":")
		code := dingshang.PickupCode{ID: parts[0], ProductID: "1", Code: "700001", Status: statusUnused, ExpiresAt: noon.Add(time.Hour)}
		switch parts[1] {
		case "spent":
			code.Status = statusSpent
		case "expired":
			code.Status = statusExpired
		}
		if len(parts) > 2 {
			code.ExpiresAt = noon
		}
		codes = append(codes, code)
	}
	return codes
}

func listed(ids string) listing {
	l := listing{"1": nil}
	for _, id := range strings.Fields(ids) {
		l["1"] = append(l["1"], dingshang.PickupCode{ID: id, ProductID: "1", Code: "700001", Quantity: 1})
	}
	return l
}

func joined(codes []dingshang.PickupCode) string { return strings.Join(idsOf(codes), " ") }

func TestShrink(t *testing.T) {
	for name, tc := range map[string]struct {
		codes, listed     string
		keep              int
		wantDrop, wantCut string
	}{
		"nothing to give up":               {"1:unused 2:unused", "1 2", 2, "", ""},
		"newest first":                     {"9:unused 10:unused 11:unused", "9 10 11", 1, "", "10 11"},
		"spent first, lowest id first":     {"9:spent 10:spent 11:unused", "11", 2, "9", ""},
		"spent, then unused":               {"1:unused 2:spent 3:unused 4:expired:past 5:unused", "1 3 5", 2, "2 4", "5"},
		"all":                              {"1:unused 2:spent", "1", 0, "2", "1"},
		"spent by now":                     {"1:unused:past 2:unused", "2", 1, "1", ""},
		"unused, unlisted, in time: lives": {"1:unused 2:unused", "1", 1, "", "2"},
		"spent but listed again: lives":    {"1:spent 2:unused", "1 2", 1, "", "2"},
	} {
		t.Run(name, func(t *testing.T) {
			live, spent := partition(tracked(tc.codes), listed(tc.listed), noon)
			drop, cut := shrink(live, spent, tc.keep)
			if joined(drop) != tc.wantDrop || joined(cut) != tc.wantCut {
				t.Errorf("drops %q and cancels %q, want %q and %q", joined(drop), joined(cut), tc.wantDrop, tc.wantCut)
			}
		})
	}
}

func TestWithout(t *testing.T) {
	codes := tracked("1:unused 2:unused 3:unused")
	if got := joined(without(codes, codes[1:2])); got != "1 3" {
		t.Errorf("left: %s", got)
	}
	if joined(codes) != "1 2 3" {
		t.Error("the codes given were changed")
	}
}

func TestRefreshed(t *testing.T) {
	for name, tc := range map[string]struct {
		code string
		list listing
		want string
	}{
		"listed":                            {"1:unused", listed("1"), statusUnused},
		"not listed, in time":               {"1:unused", listed(""), statusSpent},
		"not listed, past":                  {"1:unused:past", listed(""), statusExpired},
		"spent stays so after its time":     {"1:spent:past", listed(""), statusSpent},
		"expired stays so":                  {"1:expired:past", listed(""), statusExpired},
		"listed again":                      {"1:spent", listed("1"), statusUnused},
		"expired and listed again":          {"1:expired:past", listed("1"), statusUnused},
		"product not asked of":              {"1:unused:past", listing{"2": nil}, statusUnused},
		"spent, of a product not asked of":  {"1:spent", listing{}, statusSpent},
		"listed under another product only": {"1:unused", listing{"1": nil, "2": {{ID: "2"}}}, statusSpent},
	} {
		t.Run(name, func(t *testing.T) {
			before := tracked(tc.code)
			if got := refreshed(before, tc.list, noon)[0]; got.Status != tc.want || got.ProductID != "1" || got.ID != "1" {
				t.Errorf("%+v, want %s", got, tc.want)
			}
		})
	}
}

func TestCodesSurviveTerraform(t *testing.T) {
	codes := []dingshang.PickupCode{
		{ID: "9", ProductID: "1", Code: "000123", Status: statusUnused, Quantity: 1, CreatedAt: "2026-07-01 12:00:00", ExpiresAt: noon},
		{ID: "10", ProductID: "1", Code: "7000010", Status: statusSpent},
	}
	if diff := cmp.Diff(codes, codesFromList(codesToList(codes))); diff != "" {
		t.Errorf("to Terraform and back: %s", diff)
	}
}

func TestCompareIDs(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want int
	}{{"9", "10", -1}, {"10", "9", 1}, {"10", "10", 0}, {"010", "9", 1}, {"99999999999999999999", "100000000000000000000", -1}} {
		if got := compareIDs(tc.a, tc.b); got < 0 != (tc.want < 0) || got > 0 != (tc.want > 0) {
			t.Errorf("%s against %s is %d", tc.a, tc.b, got)
		}
	}
}
