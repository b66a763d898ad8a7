package machineconfig

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/fleet"
)

// settingsModel is what can be set of a machine's app.
type settingsModel struct {
	Brightness             types.Int64  `tfsdk:"brightness"`
	Volume                 types.Int64  `tfsdk:"volume"`
	Language               types.String `tfsdk:"language"`
	Languages              types.Set    `tfsdk:"languages"`
	PriceDigits            types.Int64  `tfsdk:"price_digits"`
	PriceThousands         types.Bool   `tfsdk:"price_thousands"`
	PriceLine              types.Bool   `tfsdk:"price_line"`
	PurchaseLimit          types.Int64  `tfsdk:"purchase_limit"`
	IdleTimeout            types.Int64  `tfsdk:"idle_timeout"`
	PaymentWaitTimeout     types.Int64  `tfsdk:"payment_wait_timeout"`
	CarouselAdsEnabled     types.Bool   `tfsdk:"carousel_ads_enabled"`
	CarouselAdsCount       types.Int64  `tfsdk:"carousel_ads_count"`
	StandbyAdsEnabled      types.Bool   `tfsdk:"standby_ads_enabled"`
	StandbyAdsCount        types.Int64  `tfsdk:"standby_ads_count"`
	StandbyAdsAutoplay     types.Bool   `tfsdk:"standby_ads_autoplay"`
	PickupCodeEnabled      types.Bool   `tfsdk:"pickup_code_enabled"`
	FreePurchaseEnabled    types.Bool   `tfsdk:"free_purchase_enabled"`
	AppCartEnabled         types.Bool   `tfsdk:"app_cart_enabled"`
	AppCouponCodeEnabled   types.Bool   `tfsdk:"app_coupon_code_enabled"`
	AppUpgradeEnabled      types.Bool   `tfsdk:"app_upgrade_enabled"`
	AuthCredentialsEnabled types.Bool   `tfsdk:"auth_credentials_enabled"`
	DebuggingEnabled       types.Bool   `tfsdk:"debugging_enabled"`
	AppNavbarLogo          types.String `tfsdk:"app_navbar_logo"`
}

// resourceModel is the resource dingshang_machine_config.
type resourceModel struct {
	ID        types.String `tfsdk:"id"`
	MachineNo types.String `tfsdk:"machine_no"`
	settingsModel
}

// dataSourceModel is the data source dingshang_machine_config.
type dataSourceModel struct {
	resourceModel
	deviceModel
	Status   types.String `tfsdk:"status"`
	IsOnline types.Bool   `tfsdk:"is_online"`
	Timezone types.String `tfsdk:"timezone"`
}

// deviceModel is what the device reports.
type deviceModel struct {
	AppVersion         types.String `tfsdk:"app_version"`
	AndroidVersion     types.String `tfsdk:"android_version"`
	JavaVersion        types.String `tfsdk:"java_version"`
	SDKVersion         types.String `tfsdk:"sdk_version"`
	DeviceModel        types.String `tfsdk:"device_model"`
	Manufacturer       types.String `tfsdk:"manufacturer"`
	SerialNo           types.String `tfsdk:"serial_no"`
	ScreenWidth        types.Int64  `tfsdk:"screen_width"`
	ScreenHeight       types.Int64  `tfsdk:"screen_height"`
	NetworkType        types.String `tfsdk:"network_type"`
	NetworkSIMICCID    types.String `tfsdk:"network_sim_iccid"`
	NetworkRSSI        types.Int64  `tfsdk:"network_rssi"`
	Temperature        types.String `tfsdk:"temperature"`
	Humidity           types.String `tfsdk:"humidity"`
	UptimeMinutesToday types.Int64  `tfsdk:"uptime_minutes_today"`
}

func resourceModelOf(machineNo string, c console.MachineConfig) resourceModel {
	return resourceModel{
		ID:            types.StringValue(machineNo),
		MachineNo:     types.StringValue(machineNo),
		settingsModel: settingsModelOf(c),
	}
}

func settingsModelOf(c console.MachineConfig) settingsModel {
	return settingsModel{
		Brightness:             types.Int64PointerValue(c.Brightness),
		Volume:                 types.Int64PointerValue(c.Volume),
		Language:               customtypes.Text(c.Language),
		Languages:              textSet(c.Languages),
		PriceDigits:            types.Int64Value(c.PriceDigits),
		PriceThousands:         types.BoolValue(c.PriceThousands),
		PriceLine:              types.BoolValue(c.PriceLine),
		PurchaseLimit:          types.Int64Value(c.PurchaseLimit),
		IdleTimeout:            types.Int64Value(c.IdleTimeout),
		PaymentWaitTimeout:     types.Int64Value(c.PaymentWaitTimeout),
		CarouselAdsEnabled:     types.BoolValue(c.CarouselAdsEnabled),
		CarouselAdsCount:       types.Int64Value(c.CarouselAdsCount),
		StandbyAdsEnabled:      types.BoolValue(c.StandbyAdsEnabled),
		StandbyAdsCount:        types.Int64Value(c.StandbyAdsCount),
		StandbyAdsAutoplay:     types.BoolValue(c.StandbyAdsAutoplay),
		PickupCodeEnabled:      types.BoolValue(c.PickupCodeEnabled),
		FreePurchaseEnabled:    types.BoolValue(c.FreePurchaseEnabled),
		AppCartEnabled:         types.BoolValue(c.AppCartEnabled),
		AppCouponCodeEnabled:   types.BoolValue(c.AppCouponCodeEnabled),
		AppUpgradeEnabled:      types.BoolValue(c.AppUpgradeEnabled),
		AuthCredentialsEnabled: types.BoolValue(c.AuthCredentialsEnabled),
		DebuggingEnabled:       types.BoolValue(c.DebuggingEnabled),
		AppNavbarLogo:          customtypes.Text(c.AppNavbarLogo),
	}
}

// dataSourceModelOf has nulls for what a machine without a configuration lacks.
func dataSourceModelOf(m console.Machine) dataSourceModel {
	out := dataSourceModel{
		resourceModel: resourceModel{
			ID: types.StringValue(m.MachineNo), MachineNo: types.StringValue(m.MachineNo),
			settingsModel: settingsModel{Languages: types.SetNull(types.StringType)},
		},
		Status:   customtypes.Text(m.Status),
		IsOnline: types.BoolValue(m.IsOnline),
		Timezone: customtypes.Text(m.Timezone),
	}
	if c := m.Config; c != nil {
		out.settingsModel = settingsModelOf(*c)
		out.deviceModel = deviceModel{
			AppVersion:         customtypes.Text(c.AppVersion),
			AndroidVersion:     customtypes.Text(c.AndroidVersion),
			JavaVersion:        customtypes.Text(c.JavaVersion),
			SDKVersion:         customtypes.Text(c.SDKVersion),
			DeviceModel:        customtypes.Text(c.DeviceModel),
			Manufacturer:       customtypes.Text(c.Manufacturer),
			SerialNo:           customtypes.Text(c.SerialNo),
			ScreenWidth:        types.Int64PointerValue(c.ScreenWidth),
			ScreenHeight:       types.Int64PointerValue(c.ScreenHeight),
			NetworkType:        customtypes.Text(c.NetworkType),
			NetworkSIMICCID:    customtypes.Text(c.NetworkSIMICCID),
			NetworkRSSI:        types.Int64PointerValue(c.NetworkRSSI),
			Temperature:        customtypes.Text(c.Temperature),
			Humidity:           customtypes.Text(c.Humidity),
			UptimeMinutesToday: types.Int64PointerValue(c.UptimeMinutesToday),
		}
	}
	return out
}

func textSet(texts []string) types.Set {
	texts = slices.Compact(slices.Sorted(slices.Values(texts)))
	elements := make([]attr.Value, len(texts))
	for i, text := range texts {
		elements[i] = types.StringValue(text)
	}
	return types.SetValueMust(types.StringType, elements)
}

// updateOf is what changes the given attributes.
func updateOf(changed fleet.Values) console.ConfigUpdate {
	return console.ConfigUpdate{
		Brightness:             changed.Integer("brightness"),
		Volume:                 changed.Integer("volume"),
		Language:               changed.Text("language"),
		Languages:              changed.Texts("languages"),
		PriceDigits:            changed.Integer("price_digits"),
		PriceThousands:         changed.Flag("price_thousands"),
		PriceLine:              changed.Flag("price_line"),
		PurchaseLimit:          changed.Integer("purchase_limit"),
		IdleTimeout:            changed.Integer("idle_timeout"),
		PaymentWaitTimeout:     changed.Integer("payment_wait_timeout"),
		CarouselAdsEnabled:     changed.Flag("carousel_ads_enabled"),
		CarouselAdsCount:       changed.Integer("carousel_ads_count"),
		StandbyAdsEnabled:      changed.Flag("standby_ads_enabled"),
		StandbyAdsCount:        changed.Integer("standby_ads_count"),
		StandbyAdsAutoplay:     changed.Flag("standby_ads_autoplay"),
		PickupCodeEnabled:      changed.Flag("pickup_code_enabled"),
		FreePurchaseEnabled:    changed.Flag("free_purchase_enabled"),
		AppCartEnabled:         changed.Flag("app_cart_enabled"),
		AppCouponCodeEnabled:   changed.Flag("app_coupon_code_enabled"),
		AppUpgradeEnabled:      changed.Flag("app_upgrade_enabled"),
		AuthCredentialsEnabled: changed.Flag("auth_credentials_enabled"),
		DebuggingEnabled:       changed.Flag("debugging_enabled"),
		AppNavbarLogo:          changed.Text("app_navbar_logo"),
	}
}
