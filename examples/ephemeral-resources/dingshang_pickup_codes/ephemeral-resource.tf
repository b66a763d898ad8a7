ephemeral "dingshang_pickup_codes" "cola" {
  machine_no = "16327138"
  product_id = "1323442"
}

# Hands the codes to Vault through a write-only attribute: neither plan nor state holds them.
resource "vault_kv_secret_v2" "cola" {
  mount = "secret"
  name  = "vending/cola"

  data_json_wo = jsonencode({
    for c in ephemeral.dingshang_pickup_codes.cola.codes : c.id => c.code
  })
  data_json_wo_version = 1 # raise it to write again
}
