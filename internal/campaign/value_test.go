package campaign

import (
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest/core"
)

func textOf(value tftypes.Value) string { return core.As[string](value) }

func numberOf(value tftypes.Value) int {
	n := core.As[big.Float](value)
	i, _ := n.Int64()
	return int(i)
}

func elementsOf(list tftypes.Value) []tftypes.Value { return core.As[[]tftypes.Value](list) }

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// invalidPlan names the attributes that a provider must not have planned as it did.
func invalidPlan(prior, config, planned tftypes.Value) []string {
	before, wanted := core.Attributes(prior), core.Attributes(config)
	var bad []string
	for name, value := range core.Attributes(planned) {
		switch {
		case value.Equal(wanted[name]), wanted[name].IsNull() && pickupCodes().Computed[name]:
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
		after := core.Attributes(actual)
		for name, value := range core.Attributes(planned) {
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
		return core.As[bool](value)
	}
	if _, isList := value.Type().(tftypes.List); isList {
		list := []any{}
		for _, element := range elementsOf(value) {
			list = append(list, plain(element))
		}
		return list
	}
	object := map[string]any{}
	for name, attribute := range core.Attributes(value) {
		object[name] = plain(attribute)
	}
	return object
}
