package core

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Value is an object with the attributes given, and null for all others.
func Value(kind tftypes.Object, attributes map[string]any) tftypes.Value {
	values := make(map[string]tftypes.Value, len(kind.AttributeTypes))
	for name, attribute := range kind.AttributeTypes {
		values[name] = value(attribute, attributes[name])
	}
	return tftypes.NewValue(kind, values)
}

func value(kind tftypes.Type, from any) tftypes.Value {
	switch from.(type) {
	case []string, []any, map[string]string, map[string]any: // tftypes takes its own values alone in these
		raw, err := json.Marshal(from)
		must(err)
		nested, err := tfprotov6.RawState{JSON: raw}.Unmarshal(kind)
		must(err)
		return nested
	default:
		return tftypes.NewValue(kind, from)
	}
}

// Configuration is what somebody wrote into a block: some attributes, and null for all others.
func Configuration(schema *tfprotov6.Schema, attributes map[string]any) *tfprotov6.DynamicValue {
	kind := object(schema.ValueType())
	return Encode(kind, Value(kind, attributes))
}

// As reads a value, of null and unknown ones the zero value.
func As[T any](value tftypes.Value) (to T) {
	if value.IsKnown() && !value.IsNull() {
		must(value.As(&to))
	}
	return to
}

// Attributes returns the attributes of an object, nil of none.
func Attributes(object tftypes.Value) map[string]tftypes.Value {
	return maps.Clone(As[map[string]tftypes.Value](object)) // it is the value's own map
}

// Encode writes a value, null of any type included, as the protocol has it.
func Encode(kind tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	if value.IsNull() {
		value = tftypes.NewValue(kind, nil)
	}
	dynamic, err := tfprotov6.NewDynamicValue(kind, value)
	must(err)
	return &dynamic
}

// Decode reads an answer; none at all is null.
func Decode(kind tftypes.Type, dynamic *tfprotov6.DynamicValue) tftypes.Value {
	if dynamic == nil {
		return tftypes.NewValue(kind, nil)
	}
	value, err := dynamic.Unmarshal(kind)
	must(err)
	return value
}

func object(kind tftypes.Type) tftypes.Object {
	object, ok := kind.(tftypes.Object)
	if !ok {
		panic(fmt.Sprintf("%s is no object", kind))
	}
	return object
}

func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("protocol: %v", err))
	}
}
