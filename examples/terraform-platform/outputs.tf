output "url" {
  description = "Address of the platform."
  value       = "https://${var.domain_name}"

  precondition {
    condition     = !local.is_production || length(local.public_services) > 0
    error_message = "A production platform needs a service that is reachable."
  }
}

output "vpc_id" {
  description = "Network of the platform."
  value       = module.network.vpc_id
}

output "private_subnet_ids" {
  description = "Subnets of the services, by zone."
  value       = zipmap(local.availability_zones, module.network.private_subnet_ids)
}

output "nat_public_ips" {
  description = "Addresses that outgoing connections come from."
  value       = module.network.nat_public_ips
}

output "load_balancer_dns_name" {
  description = "Name of the load balancer, for checks that go round the domain."
  value       = aws_lb.main.dns_name
}

output "cdn_domain_name" {
  description = "Name of the CloudFront distribution; null without one."
  value       = one(aws_cloudfront_distribution.main[*].domain_name)
}

output "cluster_name" {
  description = "Cluster that the services run in."
  value       = aws_ecs_cluster.main.name
}

output "service_names" {
  description = "Service by its short name."
  value       = { for name, service in module.service : name => service.service_name }
}

output "public_paths" {
  description = "Path patterns of the load balancer, each with its service."
  value       = merge([for name, service in local.public_services : { for path in service.paths : path => name }]...)
}

output "repository_urls" {
  description = "Image repository of each service."
  value       = { for name, repository in aws_ecr_repository.service : name => repository.repository_url }
}

output "bucket_names" {
  description = "Buckets by their short name."
  value       = { for name, bucket in module.bucket : name => bucket.name }
}

output "replica_bucket_arns" {
  description = "Copies in the disaster recovery region."
  value       = { for name, bucket in module.bucket : name => bucket.replica_arn if var.buckets[name].replicated }
}

output "database_endpoint" {
  description = "Host that writes go to."
  value       = module.database.endpoint
}

output "database_secret_arn" {
  description = "Secret that holds the database's user and password."
  value       = module.database.secret_arn
  sensitive   = true
}

output "certificate_arns" {
  description = "Certificates of the load balancer and, where there is one, of CloudFront."
  value       = concat([module.origin_certificate.acm_certificate_arn], module.edge_certificate[*].acm_certificate_arn)
}

output "alarm_names" {
  description = "All alarms of the services, sorted."
  value       = sort(flatten([for service in module.service : service.alarm_names]))
}

output "kms_key_arn" {
  description = "Key that encrypts everything at rest."
  value       = aws_kms_key.main.arn
}
