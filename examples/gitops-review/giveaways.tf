# What the pull request says. before/giveaways.tf is the file that it changes.

# For those who try the machine out after each refill. There are more of them now.
resource "dingshang_pickup_codes" "service" {
  machine_no = "16327138"
  product_id = "1323446"
  code_count = 5
  expired_at = "2027-12-31T23:59:59+08:00"
}

# Printed on the flyers for the opening week. The first edition had a misprint.
resource "dingshang_pickup_codes" "flyers" {
  machine_no = "16327138"
  product_id = "1323444"
  code_count = 5
  expired_at = "2027-12-31T23:59:59+08:00"

  keepers = {
    printed = "second edition"
  }
}

# Guests of the launch party get a drink.
resource "dingshang_pickup_codes" "launch_party" {
  machine_no  = "16327138"
  product_id  = "1323442"
  code_count  = 20
  code_length = 8
  expired_at  = "2027-12-31T23:59:59+08:00"

  keepers = {
    event = "launch-party"
  }
}
