terraform {
  required_version = ">= 1.8"

  required_providers {
    dingshang = {
      source = "dingshang/dingshang"
    }
  }
}

# Credentials come from the environment: DINGSHANG_APP_ID, …
provider "dingshang" {}

# Codes for the service team. They are valid for 30 days. From a week before they expire, the next apply creates
# new ones, and both are valid until the old ones expire: nobody is left with a card that has stopped working.
resource "dingshang_pickup_codes" "service" {
  machine_no = "16327138"
  product_id = "1323442"
  code_count = 3

  valid_for           = "720h"
  recreate_if_expired = true
  renew_before        = "168h"

  # Replacing must not cancel the old codes. They expire by themselves.
  skip_destroy = true

  lifecycle {
    create_before_destroy = true
  }
}

output "codes" {
  description = "The newest codes by id."
  sensitive   = true
  value       = { for c in dingshang_pickup_codes.service.codes : c.id => c.code }
}

output "expires" {
  value = dingshang_pickup_codes.service.expired_at
}
