terraform {
  required_version = ">= 1.8"

  required_providers {
    dingshang = {
      source = "dingshang/dingshang"
    }
  }
}

# Address and credentials come from the environment: DINGSHANG_URL, DINGSHANG_APP_ID, …
provider "dingshang" {}

data "dingshang_machine" "each" {
  for_each = var.machines

  machine_no = each.key
}

data "dingshang_products" "each" {
  for_each = var.machines

  machine_no = each.key
}

# Free products with which the people who look after a machine try it out. They expire by the quarter and
# are made anew by the first apply after that.
#
# for_each goes over the machines that somebody wrote down, not over those that are online now: a machine
# that left for_each for being offline would have its codes cancelled.
resource "dingshang_pickup_codes" "service" {
  for_each = var.machines

  machine_no          = each.key
  product_id          = each.value.product_id
  code_count          = each.value.codes
  valid_for           = "2160h"
  recreate_if_expired = true
}
