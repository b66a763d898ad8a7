# Run it with: terraform apply -invoke=action.dingshang_reboot_machine.lobby
action "dingshang_reboot_machine" "lobby" {
  config {
    machine_no = "16327138"
  }
}
