# Everything that the machine sells, in all its cabinets.
data "dingshang_products" "lobby" {
  machine_no = "16327138"
}

# Only cabinet B.
data "dingshang_products" "lobby_b" {
  machine_no   = "16327138"
  cabinet_name = "B"
}

# Two codes for each product with room for two. Filtering by inventory instead would drop a
# product from the configuration, and so cancel its codes, whenever its stock runs low.
resource "dingshang_pickup_codes" "sample" {
  for_each = {
    for p in data.dingshang_products.lobby.products : p.id => p
    if p.capacity >= 2
  }

  machine_no = "16327138"
  product_id = each.key
  code_count = 2
  valid_for  = "48h"
}
