variable "event" {
  description = "What the codes are given away for. It is printed on the vouchers."
  type        = string

  validation {
    condition     = length(trimspace(var.event)) > 0 && length(var.event) <= 40
    error_message = "The event needs a name of up to 40 characters, which is what fits on a voucher."
  }
}

variable "edition" {
  description = "Raise it to cancel the unused codes of the event and to make new ones."
  type        = number
  default     = 1
}

variable "machine_no" {
  description = "Number of the machine at which the codes are good."
  type        = string
}

variable "product_id" {
  description = "Id of the product that a code gives, as dingshang_products lists it for this machine."
  type        = string
}

variable "codes" {
  description = "How many codes. `count` is a Terraform word."
  type        = number

  validation {
    condition     = var.codes >= 1 && var.codes <= 200
    error_message = "A giveaway has 1 to 200 codes. Raise the limit in variables.tf if somebody agreed to pay for more."
  }
}

variable "valid_for" {
  description = "How long the codes are good, counted from when they are made, such as \"72h\"."
  type        = string
  default     = "72h"
}
