output "name" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.main.id

  # Services that write to the bucket try it at once.
  depends_on = [aws_s3_bucket_policy.main]
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.main.arn
}

output "replica_arn" {
  description = "ARN of the copy; null without one."
  value       = one(aws_s3_bucket.replica[*].arn)
}
