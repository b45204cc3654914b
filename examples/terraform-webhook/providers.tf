provider "aws" {
  region = var.aws_region

  default_tags {
    tags = local.tags
  }
}

provider "archive" {}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}
