# Twenty codes for one product. Raising code_count later adds codes and keeps these.
resource "dingshang_pickup_codes" "launch_party" {
  machine_no  = "16327138"
  product_id  = "1323442"
  code_count  = 20
  code_length = 8
  expired_at  = "2035-12-31T23:59:59+08:00"

  keepers = {
    event = "launch-party"
  }
}

# One code that is valid for three days. The first apply after that replaces it.
resource "dingshang_pickup_codes" "service_technician" {
  machine_no          = "16327138"
  product_id          = "1323443"
  valid_for           = "72h"
  recreate_if_expired = true
}

# Codes for all products of a machine.
resource "dingshang_pickup_codes" "tasting" {
  machine_no   = "16327175"
  all_products = true
  expired_at   = "2035-12-31 23:59:59" # the vendor's format, in GMT+8
}

output "launch_party_codes" {
  description = "Codes by id."
  sensitive   = true
  value       = { for c in dingshang_pickup_codes.launch_party.codes : c.id => c.code }
}
