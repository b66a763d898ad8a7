package providerdata

import "testing"

// What is applied may be planned again by the same process.
func TestClaims_release(t *testing.T) {
	var c Claims
	c.Claim("1", true, false)
	c.Release("1")
	if c.Claim("1", false, false) {
		t.Error("the resource that was applied is taken for another one")
	}
	if !c.Claim("1", true, false) {
		t.Error("another resource is not seen")
	}
}

func TestClaims(t *testing.T) {
	type step struct {
		object           string
		isNew, replacing bool
		want             bool
	}
	for name, steps := range map[string][]step{
		"two that exist":               {{"1", false, false, false}, {"1", false, false, true}, {"1", false, false, true}},
		"one new, one that exists":     {{"1", true, false, false}, {"1", false, false, true}},
		"two new":                      {{"1", true, false, false}, {"1", true, false, true}},
		"different":                    {{"1", true, false, false}, {"2", true, false, false}},
		"a replacement is one":         {{"1", false, true, false}, {"1", true, false, false}},
		"a replacement and a new one":  {{"1", false, true, false}, {"1", true, false, false}, {"1", true, false, true}},
		"a replacement of an existing": {{"1", false, false, false}, {"1", false, true, true}, {"1", true, false, false}},
	} {
		var c Claims
		for i, s := range steps {
			if got := c.Claim(s.object, s.isNew, s.replacing); got != s.want {
				t.Errorf("%s, step %d: got %v", name, i, got)
			}
		}
	}
}
