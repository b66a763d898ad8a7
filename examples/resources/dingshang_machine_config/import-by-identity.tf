import {
  to = dingshang_machine_config.lobby
  identity = {
    machine_no = "16327138"
  }
}
