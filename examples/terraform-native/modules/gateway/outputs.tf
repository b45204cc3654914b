output "endpoint" {
  description = "Address of the gateway."
  value       = "https://${terraform_data.gateway.input.host}"
}

output "routes" {
  description = "Paths that are served."
  value       = [for route in terraform_data.route : route.input.path]
}
