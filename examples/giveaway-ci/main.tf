terraform {
  required_version = ">= 1.8"

  required_providers {
    dingshang = {
      source = "dingshang/dingshang"
    }
  }

  # The state holds the codes. Add a backend that encrypts and that few people can read.
}

# CI sets DINGSHANG_APP_ID, DINGSHANG_APP_SECRET and DINGSHANG_APP_KEY from its secrets.
provider "dingshang" {}

# One request for all addresses. A machine that is missing from the list does not stop the others.
data "dingshang_machines" "all" {}

# Running the pipeline again creates nothing. A higher number of codes adds the difference; a higher edition
# cancels the unused codes and creates new ones.
resource "dingshang_pickup_codes" "event" {
  for_each = var.events

  machine_no  = each.value.machine_no
  product_id  = each.value.product_id
  code_count  = each.value.codes
  code_length = 8
  valid_for   = each.value.valid_for

  keepers = {
    edition = each.value.edition
  }
}
