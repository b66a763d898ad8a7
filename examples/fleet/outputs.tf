output "codes" {
  description = "The service codes of each machine, by machine number."
  sensitive   = true
  value       = { for no, service in dingshang_pickup_codes.service : no => service.codes[*].code }
}

output "codes_left" {
  description = "How many codes of each machine nobody has used yet, by machine number."
  value       = { for no, service in dingshang_pickup_codes.service : no => service.unused_count }
}

output "code_ids" {
  description = "The ids of the codes of each machine, by machine number: the console lists codes by them."
  value       = { for no, service in dingshang_pickup_codes.service : no => service.code_ids }
}
