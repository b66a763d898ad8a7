# Run it with: terraform apply -invoke=action.dingshang_shutdown_machine.lobby
action "dingshang_shutdown_machine" "lobby" {
  config {
    machine_no = "16327138"
  }
}
