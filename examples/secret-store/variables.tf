variable "machine_no" {
  description = "Number of the machine where the codes are valid."
  type        = string
  default     = "16327138"
}

variable "product_id" {
  description = "Id of the product that a code gives, as dingshang_products lists it for this machine."
  type        = string
  default     = "1323442"
}

variable "code_count" {
  description = "Number of codes. Raising it adds codes and writes the secret again."
  type        = number
  default     = 3
}

variable "expired_at" {
  description = "When the codes expire."
  type        = string
  default     = "2035-12-31T23:59:59+08:00"
}

variable "mount" {
  description = "Where the key/value store (version 2) is mounted in Vault."
  type        = string
  default     = "secret"
}
