package machine

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
)

// model is dingshang_machine. Lists are never null; what else the server left out is,
// except is_online, whose absence means false.
type model struct {
	MachineNo       types.String       `tfsdk:"machine_no"`
	Name            types.String       `tfsdk:"name"`
	Address         types.String       `tfsdk:"address"`
	Longitude       types.Float64      `tfsdk:"longitude"`
	Latitude        types.Float64      `tfsdk:"latitude"`
	IsOnline        types.Bool         `tfsdk:"is_online"`
	MachineType     types.Int64        `tfsdk:"machine_type"`
	MachineTypeName types.String       `tfsdk:"machine_type_name"`
	CabinetNames    []types.String     `tfsdk:"cabinet_names"`
	ModelID         types.String       `tfsdk:"model_id"`
	CoverImage      types.String       `tfsdk:"cover_image"`
	Categories      []categoryModel    `tfsdk:"categories"`
	Announcement    *announcementModel `tfsdk:"announcement"`
	Merchant        *merchantModel     `tfsdk:"merchant"`
	Currency        *currencyModel     `tfsdk:"currency"`
}

type categoryModel struct {
	ID    types.String `tfsdk:"id"`
	Title types.String `tfsdk:"title"`
}

type announcementModel struct {
	Title types.String `tfsdk:"title"`
}

type merchantModel struct {
	Title       types.String `tfsdk:"title"`
	Description types.String `tfsdk:"description"`
	Logo        types.String `tfsdk:"logo"`
	StoreID     types.String `tfsdk:"store_id"`
	Status      types.String `tfsdk:"status"`
	CreatedAt   types.String `tfsdk:"created_at"`
}

type currencyModel struct {
	ID     types.String `tfsdk:"id"`
	Name   types.String `tfsdk:"name"`
	Code   types.String `tfsdk:"code"`
	Symbol types.String `tfsdk:"symbol"`
}

// typeNames translates the vendor's names of machine types.
var typeNames = map[int64]string{
	1: "vending machine",   // 售卖机
	2: "amusement machine", // 娱乐机
	3: "claw machine",      // 娃娃机
	4: "lending cabinet",   // 借用柜
	5: "return cabinet",    // 归还柜
	6: "locker cabinet",    // 格子柜
}

// modelOf describes the machine with the given number, which the server's answer does
// not repeat.
func modelOf(machineNo string, m dingshang.Machine) model {
	out := model{
		MachineNo:       types.StringValue(machineNo),
		Name:            customtypes.Text(m.Name),
		Address:         customtypes.Text(m.Address),
		IsOnline:        types.BoolValue(m.IsOnline),
		MachineType:     customtypes.Number(m.Type),
		MachineTypeName: customtypes.Text(typeNames[m.Type]),
		CabinetNames:    make([]types.String, len(m.CabinetNames)),
		ModelID:         customtypes.Text(m.ModelID),
		CoverImage:      customtypes.Text(m.CoverImage),
		Categories:      make([]categoryModel, len(m.Categories)),
	}
	out.Longitude, out.Latitude = coordinates(m.Position)
	for i, name := range m.CabinetNames {
		out.CabinetNames[i] = types.StringValue(name)
	}
	for i, c := range m.Categories {
		out.Categories[i] = categoryModel{ID: customtypes.Text(c.ID), Title: customtypes.Text(c.Title)}
	}
	if a := m.Announcement; a != nil {
		out.Announcement = &announcementModel{Title: customtypes.Text(a.Title)}
	}
	if o := m.Merchant; o != nil {
		out.Merchant = &merchantModel{
			Title: customtypes.Text(o.Title), Description: customtypes.Text(o.Description), Logo: customtypes.Text(o.Logo),
			StoreID: customtypes.Text(o.StoreID), Status: customtypes.Text(o.Status), CreatedAt: customtypes.Text(o.CreatedAt),
		}
	}
	if y := m.Currency; y != nil {
		out.Currency = &currencyModel{
			ID: customtypes.Text(y.ID), Name: customtypes.Text(y.Name), Code: customtypes.Text(y.Code), Symbol: customtypes.Text(y.Symbol),
		}
	}
	return out
}

func coordinates(p *dingshang.Position) (longitude, latitude types.Float64) {
	if p == nil {
		return types.Float64Null(), types.Float64Null()
	}
	return types.Float64Value(p.Longitude), types.Float64Value(p.Latitude)
}

// listModel is dingshang_machines.
type listModel struct {
	Machines []summaryModel `tfsdk:"machines"`
}

type summaryModel struct {
	MachineNo     types.String  `tfsdk:"machine_no"`
	Name          types.String  `tfsdk:"name"`
	IsOnline      types.Bool    `tfsdk:"is_online"`
	InOperation   types.Bool    `tfsdk:"in_operation"`
	Address       types.String  `tfsdk:"address"`
	Longitude     types.Float64 `tfsdk:"longitude"`
	Latitude      types.Float64 `tfsdk:"latitude"`
	Contact       types.String  `tfsdk:"contact"`
	Tel           types.String  `tfsdk:"tel"`
	NotifyMessage types.String  `tfsdk:"notify_message"`
	CreatedAt     types.String  `tfsdk:"created_at"`
}

// listModelOf keeps the server's order.
func listModelOf(fleet []dingshang.MachineSummary) listModel {
	out := listModel{Machines: make([]summaryModel, len(fleet))}
	for i, m := range fleet {
		s := summaryModel{
			MachineNo: types.StringValue(m.MachineNo), Name: customtypes.Text(m.Name),
			IsOnline: types.BoolValue(m.IsOnline), InOperation: types.BoolValue(m.InOperation),
			Address: customtypes.Text(m.Address), Contact: customtypes.Text(m.Contact), Tel: customtypes.Text(m.Tel),
			NotifyMessage: customtypes.Text(m.NotifyMessage), CreatedAt: customtypes.Text(m.CreatedAt),
		}
		s.Longitude, s.Latitude = coordinates(m.Position)
		out.Machines[i] = s
	}
	return out
}
