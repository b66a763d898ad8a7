# With the provider itself and emulated machines. Start them first, in the directory of the provider's source:
#
#   go run ./internal/emulator/cmd/emulator
#
# The addresses and credentials are the emulator's, so this never reaches a real machine.

provider "dingshang" {
  url              = "http://127.0.0.1:8080"
  app_id           = "ds0123456789abcdef"
  app_secret       = "emulator-app-secret"
  app_key          = "emulator-app-key"
  console_url      = "http://127.0.0.1:8080/console/graphql"
  console_email    = "automation@example.com"
  console_password = "emulator-console-password"
}

run "each_machine_gets_its_settings_and_codes" {
  assert {
    condition     = dingshang_machine_config.each["16327138"].volume == 30 && dingshang_machine_config.each["16327151"].pickup_code_enabled
    error_message = "The settings are not those of terraform.tfvars."
  }

  assert {
    condition     = { for no, codes in output.codes : no => length(codes) } == { "16327138" = 3, "16327151" = 2, "16327175" = 1 }
    error_message = "The codes are not those of terraform.tfvars."
  }

  assert {
    condition     = output.codes_left == { "16327138" = 3, "16327151" = 2, "16327175" = 1 }
    error_message = "Not all codes are unused."
  }
}

run "nothing_changes_by_itself" {
  command = plan

  # The ids of codes that a plan is going to create are not known.
  assert {
    condition     = { for no, ids in output.code_ids : no => length(ids) } == { "16327138" = 3, "16327151" = 2, "16327175" = 1 }
    error_message = "A second plan creates other codes."
  }
}
