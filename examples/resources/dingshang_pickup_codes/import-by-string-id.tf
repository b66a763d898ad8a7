import {
  to = dingshang_pickup_codes.launch_party
  id = "16327138/1323442/2111,2113"
}
