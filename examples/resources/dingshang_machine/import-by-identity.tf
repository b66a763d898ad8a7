import {
  to = dingshang_machine.lobby
  identity = {
    machine_no = "16327138"
  }
}
