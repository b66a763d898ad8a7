data "dingshang_machine" "lobby" {
  machine_no = "16327138"
}

# Warns in every plan and apply while the machine is offline, without stopping anything.
check "lobby_is_online" {
  assert {
    condition     = data.dingshang_machine.lobby.is_online
    error_message = "${data.dingshang_machine.lobby.name} is offline."
  }
}
