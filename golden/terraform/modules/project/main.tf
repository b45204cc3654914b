terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }
  }

  backend "s3" {
    bucket = "states"
    key    = "storage/terraform.tfstate"
    region = "eu-west-1"
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "replica"
  region = "eu-north-1"
}

module "buckets" {
  source   = "./modules/bucket"
  for_each = var.buckets

  name       = each.key
  versioned  = each.value.versioned
  expiration = each.value.expiration
}

module "replica" {
  source = "./modules/bucket"

  providers = {
    aws = aws.replica
  }

  name      = "replica"
  versioned = true
}

module "network" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 5.0"

  name = "storage"
  cidr = cidrsubnet("10.0.0.0/8", 8, 3)
}

variable "buckets" {
  type = map(object({
    versioned  = optional(bool, true)
    expiration = optional(list(number), [])
  }))
  default = {
    invoices = {}
    uploads  = { versioned = false, expiration = [30, 90] }
  }
}

output "bucket_arns" {
  value = { for name, bucket in module.buckets : name => bucket.arn }
}

output "vpc_id" {
  value     = module.network.vpc_id
  sensitive = true
}
