variable "machines" {
  description = "The machines to look after, by number: which product the service codes are for, and how many."
  type = map(object({
    product_id = string
    codes      = optional(number, 2)
  }))

  validation {
    condition     = alltrue([for no in keys(var.machines) : can(regex("^[0-9]{8,}$", no))])
    error_message = "A machine number has 8 digits or more: write it in quotes, as on the machine."
  }

  validation {
    condition     = alltrue([for m in values(var.machines) : m.codes >= 1 && m.codes <= 10])
    error_message = "A machine gets 1 to 10 service codes."
  }
}
