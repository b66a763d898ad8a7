output "codes" {
  description = "The service codes of each machine, by machine number."
  sensitive   = true
  value       = { for no, service in dingshang_pickup_codes.service : no => service.codes[*].code }
}

output "codes_left" {
  description = "How many codes of each machine nobody has used yet, by the machine's name."
  value       = { for service in dingshang_pickup_codes.service : service.machine_name => service.unused_count }
}

output "ids" {
  description = "The ids of the codes of each machine, by machine number: what the console lists them by."
  value       = { for no, service in dingshang_pickup_codes.service : no => service.codes[*].id }
}
