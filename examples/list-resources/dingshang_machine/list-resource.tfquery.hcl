# Run it with: terraform query -generate-config-out=fleet.tf
list "dingshang_machine" "fleet" {
  provider = dingshang
}

# Only one group of the merchant console
list "dingshang_machine" "lobbies" {
  provider = dingshang
  config {
    group_id = "31"
  }
}
