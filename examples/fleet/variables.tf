variable "machines" {
  description = "The fleet by machine number. What is left out is not managed, except pickup codes, which are switched on where there are service codes."
  type = map(object({
    name       = string
    address    = optional(string)
    brightness = optional(number)
    volume     = optional(number)
    # Weekly hours, such as { days = ["monday"], on = "07:30", off = "22:00" }.
    hours = optional(object({ days = set(string), on = string, off = string }))
    # Free products with which the people who look after the machine test it.
    service = optional(object({ product_id = string, codes = optional(number, 2) }))
  }))

  validation {
    condition     = alltrue([for no in keys(var.machines) : can(regex("^[0-9]{8,}$", no))])
    error_message = "A machine number has 8 digits or more: write it in quotes, as on the machine."
  }

  validation {
    condition     = alltrue([for m in values(var.machines) : m.service == null || try(m.service.codes >= 1 && m.service.codes <= 10, false)])
    error_message = "A machine gets 1 to 10 service codes."
  }
}
