# What the main branch says.

# For those who test the machine after each refill.
resource "dingshang_pickup_codes" "service" {
  machine_no = "16327138"
  product_id = "1323446"
  code_count = 3
  expired_at = "2035-12-31T23:59:59+08:00"
}

# Printed on the flyers for the opening week.
resource "dingshang_pickup_codes" "flyers" {
  machine_no = "16327138"
  product_id = "1323444"
  code_count = 5
  expired_at = "2035-12-31T23:59:59+08:00"

  keepers = {
    printed = "first edition"
  }
}

# For visitors at the front desk.
resource "dingshang_pickup_codes" "front_desk" {
  machine_no = "16327138"
  product_id = "1323443"
  code_count = 8
  expired_at = "2035-12-31T23:59:59+08:00"
}

# For last year's trade fair.
resource "dingshang_pickup_codes" "trade_fair" {
  machine_no = "16327138"
  product_id = "1323448"
  code_count = 4
  expired_at = "2035-12-31T23:59:59+08:00"
}
