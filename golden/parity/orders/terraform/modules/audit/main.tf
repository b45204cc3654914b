variable "source_bucket" {
  type = string
}

variable "days" {
  type    = number
  default = 30
}

resource "aws_s3_bucket" "log" {
  force_destroy = true
}

resource "aws_s3_bucket_logging" "log" {
  bucket        = var.source_bucket
  target_bucket = aws_s3_bucket.log.id
  target_prefix = "log/"
}

resource "aws_s3_bucket_lifecycle_configuration" "log" {
  bucket = aws_s3_bucket.log.id

  rule {
    id     = "expire"
    status = "Enabled"

    expiration {
      days = var.days
    }
  }
}
