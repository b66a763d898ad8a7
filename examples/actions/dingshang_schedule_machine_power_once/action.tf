# Off over the holidays. The weekly schedule has to be sent again afterwards.
# Run it with: terraform apply -invoke=action.dingshang_schedule_machine_power_once.holidays
action "dingshang_schedule_machine_power_once" "holidays" {
  config {
    machine_no = "16327138"
    power_off  = "2030-02-01 22:00"
    power_on   = "2030-02-09 07:30"
  }
}
