package product

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/dingshang"
)

func TestProductModelOf(t *testing.T) {
	s, n := types.StringValue, types.Int64Value
	for name, tc := range map[string]struct {
		product dingshang.Product
		want    productModel
	}{
		"full": {
			dingshang.Product{
				ID: "1323442", Name: "可乐", Description: "冰镇", Price: "3.50", OriginalPrice: "4.00", GoodNo: "G1", Slug: "cola",
				Thumb: "t", Media: []string{"b", "a"}, Content: "<p>可乐</p>",
				Category: &dingshang.Category{ID: "1", Title: "饮料"},
				Channel:  &dingshang.Channel{Name: "A30", CabinetName: "A", Code: "020", Row: 3, Column: 0, Addr: 1}, Inventory: 30, Capacity: 50,
			},
			productModel{
				ID: s("1323442"), Name: s("可乐"), Description: s("冰镇"), Price: s("3.50"), OriginalPrice: s("4.00"), GoodNo: s("G1"), Slug: s("cola"),
				Thumb: s("t"), Media: []types.String{s("b"), s("a")}, Content: s("<p>可乐</p>"),
				Category: &categoryModel{ID: s("1"), Title: s("饮料")},
				Channel:  &channelModel{Name: s("A30"), CabinetName: s("A"), Code: s("020"), Row: n(3), Column: n(0), Addr: n(1)}, Inventory: n(30), Capacity: n(50),
			},
		},
		"nothing but an id": {
			dingshang.Product{ID: "1"},
			productModel{ID: s("1"), Media: []types.String{}, Inventory: n(0), Capacity: n(0)},
		},
		"empty objects": {
			dingshang.Product{ID: "1", Category: &dingshang.Category{}, Channel: &dingshang.Channel{}},
			productModel{
				ID: s("1"), Media: []types.String{}, Inventory: n(0), Capacity: n(0),
				Category: &categoryModel{}, Channel: &channelModel{Row: n(0), Column: n(0)},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, productModelOf(tc.product)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if none := productModelsOf(nil); none == nil || len(none) != 0 {
		t.Errorf("no products are %#v, want an empty list", none)
	}
}

func TestFilter(t *testing.T) {
	for name, tc := range map[string]struct {
		config model
		want   dingshang.ProductFilter
	}{
		"none":     {model{}, dingshang.ProductFilter{}},
		"category": {model{CategoryID: types.StringValue("3")}, dingshang.ProductFilter{CategoryID: "3"}},
		"cabinet":  {model{CabinetName: types.StringValue("B")}, dingshang.ProductFilter{CabinetName: "B"}},
		"board":    {model{Addr: types.Int64Value(2)}, dingshang.ProductFilter{Addr: "2"}},
	} {
		if got := tc.config.filter(); got != tc.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}
