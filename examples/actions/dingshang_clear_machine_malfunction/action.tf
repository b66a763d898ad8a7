# Run it with: terraform apply -invoke=action.dingshang_clear_machine_malfunction.lobby
action "dingshang_clear_machine_malfunction" "lobby" {
  config {
    machine_no = "16327138"
  }
}
