data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_availability_zones" "available" {
  state = "available"
}

data "aws_route53_zone" "main" {
  name = var.domain_name
}

locals {
  name          = "${var.project}-${var.environment}"
  is_production = var.environment == "production"

  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition

  tags = merge({
    Project     = var.project
    Environment = var.environment
    ManagedBy   = "terraform"
  }, var.extra_tags)

  # Named, not looked up: a new zone of the region must not move subnets.
  availability_zones = formatlist("%s%s", var.region, slice(["a", "b", "c"], 0, var.zone_count))

  public_services   = { for name, service in var.services : name => service if length(service.paths) > 0 }
  database_services = { for name, service in var.services : name => service if service.uses_database }

  # Bucket names are global, hence the account.
  bucket_names = { for name in keys(var.buckets) : name => "${local.name}-${name}-${local.account_id}" }
}
