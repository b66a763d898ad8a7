package fleet

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func text(s string) attr.Value { return types.StringValue(s) }

func TestSame(t *testing.T) {
	languages := types.SetValueMust(types.StringType, []attr.Value{text("a"), text("b")})
	for name, tc := range map[string]struct {
		a, b attr.Value
		want bool
	}{
		"texts":               {text("a"), text("a"), true},
		"other texts":         {text("a"), text("b"), false},
		"none and empty":      {types.StringNull(), text(""), true},
		"empty and none":      {text(""), types.StringNull(), true},
		"none and a text":     {types.StringNull(), text("a"), false},
		"unknown":             {types.StringUnknown(), types.StringUnknown(), false},
		"6 decimals":          {types.Float64Value(116.5498150001), types.Float64Value(116.549815), true},
		"the 6th decimal":     {types.Float64Value(116.549816), types.Float64Value(116.549815), false},
		"zero and none":       {types.Float64Value(0), types.Float64Null(), false},
		"minus zero":          {types.Float64Value(-0.0000001), types.Float64Value(0), true},
		"numbers":             {types.Int64Value(0), types.Int64Null(), false},
		"flags":               {types.BoolValue(false), types.BoolValue(false), true},
		"sets":                {languages, types.SetValueMust(types.StringType, []attr.Value{text("b"), text("a")}), true},
		"other sets":          {languages, types.SetValueMust(types.StringType, []attr.Value{text("a")}), false},
		"a text and a number": {text("1"), types.Int64Value(1), false},
		"missing":             {nil, text("a"), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := same(tc.a, tc.b); got != tc.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestChanges(t *testing.T) {
	from := Values{"name": text("one"), "tel": types.StringNull(), "volume": types.Int64Null(), "longitude": types.Float64Value(116.5)}
	to := Values{
		"name": text("two"), "tel": text(""), "volume": types.Int64Value(5), "longitude": types.Float64Value(-0.1276),
		"address": types.StringNull(), "contact": types.StringUnknown(),
	}
	got := fmt.Sprint(diff(from, to))
	if want := `[longitude: 116.5 → -0.1276 name: "one" → "two" volume: (none) → 5]`; got != want {
		t.Errorf("got %s", got)
	}
	empty := types.SetValueMust(types.StringType, []attr.Value{})
	got = Change{"languages", types.SetValueMust(types.StringType, []attr.Value{text("b"), text("a")}), empty}.String()
	if want := `languages: ["a", "b"] → []`; got != want {
		t.Errorf("got %s", got)
	}
}

func TestPlanned(t *testing.T) {
	unknown := types.StringUnknown()
	plan := Values{"a": text("new"), "b": unknown, "c": text(""), "d": unknown}
	config := Values{"a": text("new"), "b": types.StringNull(), "c": text(""), "d": unknown}

	adopted := planned(plan, config, nil)
	if fmt.Sprint(adopted) != fmt.Sprint(plan) {
		t.Errorf("adopted: %v", adopted)
	}
	prior := Values{"a": text("old"), "b": text("kept"), "c": types.StringNull(), "d": text("x")}
	want := Values{"a": text("new"), "b": text("kept"), "c": types.StringNull(), "d": unknown}
	if got := planned(plan, config, prior); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	after := known(want, Values{"a": text("other"), "d": text("y")})
	if fmt.Sprint(after) != fmt.Sprint(Values{"a": text("new"), "b": text("kept"), "c": types.StringNull(), "d": text("y")}) {
		t.Errorf("known: %v", after)
	}
}

func TestRefreshedKeepsSpelling(t *testing.T) {
	state := Values{"tel": text(""), "name": text("old"), "longitude": types.Float64Value(116.54981501)}
	actual := Values{"tel": types.StringNull(), "name": text("new"), "longitude": types.Float64Value(116.549815)}
	got := refreshed(state, actual)
	if got["tel"] != text("") || got["name"] != text("new") || got["longitude"] != state["longitude"] {
		t.Errorf("got %v", got)
	}
}

// Only what is in an update is sent.
func TestUpdateValues(t *testing.T) {
	v := Values{
		"text": text(""), "number": types.Float64Value(1.5), "integer": types.Int64Value(0), "flag": types.BoolValue(false),
		"texts": types.SetValueMust(types.StringType, []attr.Value{text("b"), text("a")}),
	}
	if *v.Text("text") != "" || *v.Number("number") != 1.5 || *v.Integer("integer") != 0 || *v.Flag("flag") || fmt.Sprint(*v.Texts("texts")) != "[a b]" {
		t.Error("a value is not what it was")
	}
	if v.Text("x") != nil || v.Number("x") != nil || v.Integer("x") != nil || v.Flag("x") != nil || v.Texts("x") != nil {
		t.Error("what is not there is sent")
	}
}
