# What the pull request says. before/giveaways.tf is the file that it changes.

# For those who test the machine after each refill. The team has two more people now.
resource "dingshang_pickup_codes" "service" {
  machine_no = "16327138"
  product_id = "1323446"
  code_count = 5
  expired_at = "2035-12-31T23:59:59+08:00"
}

# Printed on the flyers for the opening week. The first edition had a misprint.
resource "dingshang_pickup_codes" "flyers" {
  machine_no = "16327138"
  product_id = "1323444"
  code_count = 5
  expired_at = "2035-12-31T23:59:59+08:00"

  keepers = {
    printed = "second edition"
  }
}

# For visitors at the front desk. Fewer of them come than expected.
resource "dingshang_pickup_codes" "front_desk" {
  machine_no = "16327138"
  product_id = "1323443"
  code_count = 6
  expired_at = "2035-12-31T23:59:59+08:00"
}

# Guests of the launch party get a drink.
resource "dingshang_pickup_codes" "launch_party" {
  machine_no  = "16327138"
  product_id  = "1323442"
  code_count  = 20
  code_length = 8
  expired_at  = "2035-12-31T23:59:59+08:00"

  keepers = {
    event = "launch-party"
  }

  # More than this needs another approval. A failed postcondition stops the plan.
  lifecycle {
    postcondition {
      condition     = tonumber(coalesce(self.retail_value, "0")) <= 100
      error_message = "The launch party may give away goods worth 100.00 at most."
    }
  }
}
