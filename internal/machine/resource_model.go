package machine

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/fleet"
)

// resourceModel is the resource dingshang_machine. What the console has no value for is
// null.
type resourceModel struct {
	ID         types.String  `tfsdk:"id"`
	MachineNo  types.String  `tfsdk:"machine_no"`
	Name       types.String  `tfsdk:"name"`
	Address    types.String  `tfsdk:"address"`
	Contact    types.String  `tfsdk:"contact"`
	Tel        types.String  `tfsdk:"tel"`
	Longitude  types.Float64 `tfsdk:"longitude"`
	Latitude   types.Float64 `tfsdk:"latitude"`
	Timezone   types.String  `tfsdk:"timezone"`
	CoverImage types.String  `tfsdk:"cover_image"`
	GroupID    types.String  `tfsdk:"group_id"`
}

func resourceModelOf(m console.Machine) resourceModel {
	out := resourceModel{
		ID:         types.StringValue(m.MachineNo),
		MachineNo:  types.StringValue(m.MachineNo),
		Name:       customtypes.Text(m.Name),
		Address:    customtypes.Text(m.Address),
		Contact:    customtypes.Text(m.Contact),
		Tel:        customtypes.Text(m.Tel),
		Timezone:   customtypes.Text(m.Timezone),
		CoverImage: customtypes.Text(m.CoverImage),
	}
	if p := m.Position(); p != nil {
		out.Longitude, out.Latitude = types.Float64Value(p.Longitude), types.Float64Value(p.Latitude)
	}
	if m.GroupID != nil && *m.GroupID != 0 {
		out.GroupID = types.StringValue(strconv.FormatInt(*m.GroupID, 10))
	}
	return out
}

// updateOf is what changes the given attributes.
func updateOf(changed fleet.Values) console.MachineUpdate {
	update := console.MachineUpdate{
		Name:       changed.Text("name"),
		Address:    changed.Text("address"),
		Contact:    changed.Text("contact"),
		Tel:        changed.Text("tel"),
		Timezone:   changed.Text("timezone"),
		CoverImage: changed.Text("cover_image"),
	}
	longitude, latitude := changed.Number("longitude"), changed.Number("latitude")
	if longitude != nil && latitude != nil {
		update.Position = &console.Position{Longitude: *longitude, Latitude: *latitude}
	}
	if group := changed.Text("group_id"); group != nil {
		// The schema accepts digits only; what is too large, the console rejects.
		id, _ := strconv.ParseInt(*group, 10, 64)
		update.GroupID = &id
	}
	return update
}
