# The same with the provider itself and emulated machines. Start them first, in the folder of the provider's source:
#
#   go run ./internal/emulator/cmd/emulator
#
# The address and the credentials are the emulator's, so that this never reaches a real machine.

provider "dingshang" {
  url        = "http://127.0.0.1:8080"
  app_id     = "ds0123456789abcdef"
  app_secret = "emulator-app-secret"
  app_key    = "emulator-app-key"
}

run "each_machine_gets_codes_of_its_own" {
  assert {
    condition     = { for no, codes in output.codes : no => length(codes) } == { "16327138" = 3, "16327012" = 2, "16327175" = 1 }
    error_message = "The codes are not those of terraform.tfvars."
  }

  assert {
    condition     = output.codes_left == { "鼎商测试1号" = 3, "鼎商旧版6号" = 2, "鼎商简装5号" = 1 }
    error_message = "The machines are not the emulator's, or their codes are not all unused."
  }
}

run "nothing_changes_by_itself" {
  command = plan

  # The ids of codes that a plan is going to make are not known yet.
  assert {
    condition     = { for no, ids in output.ids : no => length(ids) } == { "16327138" = 3, "16327012" = 2, "16327175" = 1 }
    error_message = "A second plan makes other codes."
  }
}
