terraform {
  required_version = ">= 1.8"

  required_providers {
    dingshang = {
      source = "dingshang/dingshang"
    }
  }
}

# Addresses and credentials come from the environment: DINGSHANG_APP_ID, …, DINGSHANG_CONSOLE_URL, …
provider "dingshang" {}

# for_each goes over the machines that somebody wrote down, not over those that are online now: a machine that left
# for_each for being offline would have its codes cancelled.
resource "dingshang_machine" "each" {
  for_each = var.machines

  machine_no = each.key
  name       = each.value.name
  address    = each.value.address
}

resource "dingshang_machine_config" "each" {
  for_each = var.machines

  machine_no          = dingshang_machine.each[each.key].machine_no
  brightness          = each.value.brightness
  volume              = each.value.volume
  pickup_code_enabled = each.value.service != null ? true : null
}

resource "dingshang_machine_power_schedule" "each" {
  for_each = { for no, m in var.machines : no => m.hours if m.hours != null }

  machine_no = dingshang_machine.each[each.key].machine_no
  days       = each.value.days
  power_on   = each.value.on
  power_off  = each.value.off
}

# Valid for 90 days, and created again by the first apply after that. The machine comes from its config, so that pickup
# codes are switched on before codes are created.
resource "dingshang_pickup_codes" "service" {
  for_each = { for no, m in var.machines : no => m.service if m.service != null }

  machine_no          = dingshang_machine_config.each[each.key].machine_no
  product_id          = each.value.product_id
  code_count          = each.value.codes
  valid_for           = "2160h"
  recreate_if_expired = true
}
