output "where" {
  description = "What the codes are for, and where."
  value       = "${dingshang_pickup_codes.launch_party.product_name}, ${data.dingshang_machine.lobby.name}, ${data.dingshang_machine.lobby.address}"
}

output "expires" {
  value = dingshang_pickup_codes.launch_party.expired_at
}

# A code is as good as the product it buys, so outputs with codes are sensitive. They read the ids and
# the codes only: whether a guest has used a code is not their business, and does not change them.
output "vouchers" {
  description = "One line per guest: the id of the code and the code."
  sensitive   = true
  value       = join("\n", [for c in dingshang_pickup_codes.launch_party.codes : "${c.id}  ${c.code}"])
}

output "first_code" {
  description = "The code of the first guest."
  sensitive   = true
  value       = dingshang_pickup_codes.launch_party.codes[0].code
}
