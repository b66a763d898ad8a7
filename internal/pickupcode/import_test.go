package pickupcode

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"terraform-provider-dingshang/internal/dingshang"
)

func TestParseImportID(t *testing.T) {
	for in, want := range map[string]string{
		"16327138/1323442":              "16327138/1323442",
		"16327138/1323442/2111":         "16327138/1323442 2111",
		"16327138/1323442/2113,2111":    "16327138/1323442 2111,2113",
		"16327138/1323442/9,10,9":       "16327138/1323442 9,10",
		"163271380000021/1":             "163271380000021/1",
		"16327138/1323442/first-2111":   "16327138/1323442 id",
		"16327138/1323442/sent-1764547": "16327138/1323442 id",
	} {
		id, err := parseImportID(in)
		got := id.String()
		if len(id.codes) > 0 {
			got += " " + strings.Join(id.codes, ",")
		}
		if id.id == in {
			got += " id"
		}
		if err != nil || got != want {
			t.Errorf("%s is read as %s, %v", in, got, err)
		}
	}
	for in, want := range map[string]string{
		"":                            "does not have two or three parts",
		"16327138":                    "does not have two or three parts",
		"16327138/1/2/3":              "does not have two or three parts",
		"1632713/1":                   `"1632713" is not a machine number of 8 or more digits`,
		"1632713x/1":                  "not a machine number",
		"16327138/":                   `"" is not a product id of digits`,
		"16327138/cola":               `"cola" is not a product id`,
		"16327138/all":                "import them product by product",
		"16327138/all/first-1":        "import them product by product",
		"16327138/1/":                 "not a list of code ids",
		"16327138/1/2,":               "not a list of code ids",
		"16327138/1/2, 3":             "not a list of code ids",
		"16327138/1/first-":           "not a list of code ids",
		"16327138/1/none-5":           "not a list of code ids",
		"16327138/1\n":                "not a product id",
		"16327138/1323442/first-21x1": "not a list of code ids",
	} {
		if _, err := parseImportID(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
}

func FuzzParseImportID(f *testing.F) {
	for _, seed := range []string{"16327138/1323442", "16327138/1323442/2111,2113", "16327138/all", "16327138/1/first-2", "//", "16327138/1/2,,3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		id, err := parseImportID(in)
		if err != nil {
			return
		}
		if strings.Trim(id.machineNo, "0123456789") != "" || len(id.machineNo) < 8 || id.productID == "" || strings.Trim(id.productID, "0123456789") != "" {
			t.Errorf("%q is read as machine %q, product %q", in, id.machineNo, id.productID)
		}
		for i, code := range id.codes {
			if code == "" || strings.Trim(code, "0123456789") != "" {
				t.Errorf("%q holds the code id %q", in, code)
			}
			if i > 0 && compareIDs(id.codes[i-1], code) > 0 {
				t.Errorf("%q: ids %v are not in order", in, id.codes)
			}
		}
		if again, err := parseImportID(id.String()); err != nil || again.place != id.place {
			t.Errorf("%q begins with %q, which is read as %v, %v", in, id, again, err)
		}
	})
}

func TestChosen(t *testing.T) {
	at := place{"16327138", "1"}
	code := func(id, number string, month int) dingshang.PickupCode {
		c := dingshang.PickupCode{ID: id, ProductID: "1", Code: number}
		if month > 0 {
			c.ExpiresAt = noon.AddDate(0, month, 0)
		}
		return c
	}
	all := []dingshang.PickupCode{code("10", "700010", 0), code("9", "700009", 0), code("11", "7000011", 0), code("12", "700012", 1)}
	for name, tc := range map[string]struct {
		ids    []string
		listed []dingshang.PickupCode
		want   string
		errors []string
	}{
		"all of one kind":  {nil, all[:2], "9 10", nil},
		"the ones named":   {[]string{"10"}, all, "10", nil},
		"none there":       {nil, nil, "", []string{"Nothing to import at 16327138/1"}},
		"some not there":   {[]string{"9", "77", "78"}, all, "", []string{"no unused code with the id 77, 78"}},
		"of several kinds": {nil, all, "", []string{"Codes of several kinds", "16327138/1/9,10 (6 digits, expiring never)", "16327138/1/11 (7 digits", "16327138/1/12 (6 digits, expiring 2026-08-01T12:00:00+08:00)"}},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			codes := chosen(importID{place: at, codes: tc.ids}, tc.listed, &diags)
			if joined(codes) != tc.want {
				t.Errorf("chosen: %s", joined(codes))
			}
			for _, want := range tc.errors {
				if !strings.Contains(texts(diags), want) {
					t.Errorf("%q is missing in %s", want, texts(diags))
				}
			}
			if diags.HasError() != (len(tc.errors) > 0) {
				t.Error(texts(diags))
			}
		})
	}
}
