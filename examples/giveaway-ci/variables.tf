variable "events" {
  description = "Giveaways by name. `title` is printed on the vouchers; raise `edition` to cancel an event's unused codes and create new ones; `printed_up_to` leaves codes up to that id off the voucher sheet."
  type = map(object({
    title         = string
    machine_no    = string
    product_id    = string
    codes         = number
    valid_for     = optional(string, "72h")
    edition       = optional(number, 1)
    printed_up_to = optional(number, 0)
  }))

  validation {
    condition     = alltrue([for e in var.events : length(trimspace(e.title)) > 0 && length(e.title) <= 40])
    error_message = "An event needs a title of up to 40 characters, which is what fits on a voucher."
  }

  validation {
    condition     = alltrue([for e in var.events : e.codes >= 1 && e.codes <= 200])
    error_message = "An event has 1 to 200 codes. Raise the limit in variables.tf if more were agreed."
  }
}
