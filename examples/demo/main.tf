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

data "dingshang_machine" "lobby" {
  machine_no = dingshang_machine_config.lobby.machine_no
}

# Twenty free colas for the guests of a launch party, good for three days.
resource "dingshang_pickup_codes" "launch_party" {
  machine_no  = data.dingshang_machine.lobby.machine_no
  product_id  = "1323442"
  code_count  = 20
  code_length = 8
  valid_for   = "72h"

  keepers = {
    event = "launch-party"
  }
}
