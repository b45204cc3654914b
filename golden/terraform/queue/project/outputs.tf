output "queue_url" {
  description = "Where orders are sent."
  value       = aws_sqs_queue.orders.url
}

output "alarm_arn" {
  value = one(aws_cloudwatch_metric_alarm.dead_letters[*].arn)
}
