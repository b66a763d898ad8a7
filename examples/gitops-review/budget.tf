# The whole budget. A check warns in every plan and apply; it does not stop them.

variable "budget" {
  description = "What all giveaways together may be worth, in the currency of the machines."
  type        = number
  default     = 200
}

locals {
  # retail_value is text with exact decimals. It is null where the API reports no price.
  worth = sum([
    for codes in [
      dingshang_pickup_codes.service,
      dingshang_pickup_codes.flyers,
      dingshang_pickup_codes.front_desk,
      dingshang_pickup_codes.launch_party,
    ] : tonumber(coalesce(codes.retail_value, "0"))
  ])
}

check "budget" {
  assert {
    condition     = local.worth <= var.budget
    error_message = "The giveaways are worth ${local.worth}, and the budget is ${var.budget}."
  }
}
