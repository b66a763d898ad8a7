data "dingshang_pickup_codes" "cola" {
  machine_no = "16327138"
  product_id = "1323442"
}

output "codes_left" {
  value = length(data.dingshang_pickup_codes.cola.codes)
}
