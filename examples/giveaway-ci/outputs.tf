locals {
  addresses = { for m in data.dingshang_machines.all.machines : m.machine_no => m.address }

  # What is left of each event's codes. Used and expired codes belong on no list and on no voucher.
  unused = {
    for name, e in dingshang_pickup_codes.event : name => [
      for c in e.codes : c if c.status == "UNUSED"
    ]
  }

  # As a person reads it at the machine.
  good_until = { for name, e in dingshang_pickup_codes.event : name => formatdate("YYYY-MM-DD hh:mm", e.expired_at) }

  rows = flatten([
    for name, e in dingshang_pickup_codes.event : [
      for c in local.unused[name] : {
        text    = [var.events[name].title, e.machine_name, e.product_name]
        numbers = [e.machine_no, c.id, c.code]
        times   = [coalesce(c.created_at, "-"), local.good_until[name]]
      }
    ]
  ])

  header = ["event", "machine", "product", "machine_no", "id", "code", "created", "expires"]

  # A spreadsheet would run a name that begins like a formula; an apostrophe makes it text. Numbers are written
  # as ="0123", which spreadsheets keep as text, with the leading zeros.
  lines = concat([local.header], [
    for row in local.rows : concat(
      [for text in row.text : replace(text, "/^([-=+@])/", "'$1")],
      [for number in row.numbers : "=\"${number}\""],
      row.times,
    )
  ])

  # What HTML would read as markup, in names that other people chose.
  escaped = {
    for name, e in dingshang_pickup_codes.event : name => {
      for field, text in {
        title   = var.events[name].title
        product = e.product_name
        machine = e.machine_name
        address = lookup(local.addresses, e.machine_no, null) != null ? local.addresses[e.machine_no] : ""
      } : field => replace(replace(replace(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;")
    }
  }

  # Groups as even as the number of digits allows: 123 456, 1234 567, 1234 5678, 123 456 789, 12345 67890.
  group_sizes = { 6 = 3, 7 = 4, 8 = 4, 9 = 3, 10 = 5 }

  vouchers = flatten([
    for name, e in dingshang_pickup_codes.event : [
      for c in local.unused[name] : merge(local.escaped[name], {
        id         = c.id
        created_at = coalesce(c.created_at, "-")
        digits     = regexall("[0-9]{1,${local.group_sizes[length(c.code)]}}", c.code)
        machine_no = e.machine_no
        good_until = local.good_until[name]
      }) if tonumber(c.id) > var.events[name].printed_up_to
    ]
  ])
}

output "csv" {
  description = "One line for each unused code, for a spreadsheet: UTF-8 with a byte order mark."
  sensitive   = true
  value = join("", concat(["\ufeff"], [
    for line in local.lines : "${join(",", [for field in line : "\"${replace(field, "\"", "\"\"")}\""])}\r\n"
  ]))
}

output "codes" {
  description = "The unused codes of each event by id, for a mailing tool (`terraform output -json codes`)."
  sensitive   = true
  value       = { for name, codes in local.unused : name => { for c in codes : c.id => c.code } }
}

output "vouchers" {
  description = "A web page with a voucher for each unused code, to print on A4 and cut out."
  sensitive   = true
  value       = templatefile("${path.module}/vouchers.html.tftpl", { vouchers = local.vouchers })
}

output "summary" {
  description = "For the log of the pipeline: no code in it."
  value = {
    for name, e in dingshang_pickup_codes.event :
    name => "${e.code_count} × ${e.product_name}, ${e.machine_name}, until ${local.good_until[name]} (UTC+8)"
  }
}
