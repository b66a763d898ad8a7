import {
  to = dingshang_pickup_codes.launch_party
  identity = {
    machine_no = "16327138"
    product_id = "1323442"
  }
}
