import {
  to = dingshang_machine_config.lobby
  id = "16327138"
}
