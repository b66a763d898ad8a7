package console

// MachineConfig is the configuration of a machine's app, and what the device reports.
// Numbers that the console may have no value for are nil.
type MachineConfig struct {
	Brightness             *int64   `json:"brightness"`
	Volume                 *int64   `json:"volume"`
	Language               string   `json:"language"`
	Languages              []string `json:"languages"`
	PriceDigits            int64    `json:"price_digits"`
	PriceThousands         bool     `json:"price_thousands"`
	PriceLine              bool     `json:"price_line"`
	PurchaseLimit          int64    `json:"purchase_limit"`
	IdleTimeout            int64    `json:"idle_timeout"`
	PaymentWaitTimeout     int64    `json:"payment_wait_timeout"`
	CarouselAdsEnabled     bool     `json:"carousel_ads_enabled"`
	CarouselAdsCount       int64    `json:"carousel_ads_count"`
	StandbyAdsEnabled      bool     `json:"standby_ads_enabled"`
	StandbyAdsCount        int64    `json:"standby_ads_count"`
	StandbyAdsAutoplay     bool     `json:"standby_ads_autoplay"`
	PickupCodeEnabled      bool     `json:"pickup_code_enabled"`
	FreePurchaseEnabled    bool     `json:"free_purchase_enabled"`
	AppCartEnabled         bool     `json:"app_cart_enabled"`
	AppCouponCodeEnabled   bool     `json:"app_coupon_code_enabled"`
	AppUpgradeEnabled      bool     `json:"app_upgrade_enabled"`
	AuthCredentialsEnabled bool     `json:"auth_credentials_enabled"`
	DebuggingEnabled       bool     `json:"debugging_enabled"`
	AppNavbarLogo          string   `json:"app_navbar_logo"`

	AppVersion         string `json:"app_version"`
	AndroidVersion     string `json:"android_version"`
	JavaVersion        string `json:"java_version"`
	SDKVersion         string `json:"sdk_version"`
	DeviceModel        string `json:"device_model"`
	Manufacturer       string `json:"manufacturer"`
	SerialNo           string `json:"serial_no"`
	ScreenWidth        *int64 `json:"screen_width"`
	ScreenHeight       *int64 `json:"screen_height"`
	NetworkType        string `json:"network_type"`
	NetworkSIMICCID    string `json:"network_sim_iccid"`
	NetworkRSSI        *int64 `json:"network_rssi"`
	Temperature        string `json:"temperature"`
	Humidity           string `json:"humidity"`
	UptimeMinutesToday *int64 `json:"uptime_minutes_today"`
}
