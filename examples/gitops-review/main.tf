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
