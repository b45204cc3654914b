output "table_name" {
  value = aws_dynamodb_table.orders.name
}

output "queue_urls" {
  value = {
    placed = aws_sqs_queue.placed.url
    audit  = aws_sqs_queue.audit.url
  }
}

output "function_arn" {
  value = aws_lambda_function.book.arn
}

output "key_id" {
  value     = aws_kms_key.main.key_id
  sensitive = true
}

output "console" {
  value = "https://console.example.com/tables/${aws_dynamodb_table.orders.name}"
}
