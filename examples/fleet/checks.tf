# Checks warn in every plan and apply, and stop nothing: one machine that is offline must not hold up the others.

locals {
  offline = [for no, m in data.dingshang_machine.each : "${m.name} (${no})" if !m.is_online]

  in_stock = {
    for no, m in var.machines : no => lookup(
      { for p in data.dingshang_products.each[no].products : p.id => p.inventory }, m.product_id, 0
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
    error_message = "Offline, so that no codes can be made or cancelled: ${join(", ", local.offline)}."
  }
}

check "stock" {
  assert {
    condition     = length(local.short) == 0
    error_message = "More unused codes than stock: ${join(", ", local.short)}."
  }
}
