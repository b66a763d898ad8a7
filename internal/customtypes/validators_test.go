package customtypes

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestNumberValidators(t *testing.T) {
	const (
		badMachine = `machine_no is %q. It must be a machine number: 8 or more digits, as printed on the machine.`
		badID      = `machine_no is %q. It must be a numeric id, such as "1323442".`
	)
	for name, tc := range map[string]struct {
		validator validator.String
		value     types.String
		wantError string
	}{
		"machine":               {MachineNo(), types.StringValue("16327138"), ""},
		"long machine":          {MachineNo(), types.StringValue("163271380000021"), ""},
		"unknown machine":       {MachineNo(), types.StringUnknown(), ""},
		"null machine":          {MachineNo(), types.StringNull(), ""},
		"short machine":         {MachineNo(), types.StringValue("1632713"), badMachine},
		"letters":               {MachineNo(), types.StringValue("1632713a"), badMachine},
		"line break at the end": {MachineNo(), types.StringValue("16327138\n"), badMachine},
		"empty machine":         {MachineNo(), types.StringValue(""), badMachine},
		"digits":                {Digits(), types.StringValue("7"), ""},
		"not digits":            {Digits(), types.StringValue("seven"), badID},
		"other digits":          {Digits(), types.StringValue("１２"), badID},
	} {
		t.Run(name, func(t *testing.T) {
			resp := &validator.StringResponse{}
			tc.validator.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("machine_no"), ConfigValue: tc.value}, resp)
			if tc.wantError == "" {
				if resp.Diagnostics.HasError() {
					t.Fatal(resp.Diagnostics)
				}
				return
			}
			if len(resp.Diagnostics) != 1 {
				t.Fatalf("got %d diagnostics", len(resp.Diagnostics))
			}
			want := fmt.Sprintf(tc.wantError, tc.value.ValueString())
			if got := resp.Diagnostics[0]; got.Summary() != "Invalid machine_no" || got.Detail() != want {
				t.Errorf("got %q, %q", got.Summary(), got.Detail())
			}
		})
	}
}
