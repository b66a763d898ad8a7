package pickupcode

import (
	"slices"
	"testing"

	"terraform-provider-dingshang/internal/issuance"
)

func TestChosenCodes(t *testing.T) {
	codes := []issuance.Code{{ID: "9"}, {ID: "10"}, {ID: "11"}}
	for name, tc := range map[string]struct{ ids, chosen, missing []string }{
		"some":      {[]string{"11", "9"}, []string{"9", "11"}, nil},
		"none":      {nil, nil, nil},
		"absent":    {[]string{"100", "10", "99", "99"}, []string{"10"}, []string{"99", "100"}},
		"repeated":  {[]string{"10", "10"}, []string{"10"}, nil},
		"all there": {[]string{"9", "10", "11"}, []string{"9", "10", "11"}, nil},
	} {
		chosen, missing := chosenCodes(codes, tc.ids)
		if !slices.Equal(issuance.IDs(chosen), tc.chosen) || !slices.Equal(missing, tc.missing) {
			t.Errorf("%s: %v, %v", name, chosen, missing)
		}
	}
}
