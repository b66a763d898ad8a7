package machineconfig

// What an attribute is, for the resource and the data source.

type shape int

const (
	integer shape = iota
	flag
	text
	textSetShape
)

// setting is an attribute that can be set.
type setting struct {
	shape       shape
	description string
	// min and max are the bounds of a number. Outside advised ones there is a warning,
	// outside others an error.
	min, max int64
	advised  bool
}

// anyNumber is the largest number that the console's API has.
const anyNumber = 1<<31 - 1

var settings = map[string]setting{
	"brightness":      {shape: integer, min: 0, max: 100, description: "Brightness of the screen in percent, 0 to 100."},
	"volume":          {shape: integer, min: 0, max: 100, description: "Volume in percent, 0 to 100."},
	"language":        {shape: text, description: "Language of the app: `zh_CN`, `en_US` or `zh_HK`. Any other language in this form gives a warning."},
	"languages":       {shape: textSetShape, description: "Languages that customers can choose from, such as `[\"zh_CN\", \"en_US\"]`."},
	"price_digits":    {shape: integer, min: 0, max: 4, advised: true, description: "Number of decimals in displayed prices, 0 to 4."},
	"price_thousands": {shape: flag, description: "Whether prices are shown with thousands separators."},
	"price_line":      {shape: flag, description: "Whether the original price is shown crossed out."},
	"purchase_limit":  {shape: integer, min: 1, max: 3, advised: true, description: "Maximum number of items that a customer can buy at once, 1 to 3."},
	"idle_timeout": {
		shape: integer, min: 30, max: 180, advised: true,
		description: "Seconds without a touch after which the app returns to its start page, 30 to 180.",
	},
	"payment_wait_timeout": {
		shape: integer, min: 30, max: 180, advised: true,
		description: "Seconds that the app waits for a payment, 30 to 180.",
	},
	"carousel_ads_enabled": {shape: flag, description: "Whether the app shows carousel advertisements."},
	"carousel_ads_count":   {shape: integer, min: 0, max: anyNumber, description: "Number of carousel advertisements."},
	"standby_ads_enabled": {
		shape:       flag,
		description: "Whether the app shows standby advertisements. While it does, apps from 1.5.0 on ignore power schedules, reboots and shutdowns.",
	},
	"standby_ads_count":    {shape: integer, min: 0, max: anyNumber, description: "Number of standby advertisements."},
	"standby_ads_autoplay": {shape: flag, description: "Whether standby advertisements play automatically."},
	"pickup_code_enabled": {
		shape:       flag,
		description: "Whether the machine accepts pickup codes. While it is `false`, `dingshang_pickup_codes` fails with code 10023.",
	},
	"free_purchase_enabled": {
		shape:       flag,
		description: "Whether customers get goods without paying. Turning it on gives a warning.",
	},
	"app_cart_enabled":         {shape: flag, description: "Whether the app has a shopping cart."},
	"app_coupon_code_enabled":  {shape: flag, description: "Whether the app accepts coupon codes."},
	"app_upgrade_enabled":      {shape: flag, description: "Whether the app upgrades itself."},
	"auth_credentials_enabled": {shape: flag, description: "Whether the app may fetch a token."},
	"debugging_enabled":        {shape: flag, description: "Whether the app's debug mode is on."},
	"app_navbar_logo":          {shape: text, description: "URL of the logo in the app's navigation bar. `\"\"` clears it."},
}

// reported is what the device reports, by attribute.
var reported = map[string]setting{
	"app_version":          {shape: text, description: "Version of the vending app."},
	"android_version":      {shape: text, description: "Version of Android."},
	"java_version":         {shape: text, description: "Version of Java."},
	"sdk_version":          {shape: text, description: "Version of the Android SDK."},
	"device_model":         {shape: text, description: "Model of the device."},
	"manufacturer":         {shape: text, description: "Manufacturer of the device."},
	"serial_no":            {shape: text, description: "Serial number of the device."},
	"screen_width":         {shape: integer, description: "Width of the screen in pixels."},
	"screen_height":        {shape: integer, description: "Height of the screen in pixels."},
	"network_type":         {shape: text, description: "Kind of network connection, such as `4G`."},
	"network_sim_iccid":    {shape: text, description: "Number of the SIM card (ICCID)."},
	"network_rssi":         {shape: integer, description: "Strength of the network signal in dBm."},
	"temperature":          {shape: text, description: "Temperature, as the device reports it."},
	"humidity":             {shape: text, description: "Humidity, as the device reports it."},
	"uptime_minutes_today": {shape: integer, description: "Minutes that the device has been on today."},
	"status":               {shape: text, description: "Status of the machine: `OPERATIONAL`, `MAINTENANCE` or `TRANSFER`."},
	"is_online":            {shape: flag, description: "Whether the machine is connected to the cloud."},
	"timezone":             {shape: text, description: "IANA name of the machine's time zone."},
}
