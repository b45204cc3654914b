output "name" {
  description = "Name of the release's environment."
  value       = terraform_data.release.input.name
}

output "images" {
  description = "Image of each service."
  value       = { for name, service in module.service : name => service.image }
}

output "manifest" {
  description = "What the agents are given."
  value       = terraform_data.manifest.input
}

output "endpoint" {
  description = "Address of the gateway, if there is one."
  value       = one(module.gateway[*].endpoint)

  precondition {
    condition     = !local.production || var.gateway_enabled
    error_message = "Production is reached through a gateway; gateway_enabled is ${var.gateway_enabled}."
  }
}

output "agents" {
  description = "Ids of the agents by site."
  value       = { for site, agent in terraform_data.agent : site => agent.id }
}

output "replicas" {
  description = "Replicas of all services together."
  value       = local.replicas
}

output "texts" {
  description = "What users read."
  value       = module.defaults.texts
}

output "token" {
  description = "What agents show when they fetch the manifest."
  value       = "Bearer ${var.agent_token}"
  sensitive   = true
}
