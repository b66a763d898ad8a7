# Cancels every unused code of a product. Keep it for the day on which codes leak:
#
#   terraform apply -invoke=action.dingshang_cancel_pickup_codes.cola
action "dingshang_cancel_pickup_codes" "cola" {
  config {
    machine_no = "16327138"
    product_id = "1323442"
  }
}

# Cancels every unused code of a machine.
action "dingshang_cancel_pickup_codes" "whole_machine" {
  config {
    machine_no   = "16327138"
    all_products = true
  }
}
