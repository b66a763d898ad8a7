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

# State keeps the ids of the codes, and not their numbers.
resource "dingshang_pickup_codes" "given" {
  machine_no  = var.machine_no
  product_id  = var.product_id
  code_count  = var.code_count
  code_length = 10
  expired_at  = var.expired_at
  store_codes = false
}

# Reads the numbers and keeps them in memory only. While the ids are not known yet, it waits for the apply.
ephemeral "dingshang_pickup_codes" "given" {
  machine_no = var.machine_no
  product_id = var.product_id
  ids        = [for id in local.given.code_ids : id if !contains(local.given.spent_code_ids, id)]

  lifecycle {
    postcondition {
      condition     = length(self.missing_ids) == 0
      error_message = "Some of these codes were used after the refresh. Run the command again."
    }
  }
}

locals {
  given = dingshang_pickup_codes.given
}

# data_json_wo is write-only: the codes pass through it into Vault, and neither plan nor state contains them.
resource "vault_kv_secret_v2" "codes" {
  mount = var.mount
  name  = "vending/${var.machine_no}/${var.product_id}"

  data_json_wo = jsonencode({ for c in ephemeral.dingshang_pickup_codes.given.codes : c.id => c.code })

  # Terraform cannot see that the secret has changed, so the version says when to write it: the highest id changes
  # whenever codes are added, replaced or cancelled.
  data_json_wo_version = tonumber(local.given.code_ids[length(local.given.code_ids) - 1])
}
