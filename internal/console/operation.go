package console

// operation is one GraphQL request. Its name is also that of the field it asks for.
type operation struct {
	name     string
	text     string
	mutation bool
	once     bool // never sent again once it can have been heard
}

// machineFields are all that is asked of a machine. The secret ones, password and
// app_key, are never asked for.
const machineFields = `
fragment machineFields on MachineObject {
  id machine_no name address contact tel lng_lat timezone status is_online cover_image group_id
  config {
    brightness volume language languages price_digits price_thousands price_line purchase_limit
    idle_timeout payment_wait_timeout carousel_ads_enabled carousel_ads_count
    standby_ads_enabled standby_ads_count standby_ads_autoplay pickup_code_enabled free_purchase_enabled
    app_cart_enabled app_coupon_code_enabled app_upgrade_enabled auth_credentials_enabled debugging_enabled
    app_navbar_logo app_version android_version java_version sdk_version device_model manufacturer serial_no
    screen_width screen_height network_type network_sim_iccid network_rssi temperature humidity uptime_minutes_today
  }
}`

var (
	opSignin = operation{name: "signin", text: `mutation signin($input: String!) { signin(input: $input) }`}

	opMachines = operation{name: "machines", text: `query machines($input: MachinesQueryInput!) {
  machines(input: $input) { data { ...machineFields } total currentPage lastPage perPage }
}` + machineFields}

	opMachine = operation{name: "machine", text: `query machine($id: Int!) {
  machine(id: $id) { ...machineFields }
}` + machineFields}

	opUpdateMachine = operation{name: "updateMachine", mutation: true, text: `mutation updateMachine($id: Int!, $input: MachineInput!) {
  updateMachine(id: $id, input: $input)
}`}

	opUpdateMachineConfig = operation{name: "updateMachineConfig", mutation: true, text: `mutation updateMachineConfig($machine_id: Int!, $input: MachineConfigInput!) {
  updateMachineConfig(machine_id: $machine_id, input: $input)
}`}

	opSetPowerSchedule = operation{name: "setMachinePowerSchedule", mutation: true, text: `mutation setMachinePowerSchedule($machine_id: Int!, $input: PowerScheduleInput!) {
  setMachinePowerSchedule(machine_id: $machine_id, input: $input)
}`}

	opSchedulePowerOnce = operation{name: opSetPowerSchedule.name, mutation: true, once: true, text: opSetPowerSchedule.text}

	opClearPowerSchedule = operation{name: "clearMachinePowerSchedule", mutation: true, text: `mutation clearMachinePowerSchedule($machine_id: Int!) {
  clearMachinePowerSchedule(machine_id: $machine_id)
}`}

	opReboot = operation{name: "rebootMachine", mutation: true, once: true, text: `mutation rebootMachine($machine_id: Int!) {
  rebootMachine(machine_id: $machine_id)
}`}

	opShutdown = operation{name: "shutdownMachine", mutation: true, once: true, text: `mutation shutdownMachine($machine_id: Int!) {
  shutdownMachine(machine_id: $machine_id)
}`}

	opClearMalfunction = operation{name: "clearMalfunction", mutation: true, once: true, text: `mutation clearMalfunction($machine_id: Int!) {
  clearMalfunction(machine_id: $machine_id)
}`}
)
