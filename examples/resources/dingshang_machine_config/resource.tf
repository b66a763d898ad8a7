# Only what is written here is managed: everything else stays as the console has it.
resource "dingshang_machine_config" "lobby" {
  machine_no          = "16327138"
  brightness          = 80
  volume              = 30
  languages           = ["zh_CN", "en_US"]
  pickup_code_enabled = true
}

# Codes need the switch that the configuration turns on.
resource "dingshang_pickup_codes" "launch_party" {
  machine_no = dingshang_machine_config.lobby.machine_no
  product_id = "1323442"
  code_count = 20
  expired_at = "2030-12-31T23:59:59+08:00"

  depends_on = [dingshang_machine_config.lobby]
}
