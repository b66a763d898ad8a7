data "dingshang_machines" "all" {}

# The machines in operation, by number. Filtering by is_online instead would drop a
# machine from the configuration, and so destroy what belongs to it, whenever it is offline.
data "dingshang_machine" "each" {
  for_each = toset([for m in data.dingshang_machines.all.machines : m.machine_no if m.in_operation])

  machine_no = each.key
}

output "offline" {
  value = [for m in data.dingshang_machines.all.machines : m.name if !m.is_online]
}
