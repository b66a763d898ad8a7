# Checks warn in every plan and apply and stop nothing: one machine that is offline must not hold up the others.

data "dingshang_machines" "all" {}

data "dingshang_products" "each" {
  for_each = { for no, m in var.machines : no => m.service if m.service != null }

  machine_no = each.key
}

locals {
  listed = { for m in data.dingshang_machines.all.machines : m.machine_no => m }

  offline = [for no, m in var.machines : "${m.name} (${no})" if !try(local.listed[no].is_online, false)]

  in_stock = {
    for no, products in data.dingshang_products.each : no => lookup(
      { for p in products.products : p.id => p.inventory }, var.machines[no].service.product_id, 0
    )
  }

  short = [
    for no, codes in dingshang_pickup_codes.service :
    "${codes.product_name} on ${codes.machine_name} (${codes.unused_count} codes, ${local.in_stock[no]} in stock)"
    if codes.unused_count > local.in_stock[no]
  ]
}

check "online" {
  assert {
    condition     = length(local.offline) == 0
    error_message = "Offline, so codes and hours cannot be changed: ${join(", ", local.offline)}."
  }
}

check "stock" {
  assert {
    condition     = length(local.short) == 0
    error_message = "More unused codes than stock: ${join(", ", local.short)}."
  }
}
