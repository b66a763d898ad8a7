package machine

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/dingshang"
)

func TestModelOfFullMachine(t *testing.T) {
	got := modelOf("16327138", dingshang.Machine{
		Name: "鼎商测试1号", Address: "北京市", Position: &dingshang.Position{Longitude: 116.5, Latitude: 39.9}, IsOnline: true,
		Type: 1, ModelID: "12", CabinetNames: []string{"B", "A"}, CoverImage: "https://img.example.com/1.png",
		Categories:   []dingshang.Category{{ID: "3", Title: "日用品"}, {ID: "1", Title: "饮料"}},
		Announcement: &dingshang.Announcement{Title: "欢迎光临"},
		Merchant:     &dingshang.Merchant{Title: "商户", Description: "自动售货", Logo: "l", StoreID: "1024", Status: "1", CreatedAt: "2023-03-01 09:00:00"},
		Currency:     &dingshang.Currency{ID: "1", Name: "人民币", Code: "CNY", Symbol: "¥"},
	})
	s := types.StringValue
	want := model{
		MachineNo: s("16327138"), Name: s("鼎商测试1号"), Address: s("北京市"),
		Longitude: types.Float64Value(116.5), Latitude: types.Float64Value(39.9), IsOnline: types.BoolValue(true),
		MachineType: types.Int64Value(1), MachineTypeName: s("vending machine"), ModelID: s("12"),
		CabinetNames: []types.String{s("B"), s("A")}, CoverImage: s("https://img.example.com/1.png"),
		Categories:   []categoryModel{{ID: s("3"), Title: s("日用品")}, {ID: s("1"), Title: s("饮料")}},
		Announcement: &announcementModel{Title: s("欢迎光临")},
		Merchant:     &merchantModel{Title: s("商户"), Description: s("自动售货"), Logo: s("l"), StoreID: s("1024"), Status: s("1"), CreatedAt: s("2023-03-01 09:00:00")},
		Currency:     &currencyModel{ID: s("1"), Name: s("人民币"), Code: s("CNY"), Symbol: s("¥")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestModelOfEmptyMachine(t *testing.T) {
	// The zero values of the framework's types are null.
	want := model{
		MachineNo: types.StringValue("16327138"), IsOnline: types.BoolValue(false),
		CabinetNames: []types.String{}, Categories: []categoryModel{},
	}
	if diff := cmp.Diff(want, modelOf("16327138", dingshang.Machine{})); diff != "" {
		t.Error(diff)
	}
}

func TestMachineTypeNames(t *testing.T) {
	for number, want := range map[int64]types.String{
		0: types.StringNull(),
		1: types.StringValue("vending machine"),
		2: types.StringValue("amusement machine"),
		3: types.StringValue("claw machine"),
		4: types.StringValue("lending cabinet"),
		5: types.StringValue("return cabinet"),
		6: types.StringValue("locker cabinet"),
		7: types.StringNull(),
	} {
		if got := modelOf("", dingshang.Machine{Type: number}); !got.MachineTypeName.Equal(want) {
			t.Errorf("type %d is %s, want %s", number, got.MachineTypeName, want)
		}
	}
}

func TestListModelOf(t *testing.T) {
	got := listModelOf([]dingshang.MachineSummary{
		{
			MachineNo: "16327138", Name: "鼎商测试1号", IsOnline: true, InOperation: true, Address: "北京市",
			Position: &dingshang.Position{Longitude: 116.5, Latitude: 39.9}, Contact: "张三", Tel: "010",
			NotifyMessage: "库存不足", CreatedAt: "2023-03-02 10:20:30",
		},
		{MachineNo: "16327140"},
	})
	s := types.StringValue
	want := listModel{Machines: []summaryModel{
		{
			MachineNo: s("16327138"), Name: s("鼎商测试1号"), IsOnline: types.BoolValue(true), InOperation: types.BoolValue(true),
			Address: s("北京市"), Longitude: types.Float64Value(116.5), Latitude: types.Float64Value(39.9),
			Contact: s("张三"), Tel: s("010"), NotifyMessage: s("库存不足"), CreatedAt: s("2023-03-02 10:20:30"),
		},
		{MachineNo: s("16327140"), IsOnline: types.BoolValue(false), InOperation: types.BoolValue(false)},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if none := listModelOf(nil); none.Machines == nil || len(none.Machines) != 0 {
		t.Errorf("no machines are %#v, want an empty list", none.Machines)
	}
}
