terraform {
  required_version = ">= 1.11" # of Terraform and of OpenTofu: ephemeral resources, write-only attributes

  required_providers {
    dingshang = {
      source = "dingshang/dingshang"
    }
    vault = {
      source  = "hashicorp/vault"
      version = ">= 5.0"
    }
  }
}

# Credentials come from the environment: DINGSHANG_APP_ID, …, and VAULT_ADDR and VAULT_TOKEN.
provider "dingshang" {}

provider "vault" {}

# The unused codes of the product, read anew by each plan and apply and kept in memory only. Opening it makes no
# codes: they were made in the console, or by another configuration.
ephemeral "dingshang_pickup_codes" "given" {
  machine_no = var.machine_no
  product_id = var.product_id

  lifecycle {
    postcondition {
      condition     = length(self.codes) > 0
      error_message = "There are no unused codes to hand over, and an empty secret would replace those in the store."
    }
  }
}

# data_json_wo is write-only: the codes pass through it into the store, and neither plan nor state holds them.
resource "vault_kv_secret_v2" "codes" {
  mount = var.mount
  name  = "vending/${var.machine_no}/${var.product_id}"

  data_json_wo         = jsonencode({ for c in ephemeral.dingshang_pickup_codes.given.codes : c.id => c.code })
  data_json_wo_version = var.handover
}
