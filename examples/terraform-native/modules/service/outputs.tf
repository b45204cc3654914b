output "image" {
  description = "Image that runs."
  value       = terraform_data.service.input.image
}

output "service_id" {
  description = "Id of the service."
  value       = terraform_data.service.id
}
