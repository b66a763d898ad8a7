# All unused codes of a product: machine number and product id
terraform import dingshang_pickup_codes.launch_party 16327138/1323442

# Only the codes with these ids
terraform import dingshang_pickup_codes.launch_party "16327138/1323442/2111,2113"
