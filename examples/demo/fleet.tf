# The machine's record and its app's settings, through the merchant console's API. What is left out here
# stays as it is.
resource "dingshang_machine" "lobby" {
  machine_no = "16327138"
  name       = "鼎商测试1号 · Lobby"
}

resource "dingshang_machine_config" "lobby" {
  machine_no          = dingshang_machine.lobby.machine_no
  pickup_code_enabled = true
}
