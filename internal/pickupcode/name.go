package pickupcode

import (
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// setName composes name, the one line of a plan that says where codes are: Terraform
// prints an attribute of this name even where it does not change.
func (m *model) setName() {
	if m.MachineNo.IsUnknown() || m.ProductID.IsUnknown() || m.MachineName.IsUnknown() || m.ProductName.IsUnknown() {
		m.Name = types.StringUnknown()
		return
	}
	product := "*"
	if !m.target().AllProducts() {
		product = either(m.ProductName, m.ProductID)
	}
	m.Name = types.StringValue(product + " @ " + either(m.MachineName, m.MachineNo))
}

// describe names the codes for people: the product, the machine, and the resource's id,
// which distinguishes resources of one product.
func (m model) describe() string {
	at := m.ID.ValueString()
	if at == "" {
		at = m.target().String()
	}
	product, machine := "all products", m.MachineName.ValueString()
	if !m.target().AllProducts() {
		product = m.ProductName.ValueString()
	}
	if product == "" || machine == "" {
		return at
	}
	return product + " on " + machine + " (" + at + ")"
}

// either is the name, or the number of what has no name.
func either(name, number types.String) string {
	if s := name.ValueString(); s != "" {
		return s
	}
	return number.ValueString()
}
