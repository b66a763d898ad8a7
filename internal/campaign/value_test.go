package campaign

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// This file does with values what Terraform does.

func nullAttributes(kind tftypes.Object) map[string]tftypes.Value {
	attributes := make(map[string]tftypes.Value, len(kind.AttributeTypes))
	for name, attribute := range kind.AttributeTypes {
		attributes[name] = tftypes.NewValue(attribute, nil)
	}
	return attributes
}

// attributesOf is nil for a null object.
func attributesOf(object tftypes.Value) map[string]tftypes.Value {
	var attributes map[string]tftypes.Value
	if object.IsNull() {
		return nil
	}
	must(object.As(&attributes))
	return maps.Clone(attributes) // As gives away the value's own map
}

func textOf(value tftypes.Value) string {
	var s string
	if value.IsKnown() && !value.IsNull() {
		must(value.As(&s))
	}
	return s
}

func numberOf(value tftypes.Value) int {
	var n big.Float
	if value.IsKnown() && !value.IsNull() {
		must(value.As(&n))
	}
	i, _ := n.Int64()
	return int(i)
}

func flagOf(value tftypes.Value) bool {
	var b bool
	if value.IsKnown() && !value.IsNull() {
		must(value.As(&b))
	}
	return b
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// proposedNew merges configuration and prior state: what is configured wins, what is
// computed and left out of the configuration stays as it was.
func proposedNew(prior, config tftypes.Value) tftypes.Value {
	s := readSchemas()
	before, proposed := attributesOf(prior), attributesOf(config)
	for name, value := range proposed {
		if was, ok := before[name]; ok && value.IsNull() && s.computed[name] {
			proposed[name] = was
		}
	}
	return tftypes.NewValue(s.resource, proposed)
}

// invalidPlan names the attributes that a provider must not have planned as it did.
func invalidPlan(prior, config, planned tftypes.Value) []string {
	s := readSchemas()
	before, wanted := attributesOf(prior), attributesOf(config)
	var bad []string
	for name, value := range attributesOf(planned) {
		switch {
		case value.Equal(wanted[name]), wanted[name].IsNull() && s.computed[name]:
		case !wanted[name].IsNull() && !before[name].IsNull() && value.Equal(before[name]):
		default:
			bad = append(bad, name)
		}
	}
	return bad
}

// incompatible names where an actual value breaks what a plan promised: everything that
// was known must be the same.
func incompatible(path string, planned, actual tftypes.Value) []string {
	switch {
	case !planned.IsKnown():
		return nil
	case planned.IsNull() || actual.IsNull() || !actual.IsKnown():
		if planned.Equal(actual) {
			return nil
		}
		return []string{path}
	}
	switch planned.Type().(type) {
	case tftypes.Object:
		var bad []string
		after := attributesOf(actual)
		for name, value := range attributesOf(planned) {
			bad = append(bad, incompatible(path+"."+name, value, after[name])...)
		}
		return bad
	case tftypes.List:
		was, is := elementsOf(planned), elementsOf(actual)
		if len(was) != len(is) {
			return []string{path}
		}
		var bad []string
		for i := range was {
			bad = append(bad, incompatible(fmt.Sprintf("%s[%d]", path, i), was[i], is[i])...)
		}
		return bad
	}
	if planned.Equal(actual) {
		return nil
	}
	return []string{path}
}

func elementsOf(list tftypes.Value) []tftypes.Value {
	var elements []tftypes.Value
	if list.IsKnown() && !list.IsNull() {
		must(list.As(&elements))
	}
	return elements
}

// stored is the value as a state file holds it.
func stored(value tftypes.Value) []byte {
	raw, err := json.Marshal(plain(value))
	must(err)
	return raw
}

func plain(value tftypes.Value) any {
	if value.IsNull() {
		return nil
	}
	switch kind := value.Type(); {
	case kind.Is(tftypes.String):
		return textOf(value)
	case kind.Is(tftypes.Number):
		return numberOf(value)
	case kind.Is(tftypes.Bool):
		return flagOf(value)
	}
	if _, isList := value.Type().(tftypes.List); isList {
		list := []any{}
		for _, element := range elementsOf(value) {
			list = append(list, plain(element))
		}
		return list
	}
	object := map[string]any{}
	for name, attribute := range attributesOf(value) {
		object[name] = plain(attribute)
	}
	return object
}
