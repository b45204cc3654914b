variable "name" {
  type = string
}

variable "versioned" {
  type = bool
}

variable "expiration" {
  type    = list(number)
  default = []
}

resource "aws_s3_bucket" "this" {
  bucket_prefix = "acme-${lower(var.name)}-"
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.versioned ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  count  = length(var.expiration) > 0 ? 1 : 0
  bucket = aws_s3_bucket.this.id

  dynamic "rule" {
    for_each = var.expiration

    content {
      id     = "after-${rule.value}-days"
      status = "Enabled"

      filter {}

      expiration {
        days = rule.value
      }
    }
  }
}

output "arn" {
  value = aws_s3_bucket.this.arn
}
