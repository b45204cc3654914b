output "endpoint" {
  description = "Host that writes go to."
  value       = aws_rds_cluster.main.endpoint
}

output "reader_endpoint" {
  description = "Host that reads may go to."
  value       = aws_rds_cluster.main.reader_endpoint
}

output "name" {
  description = "Name of the database."
  value       = aws_rds_cluster.main.database_name
}

output "secret_arn" {
  description = "Secret that holds the user and password."
  value       = aws_rds_cluster.main.master_user_secret[0].secret_arn
}
