# What the main branch says.

# For those who try the machine out after each refill.
resource "dingshang_pickup_codes" "service" {
  machine_no = "16327138"
  product_id = "1323446"
  code_count = 3
  expired_at = "2027-12-31T23:59:59+08:00"
}

# Printed on the flyers for the opening week.
resource "dingshang_pickup_codes" "flyers" {
  machine_no = "16327138"
  product_id = "1323444"
  code_count = 5
  expired_at = "2027-12-31T23:59:59+08:00"

  keepers = {
    printed = "first edition"
  }
}
