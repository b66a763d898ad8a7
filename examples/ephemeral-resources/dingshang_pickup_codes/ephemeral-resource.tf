resource "dingshang_pickup_codes" "given" {
  machine_no  = "16327138"
  product_id  = "1323442"
  code_count  = 3
  expired_at  = "2035-12-31T23:59:59+08:00"
  store_codes = false # state has the ids only
}

# Reads the numbers of these codes when they are needed, and keeps them in memory only.
ephemeral "dingshang_pickup_codes" "given" {
  machine_no = dingshang_pickup_codes.given.machine_no
  product_id = dingshang_pickup_codes.given.product_id
  ids        = dingshang_pickup_codes.given.code_ids
}

# Hands them to Vault through a write-only attribute: neither plan nor state contains them.
resource "vault_kv_secret_v2" "given" {
  mount = "secret"
  name  = "vending/cola"

  data_json_wo = jsonencode({
    for c in ephemeral.dingshang_pickup_codes.given.codes : c.id => c.code
  })
  data_json_wo_version = 1 # raise it to write again
}
