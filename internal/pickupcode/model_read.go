package pickupcode

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// modelFields are the model's fields by the names of their attributes.
var modelFields = func() map[string]int {
	fields := map[string]int{}
	for i, field := range reflect.VisibleFields(reflect.TypeFor[model]()) {
		fields[field.Tag.Get("tfsdk")] = i
	}
	return fields
}()

// read fills the model from a configuration, a plan or a state. The framework could do
// the same, but it compiles a regular expression for each field each time, which is a
// tenth of a refresh's processor time.
func (m *model) read(ctx context.Context, from interface {
	Get(ctx context.Context, target any) diag.Diagnostics
},
) diag.Diagnostics {
	var object types.Object
	diags := from.Get(ctx, &object)
	if diags.HasError() {
		return diags
	}
	diags.Append(m.fill(object)...)
	return diags
}

func (m *model) fill(object types.Object) (diags diag.Diagnostics) {
	target := reflect.ValueOf(m).Elem()
	for name, value := range object.Attributes() {
		i, known := modelFields[name]
		if !known || !reflect.TypeOf(value).AssignableTo(target.Field(i).Type()) {
			diags.AddError("Resource cannot be read", fmt.Sprintf("The attribute %s has the unexpected type %T. Please report this to the provider's developers.", name, value))
			continue
		}
		target.Field(i).Set(reflect.ValueOf(value))
	}
	return diags
}
