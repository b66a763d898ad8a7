data "dingshang_machines" "all" {}

# Two free products of choice for the team that looks after each machine.
resource "dingshang_pickup_codes" "team" {
  for_each = {
    for m in data.dingshang_machines.all.machines : m.machine_no => m
    if m.is_online && m.in_operation
  }

  machine_no = each.key
  product_id = "1323442"
  code_count = 2
}

output "offline" {
  value = [for m in data.dingshang_machines.all.machines : m.name if !m.is_online]
}
