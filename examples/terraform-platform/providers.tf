provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

# Copies of buckets that must survive the loss of a region.
provider "aws" {
  alias  = "dr"
  region = var.dr_region

  default_tags {
    tags = merge(local.tags, { Purpose = "disaster-recovery" })
  }
}

# CloudFront accepts certificates from this region alone.
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = local.tags
  }
}
