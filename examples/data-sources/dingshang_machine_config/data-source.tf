data "dingshang_machine_config" "lobby" {
  machine_no = "16327138"
}

output "app_version" {
  value = data.dingshang_machine_config.lobby.app_version
}
