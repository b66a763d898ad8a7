package pickupcode

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"terraform-provider-dingshang/internal/dingshang"
)

// made writes candidates as "id@second id@second", created that many seconds after
// noon; "id@?" has a time that cannot be read. Products come before a slash.
func made(s string) []dingshang.PickupCode {
	var codes []dingshang.PickupCode
	for _, field := range strings.Fields(s) {
		what, when, _ := strings.Cut(field, "@")
		product, id, found := strings.Cut(what, "/")
		if !found {
			product, id = "1", what
		}
		code := dingshang.PickupCode{ID: id, ProductID: product, Code: "700001", Status: statusUnused, CreatedAt: "?"}
		if seconds := 0; when != "?" {
			_, _ = fmt.Sscan(when, &seconds)
			code.CreatedAt = noon.Add(time.Duration(seconds) * time.Second).Format("2006-01-02 15:04:05")
		}
		codes = append(codes, code)
	}
	return codes
}

var verdicts = map[verdict]string{waiting: "waiting", certain: "certain", probable: "probable", contested: "contested"}

func TestClaim(t *testing.T) {
	for name, tc := range map[string]struct {
		count      int64
		candidates string
		want       string // ids
		verdict    verdict
	}{
		"none":                                  {3, "", "", waiting},
		"fewer":                                 {3, "1@0 2@0", "", waiting},
		"exactly":                               {3, "1@0 2@0 3@0", "1 2 3", certain},
		"exactly, at unreadable times":          {2, "1@? 2@?", "1 2", certain},
		"more, in a burst of their own":         {2, "1@0 2@0 3@10", "1 2", probable},
		"more, ours are the later ones":         {2, "1@0 2@10 3@10", "2 3", probable},
		"more, ours straddle a second":          {2, "1@0 2@1 3@10", "1 2", probable},
		"more, theirs within a second of ours":  {2, "1@0 2@1 3@1", "", contested},
		"more, theirs at the very second":       {2, "1@0 2@0 3@0", "", contested},
		"two bursts that fit":                   {2, "1@0 2@0 3@10 4@10", "", contested},
		"more, at an unreadable time":           {2, "1@0 2@0 3@?", "", contested},
		"others only so far":                    {3, "1@0 2@0 3@10 4@10", "", waiting},
		"ids interleaved with those of others":  {2, "1@0 2@10 3@0", "1 3", probable},
		"a burst larger than what was asked of": {1, "1@0 2@10 3@10", "", contested},
	} {
		t.Run(name, func(t *testing.T) {
			o := order{ProductID: "1", Count: tc.count}
			claimed, v := o.claim(made(tc.candidates))
			if got := strings.Join(idsOf(claimed), " "); got != tc.want || v != tc.verdict {
				t.Errorf("claimed %q, %s; want %q, %s", got, verdicts[v], tc.want, verdicts[tc.verdict])
			}
		})
	}
}

func TestClaimEveryProduct(t *testing.T) {
	stock := map[string]int64{"1": 2, "2": 3, "3": 0}
	for name, tc := range map[string]struct {
		candidates string
		want       string
		verdict    verdict
	}{
		"none":                            {"", "", waiting},
		"one each of those with stock":    {"1/11@0 2/12@0", "11 12", probable},
		"one each, also without stock":    {"1/11@0 2/12@0 3/13@0", "11 12 13", probable},
		"two each, of two at once":        {"1/11@0 1/12@0 2/13@0 2/14@0", "", waiting},
		"two each, of two one by one":     {"1/11@0 2/12@0 1/13@10 2/14@10", "", contested},
		"slowly, product by product":      {"1/11@0 2/12@10", "11 12", probable},
		"times unreadable":                {"1/11@? 2/12@?", "11 12", probable},
		"one per item in stock":           {"1/11@0 1/12@0 2/13@0 2/14@0 2/15@0", "11 12 13 14 15", probable},
		"one product is missing":          {"1/11@0", "11", waiting},
		"one of somebody else's, later":   {"1/11@0 2/12@0 1/13@10", "11 12", probable},
		"one of somebody else's, at once": {"1/11@0 2/12@0 1/13@0", "", waiting},
		"one of theirs, times unreadable": {"1/11@? 2/12@? 1/13@?", "", waiting},
	} {
		t.Run(name, func(t *testing.T) {
			o := order{Stock: stock}
			claimed, v := o.claim(made(tc.candidates))
			if got := strings.Join(idsOf(claimed), " "); got != tc.want || v != tc.verdict {
				t.Errorf("claimed %q, %s; want %q, %s", got, verdicts[v], tc.want, verdicts[tc.verdict])
			}
		})
	}
	o := order{Stock: map[string]int64{"10": 1, "9": 1, "8": 0, "7": 1}}
	if diff := cmp.Diff([]string{"9", "10"}, o.missing(made("7/1@0"))); diff != "" {
		t.Errorf("missing products: %s", diff)
	}
}

func TestCandidates(t *testing.T) {
	august := noon.AddDate(0, 1, 0)
	code := func(id, number string, expires time.Time) dingshang.PickupCode {
		return dingshang.PickupCode{ID: id, ProductID: "1", Code: number, ExpiresAt: expires}
	}
	l := listing{"1": {
		code("10", "700010", august.UTC()),
		code("9", "700009", august),
		code("1", "700001", august),                  // from before
		code("2", "700002", august),                  // another resource's
		code("3", "7000003", august),                 // longer
		code("4", "700004", august.Add(time.Second)), // later
		code("5", "700005", time.Time{}),             // endless
		code("6", "000006", august),                  // leading zeros count
	}}
	o := order{ProductID: "1", Count: 2, Length: 6, ExpiresAt: august, Before: map[string][]string{"1": {"1"}}}
	found := o.candidates(l, func(id string) bool { return id == "2" })
	if diff := cmp.Diff([]string{"6", "9", "10"}, idsOf(found)); diff != "" {
		t.Errorf("candidates: %s", diff)
	}
	for _, c := range found {
		if c.Status != statusUnused {
			t.Errorf("code %s is %s", c.ID, c.Status)
		}
	}
	o.ExpiresAt = time.Time{}
	if diff := cmp.Diff([]string{"5"}, idsOf(o.candidates(l, func(string) bool { return false }))); diff != "" {
		t.Errorf("endless candidates: %s", diff)
	}
}

func TestOrderOpen(t *testing.T) {
	var none *order
	for name, tc := range map[string]struct {
		order *order
		want  bool
	}{
		"no order":         {none, false},
		"endless":          {&order{}, true},
		"settled":          {&order{Settled: true}, false},
		"not expired":      {&order{ExpiresAt: noon.Add(time.Second)}, true},
		"expired just now": {&order{ExpiresAt: noon}, false},
	} {
		if got := tc.order.open(noon); got != tc.want {
			t.Errorf("%s: open is %t", name, got)
		}
	}
}

func TestOrderProducts(t *testing.T) {
	o := order{Before: map[string][]string{"10": nil, "9": {"1"}, "100": nil}}
	if diff := cmp.Diff([]string{"9", "10", "100"}, o.products()); diff != "" {
		t.Errorf("products: %s", diff)
	}
	o.ProductID = "7"
	if diff := cmp.Diff([]string{"7"}, o.products()); diff != "" {
		t.Errorf("products: %s", diff)
	}
}
