import {
  to = dingshang_machine.lobby
  id = "16327138"
}
