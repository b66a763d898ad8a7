terraform {
  required_version = ">= 1.8"

  required_providers {
    dingshang = {
      source = "dingshang/dingshang"
    }
  }
}

# The credentials come from DINGSHANG_APP_ID, DINGSHANG_APP_SECRET and DINGSHANG_APP_KEY.
provider "dingshang" {}
