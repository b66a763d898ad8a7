# Run it with: terraform query -generate-config-out=configs.tf
list "dingshang_machine_config" "fleet" {
  provider = dingshang
}
