package product

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
)

// model is dingshang_products.
type model struct {
	MachineNo   types.String   `tfsdk:"machine_no"`
	CategoryID  types.String   `tfsdk:"category_id"`
	CabinetName types.String   `tfsdk:"cabinet_name"`
	Addr        types.Int64    `tfsdk:"addr"`
	Products    []productModel `tfsdk:"products"`
}

// productModel is one product. Lists are never null; text and objects that the server
// left out are; stock and places that it left out are zero.
type productModel struct {
	ID            types.String   `tfsdk:"id"`
	Name          types.String   `tfsdk:"name"`
	Description   types.String   `tfsdk:"description"`
	Price         types.String   `tfsdk:"price"`
	OriginalPrice types.String   `tfsdk:"original_price"`
	GoodNo        types.String   `tfsdk:"good_no"`
	Slug          types.String   `tfsdk:"slug"`
	Thumb         types.String   `tfsdk:"thumb"`
	Media         []types.String `tfsdk:"media"`
	Content       types.String   `tfsdk:"content"`
	Category      *categoryModel `tfsdk:"category"`
	Channel       *channelModel  `tfsdk:"channel"`
	Inventory     types.Int64    `tfsdk:"inventory"`
	Capacity      types.Int64    `tfsdk:"capacity"`
}

type categoryModel struct {
	ID    types.String `tfsdk:"id"`
	Title types.String `tfsdk:"title"`
}

type channelModel struct {
	Name        types.String `tfsdk:"name"`
	CabinetName types.String `tfsdk:"cabinet_name"`
	Code        types.String `tfsdk:"code"`
	Row         types.Int64  `tfsdk:"row"`
	Column      types.Int64  `tfsdk:"column"`
	Addr        types.Int64  `tfsdk:"addr"`
}

// filter returns the filter that the configuration sets.
func (m model) filter() dingshang.ProductFilter {
	f := dingshang.ProductFilter{CategoryID: m.CategoryID.ValueString(), CabinetName: m.CabinetName.ValueString()}
	if !m.Addr.IsNull() {
		f.Addr = strconv.FormatInt(m.Addr.ValueInt64(), 10)
	}
	return f
}

// productModelsOf converts products, in the client's order.
func productModelsOf(products []dingshang.Product) []productModel {
	out := make([]productModel, len(products))
	for i, p := range products {
		out[i] = productModelOf(p)
	}
	return out
}

func productModelOf(p dingshang.Product) productModel {
	out := productModel{
		ID:            types.StringValue(p.ID),
		Name:          customtypes.Text(p.Name),
		Description:   customtypes.Text(p.Description),
		Price:         customtypes.Text(p.Price),
		OriginalPrice: customtypes.Text(p.OriginalPrice),
		GoodNo:        customtypes.Text(p.GoodNo),
		Slug:          customtypes.Text(p.Slug),
		Thumb:         customtypes.Text(p.Thumb),
		Media:         make([]types.String, len(p.Media)),
		Content:       customtypes.Text(p.Content),
		Inventory:     types.Int64Value(p.Inventory),
		Capacity:      types.Int64Value(p.Capacity),
	}
	for i, address := range p.Media {
		out.Media[i] = types.StringValue(address)
	}
	if c := p.Category; c != nil {
		out.Category = &categoryModel{ID: customtypes.Text(c.ID), Title: customtypes.Text(c.Title)}
	}
	if c := p.Channel; c != nil {
		out.Channel = &channelModel{
			Name: customtypes.Text(c.Name), CabinetName: customtypes.Text(c.CabinetName), Code: customtypes.Text(c.Code),
			Row: types.Int64Value(c.Row), Column: types.Int64Value(c.Column),
			// There is a row 0 and a column 0, but boards are counted from 1: there, 0 is none.
			Addr: customtypes.Number(c.Addr),
		}
	}
	return out
}
