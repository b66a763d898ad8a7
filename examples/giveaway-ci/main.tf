terraform {
  required_version = ">= 1.8"

  required_providers {
    dingshang = {
      source = "dingshang/dingshang"
    }
  }
}

# CI sets DINGSHANG_APP_ID, DINGSHANG_APP_SECRET and DINGSHANG_APP_KEY from its secrets.
provider "dingshang" {}

data "dingshang_machine" "venue" {
  machine_no = var.machine_no
}

# Running the pipeline again makes nothing again. A higher number of codes adds to those there are; another
# event, or another edition of it, cancels the unused codes and makes new ones.
resource "dingshang_pickup_codes" "giveaway" {
  machine_no  = var.machine_no
  product_id  = var.product_id
  code_count  = var.codes
  code_length = 8
  valid_for   = var.valid_for

  keepers = {
    event   = var.event
    edition = var.edition
  }
}
