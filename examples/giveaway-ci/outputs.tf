# What the outputs with codes are made of does not change when a guest uses a code: they read neither the
# status of the codes nor the stock.

locals {
  giveaway = dingshang_pickup_codes.giveaway

  # As a person reads it at the machine.
  good_until = formatdate("YYYY-MM-DD hh:mm", local.giveaway.expired_at)

  rows = [
    for c in local.giveaway.codes :
    [var.event, local.giveaway.machine_name, local.giveaway.product_name, c.id, c.code, c.expired_at]
  ]

  # What HTML would take for its own in a name that others chose.
  printed = {
    for name, text in {
      event   = var.event
      product = local.giveaway.product_name
      machine = local.giveaway.machine_name
      address = data.dingshang_machine.venue.address != null ? data.dingshang_machine.venue.address : ""
    } : name => replace(replace(replace(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;")
  }
}

output "csv" {
  description = "One line for each code, for a mailing tool or a spreadsheet. Read codes as text: some begin with 0."
  sensitive   = true
  value = join("", [
    for row in concat([["event", "machine", "product", "id", "code", "expires"]], local.rows) :
    "${join(",", [for field in row : "\"${replace(field, "\"", "\"\"")}\""])}\r\n"
  ])
}

output "vouchers" {
  description = "A web page with a voucher for each code, to print and cut out."
  sensitive   = true
  value = templatefile("${path.module}/vouchers.html.tftpl", merge(local.printed, {
    good_until = local.good_until
    codes      = { for c in local.giveaway.codes : c.id => c.code }
  }))
}

output "summary" {
  description = "For the log of the pipeline: no code in it."
  value       = "${var.codes} × ${local.giveaway.product_name}, ${local.giveaway.machine_name}, until ${local.good_until} (UTC+8)"
}
