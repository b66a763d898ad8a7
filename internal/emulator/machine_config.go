package emulator

import (
	"encoding/json"
	"slices"
)

// MachineConfig is what the vending app on a machine's screen is set to, and what the device
// reports of itself. Whether pickup codes are on is not here but in Machine: it is one switch.
type MachineConfig struct {
	ID                     int32    `json:"id"` // that of the machine when 0
	Brightness             *int32   `json:"brightness"`
	Volume                 *int32   `json:"volume"`
	Language               *string  `json:"language"`
	Languages              []string `json:"languages"`
	PriceDigits            int32    `json:"price_digits"`
	PriceThousands         bool     `json:"price_thousands"`
	PriceLine              bool     `json:"price_line"`
	PurchaseLimit          int32    `json:"purchase_limit"`
	IdleTimeout            int32    `json:"idle_timeout"`
	PaymentWaitTimeout     int32    `json:"payment_wait_timeout"`
	CarouselAdsEnabled     bool     `json:"carousel_ads_enabled"`
	CarouselAdsCount       int32    `json:"carousel_ads_count"`
	StandbyAdsEnabled      bool     `json:"standby_ads_enabled"`
	StandbyAdsCount        int32    `json:"standby_ads_count"`
	StandbyAdsAutoplay     bool     `json:"standby_ads_autoplay"`
	FreePurchaseEnabled    bool     `json:"free_purchase_enabled"`
	AppCartEnabled         bool     `json:"app_cart_enabled"`
	AppCouponCodeEnabled   bool     `json:"app_coupon_code_enabled"`
	AppUpgradeEnabled      bool     `json:"app_upgrade_enabled"`
	AuthCredentialsEnabled bool     `json:"auth_credentials_enabled"`
	DebuggingEnabled       bool     `json:"debugging_enabled"`
	AppNavbarLogo          string   `json:"app_navbar_logo"`

	// The device reports these; nobody sets them.
	AppVersion         *string `json:"app_version"`
	AndroidVersion     *string `json:"android_version"`
	JavaVersion        *string `json:"java_version"`
	SDKVersion         *string `json:"sdk_version"`
	DeviceModel        *string `json:"device_model"`
	Manufacturer       *string `json:"manufacturer"`
	SerialNo           *string `json:"serial_no"`
	ScreenWidth        *int32  `json:"screen_width"`
	ScreenHeight       *int32  `json:"screen_height"`
	NetworkType        *string `json:"network_type"`
	NetworkSimICCID    *string `json:"network_sim_iccid"`
	NetworkRSSI        *int32  `json:"network_rssi"`
	Temperature        *string `json:"temperature"`
	Humidity           *string `json:"humidity"`
	UptimeMinutesToday *int32  `json:"uptime_minutes_today"`
}

// Group is a set of machines in the console.
type Group struct {
	ID     int32  `json:"id"`
	Title  string `json:"title"`
	SortID int32  `json:"sort_id"`
}

// clone is a copy that can be changed without changing the original.
func (m Machine) clone() Machine {
	m.Model, m.Announcement, m.Merchant = deepCopy(m.Model), deepCopy(m.Announcement), deepCopy(m.Merchant)
	m.Currency, m.Config = deepCopy(m.Currency), deepCopy(m.Config)
	m.CategoryIDs = slices.Clone(m.CategoryIDs)
	return m
}

func deepCopy[T any](original *T) *T {
	if original == nil {
		return nil
	}
	text, err := json.Marshal(original)
	if err != nil {
		panic(err) // part of a fleet, which is JSON
	}
	out := new(T)
	if err := json.Unmarshal(text, out); err != nil {
		panic(err)
	}
	return out
}
