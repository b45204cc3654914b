# Buckets moved into a module of their own.
moved {
  from = aws_s3_bucket.uploads
  to   = module.bucket["uploads"].aws_s3_bucket.main
}

moved {
  from = aws_s3_bucket.exports
  to   = module.bucket["exports"].aws_s3_bucket.main
}

# The first public host is gone from the configuration; its logs stay until they expire.
removed {
  from = aws_cloudwatch_log_group.bastion

  lifecycle {
    destroy = false
  }
}
