resource "dingshang_machine_power_schedule" "lobby" {
  machine_no = "16327138"
  days       = ["monday", "tuesday", "wednesday", "thursday", "friday"]
  power_on   = "07:30"
  power_off  = "22:00"
}
