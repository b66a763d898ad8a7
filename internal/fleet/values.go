package fleet

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Values are the attributes of a resource, by name.
type Values map[string]attr.Value

// Change is an attribute that is not as it should be.
type Change struct {
	Attribute string
	From, To  attr.Value
}

// diff returns the changes that turn from into to, by attribute name. An attribute that
// is null or unknown in to is not changed.
func diff(from, to Values) []Change {
	var changes []Change
	for _, name := range slices.Sorted(maps.Keys(to)) {
		if v := to[name]; !v.IsNull() && !v.IsUnknown() && !same(from[name], v) {
			changes = append(changes, Change{name, from[name], v})
		}
	}
	return changes
}

// same reports whether two values are equal to the console, for which an empty text is
// none and a position has 6 decimals.
func same(a, b attr.Value) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.IsUnknown() || b.IsUnknown() {
		return false
	}
	switch x := a.(type) {
	case types.String:
		y, ok := b.(types.String)
		return ok && x.ValueString() == y.ValueString()
	case types.Float64:
		y, ok := b.(types.Float64)
		return ok && x.IsNull() == y.IsNull() && math.Round(x.ValueFloat64()*1e6) == math.Round(y.ValueFloat64()*1e6)
	}
	return a.Equal(b)
}

// String is `attribute: old → new`.
func (c Change) String() string {
	return fmt.Sprintf("%s: %s → %s", c.Attribute, show(c.From), show(c.To))
}

func lines(changes []Change) string {
	texts := make([]string, len(changes))
	for i, c := range changes {
		texts[i] = "  " + c.String()
	}
	return strings.Join(texts, "\n")
}

// show writes a value as HCL does.
func show(v attr.Value) string {
	if v == nil || v.IsNull() {
		return "(none)"
	}
	switch v := v.(type) {
	case types.Float64:
		return strconv.FormatFloat(v.ValueFloat64(), 'f', -1, 64)
	case types.Set:
		elements := make([]string, 0, len(v.Elements()))
		for _, element := range v.Elements() {
			elements = append(elements, element.String())
		}
		slices.Sort(elements)
		return "[" + strings.Join(elements, ", ") + "]"
	}
	return v.String()
}

// planned is what an apply leaves, as far as the plan can say. prior is nil where the
// machine is adopted; else an attribute that is not configured stays as it is, and one
// that means the same keeps its spelling.
func planned(plan, config, prior Values) Values {
	out := maps.Clone(plan)
	for name := range plan {
		if prior == nil {
			continue
		}
		if configured := config[name]; configured.IsNull() || same(configured, prior[name]) {
			out[name] = prior[name]
		}
	}
	return out
}

// refreshed is actual in the spelling that the state has.
func refreshed(state, actual Values) Values {
	out := maps.Clone(actual)
	for name, v := range state {
		if same(v, actual[name]) {
			out[name] = v
		}
	}
	return out
}

// known fills what a plan leaves unknown.
func known(plan, actual Values) Values {
	out := maps.Clone(plan)
	for name, v := range plan {
		if v.IsUnknown() {
			out[name] = actual[name]
		}
	}
	return out
}

// Text is an attribute for an update; nil where it is not there.
func (v Values) Text(name string) *string {
	if text, ok := v[name].(types.String); ok {
		value := text.ValueString()
		return &value
	}
	return nil
}

// Number is [Values.Text] for decimals.
func (v Values) Number(name string) *float64 {
	if number, ok := v[name].(types.Float64); ok {
		value := number.ValueFloat64()
		return &value
	}
	return nil
}

// Integer is [Values.Text] for whole numbers.
func (v Values) Integer(name string) *int64 {
	if number, ok := v[name].(types.Int64); ok {
		value := number.ValueInt64()
		return &value
	}
	return nil
}

// Flag is [Values.Text] for booleans.
func (v Values) Flag(name string) *bool {
	if flag, ok := v[name].(types.Bool); ok {
		value := flag.ValueBool()
		return &value
	}
	return nil
}

// Texts is [Values.Text] for sets of texts, in alphabetical order.
func (v Values) Texts(name string) *[]string {
	set, ok := v[name].(types.Set)
	if !ok {
		return nil
	}
	texts := make([]string, 0, len(set.Elements()))
	for _, element := range set.Elements() {
		if text, ok := element.(types.String); ok {
			texts = append(texts, text.ValueString())
		}
	}
	slices.Sort(texts)
	return &texts
}
