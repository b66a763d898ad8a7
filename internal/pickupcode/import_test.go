package pickupcode

import (
	"slices"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/issuance"
)

func TestParseImportID(t *testing.T) {
	own := "16327138/1323442/" + "abcdefghijklmnopqrstuvwxyz"
	for in, want := range map[string]string{
		"16327138/1323442":            "16327138/1323442",
		"16327138/1323442/2111":       "16327138/1323442 2111",
		"16327138/1323442/2113,2111":  "16327138/1323442 2111,2113",
		"16327138/1323442/2113, 2111": "16327138/1323442 2111,2113",
		"16327138/1323442/ 9 ,10,9 ":  "16327138/1323442 9,10",
		"163271380000021/1":           "163271380000021/1",
		"16327138/1323442/first-2111": "16327138/1323442 id",
		own:                           "16327138/1323442 id",
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
		"16327138/1/2 3":              "not a list of code ids",
		"16327138/1/2,,3":             "not a list of code ids",
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

// Every id that a resource can have is an import id of its own.
func TestImportByTheResourcesID(t *testing.T) {
	target := issuance.Target{MachineNo: "16327138", ProductID: "1323442"}
	for _, id := range []string{newID(target), idFor(target, numberedCodes(2))} {
		got, err := parseImportID(id)
		if err != nil || got.Target != target || got.id != id || len(got.codes) > 0 {
			t.Errorf("%s is read as %+v, %v", id, got, err)
		}
	}
}

func FuzzParseImportID(f *testing.F) {
	for _, seed := range []string{"16327138/1323442", "16327138/1323442/2111,2113", "16327138/1/2, 3", "16327138/all", "16327138/1/first-2", "//", "16327138/1/2,,3"} {
		f.Add(seed)
	}
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	f.Fuzz(func(t *testing.T, in string) {
		id, err := parseImportID(in)
		if err != nil {
			return
		}
		if !digits(id.MachineNo) || len(id.MachineNo) < 8 || !digits(id.ProductID) || id.id != "" && (id.id != in || len(id.codes) > 0) {
			t.Errorf("%q is read as %+v", in, id)
		}
		if !slices.IsSortedFunc(id.codes, issuance.CompareIDs) || slices.ContainsFunc(id.codes, func(code string) bool { return !digits(code) }) {
			t.Errorf("%q has the code ids %q", in, id.codes)
		}
		command, ok := importCommand(id.Target, id.codes)
		if ok != (len(id.codes) > 0) {
			t.Errorf("%q: command %q", in, command)
		}
		if ok {
			_, argument, _ := strings.Cut(command, `"`)
			again, err := parseImportID(strings.TrimSuffix(argument, `"`))
			if err != nil || again.Target != id.Target || !slices.Equal(again.codes, id.codes) {
				t.Errorf("%q: %s is read as %+v, %v", in, command, again, err)
			}
		}
	})
}

func importable(id, number string, expires time.Duration) issuance.Code {
	code := issuance.Code{ID: id, ProductID: "1", Code: number}
	if expires != 0 {
		code.ExpiresAt = noon.Add(expires)
	}
	return code
}

func TestChosen(t *testing.T) {
	at := issuance.Target{MachineNo: "16327138", ProductID: "1"}
	all := []issuance.Code{
		importable("10", "700010", 0), importable("9", "700009", 0), importable("11", "7000011", 0),
		importable("12", "700012", time.Hour), importable("13", "700013", time.Hour+59*time.Second), importable("14", "700014", time.Hour+60*time.Second),
	}
	for name, tc := range map[string]struct {
		ids    []string
		listed []issuance.Code
		want   string
		errors []string
	}{
		"all of one kind":          {nil, all[:2], "9,10", nil},
		"the ones named":           {[]string{"10"}, all, "10", nil},
		"marks of one expiry":      {[]string{"12", "13"}, all, "12,13", nil},
		"none there":               {nil, nil, "", []string{"Nothing to import at 16327138/1"}},
		"some not there":           {[]string{"9", "77", "78"}, all, "", []string{"no unused code with ids 77, 78"}},
		"more than a minute apart": {[]string{"12", "13", "14"}, all, "", []string{"16327138/1/12,13 (6 digits", "16327138/1/14 (6 digits"}},
		"of several kinds": {nil, all[:4], "", []string{
			"Codes of several kinds", "16327138/1/9,10 (6 digits, no expiry)", "16327138/1/11 (7 digits", "16327138/1/12 (6 digits, expiring 2026-07-01T13:00:00+08:00)",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			codes, diags := chosen(importID{Target: at, codes: tc.ids}, tc.listed)
			if got := strings.Join(issuance.IDs(codes), ","); got != tc.want {
				t.Errorf("chosen: %s", got)
			}
			for _, want := range tc.errors {
				if !strings.Contains(texts(diags), want) {
					t.Errorf("%q is missing in %s", want, texts(diags))
				}
			}
			if diags.HasError() != (len(tc.errors) > 0) {
				t.Error(texts(diags))
			}
			for _, code := range codes {
				if code.Status != issuance.StatusUnused {
					t.Errorf("code %s is %s", code.ID, code.Status)
				}
			}
		})
	}
}

// The groups that an error names can each be imported, and their expiry is the latest.
func TestKindsOf(t *testing.T) {
	second := time.Second
	codes := []issuance.Code{
		importable("5", "123456", 100*second), importable("1", "123456", 160*second), importable("2", "123456", 41*second),
		importable("3", "1234567", 100*second), importable("4", "123456", 0), importable("6", "123456", 219*second),
	}
	var got []string
	for _, kind := range kindsOf(codes) {
		got = append(got, strings.Join(issuance.IDs(kind), ","))
		if len(kindsOf(kind)) != 1 {
			t.Errorf("%v are of several kinds", issuance.IDs(kind))
		}
		latest := latestExpiry(kind)
		for _, code := range kind {
			if early := latest.Sub(code.ExpiresAt); early < 0 || early > 59*second {
				t.Errorf("code %s expires %s before the latest", code.ID, early)
			}
		}
	}
	if want := "1,6 2,5 3 4"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
