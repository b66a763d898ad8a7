variable "machine_no" {
  description = "Number of the machine at which the codes are good."
  type        = string
  default     = "16327138"
}

variable "product_id" {
  description = "Id of the product that a code gives, as dingshang_products lists it for this machine."
  type        = string
  default     = "1323442"
}

variable "mount" {
  description = "Where the key/value store (version 2) is mounted in Vault."
  type        = string
  default     = "secret"
}

variable "handover" {
  description = "Raise it to write the codes that are unused by then. Terraform does not know the codes, and so cannot see that there are others."
  type        = number
  default     = 1

  validation {
    condition     = var.handover >= 1 && floor(var.handover) == var.handover
    error_message = "The handovers are numbered 1, 2, 3, …"
  }
}
