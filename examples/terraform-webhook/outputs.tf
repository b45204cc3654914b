output "webhook_url" {
  description = "Address that senders post their events to."
  value       = "${aws_api_gateway_stage.main.invoke_url}/${aws_api_gateway_resource.webhooks.path_part}"
}

output "health_url" {
  description = "Address that answers while the API is reachable."
  value       = "${aws_api_gateway_stage.main.invoke_url}/${aws_api_gateway_resource.health.path_part}"
}

output "api_id" {
  description = "Identifier of the REST API."
  value       = aws_api_gateway_rest_api.webhooks.id
}

output "api_stage_name" {
  description = "Name of the deployed stage."
  value       = aws_api_gateway_stage.main.stage_name
}

output "api_key" {
  description = "Key that senders present in the x-api-key header; null where none is required."
  value       = one(aws_api_gateway_api_key.partners[*].value)
  sensitive   = true
}

output "validation_function_name" {
  description = "Name of the function behind POST /webhooks."
  value       = aws_lambda_function.validation.function_name
}

output "processing_function_name" {
  description = "Name of the function behind the events queue."
  value       = aws_lambda_function.processing.function_name
}

output "function_arns" {
  description = "ARN of each function."
  value = {
    validation = aws_lambda_function.validation.arn
    processing = aws_lambda_function.processing.arn
  }
}

output "events_table_name" {
  description = "Table of received events."
  value       = aws_dynamodb_table.events.name
}

output "events_table_stream_arn" {
  description = "Stream of changes to the table of received events."
  value       = aws_dynamodb_table.events.stream_arn
}

output "events_queue_url" {
  description = "Queue of events to process."
  value       = aws_sqs_queue.events.url
}

output "events_dlq_url" {
  description = "Queue of events that could not be processed."
  value       = aws_sqs_queue.events_dlq.url
}

output "function_failures_queue_url" {
  description = "Queue of asynchronous invocations that failed."
  value       = aws_sqs_queue.function_failures.url
}

output "notifications_topic_arn" {
  description = "Topic that announces processed events."
  value       = aws_sns_topic.notifications.arn
}

output "alarms_topic_arn" {
  description = "Topic that alarms are sent to."
  value       = aws_sns_topic.alarms.arn
}

output "kms_key_arn" {
  description = "Key that encrypts everything at rest."
  value       = aws_kms_key.main.arn
}

output "webhook_secret_arn" {
  description = "Secret that holds the signing key."
  value       = aws_secretsmanager_secret.webhook.arn
}

output "log_group_names" {
  description = "Log groups of the functions and the API."
  value = [
    aws_cloudwatch_log_group.validation.name,
    aws_cloudwatch_log_group.processing.name,
    aws_cloudwatch_log_group.api_access.name,
  ]
}

output "function_alarm_names" {
  description = "Names of the error alarms by function."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.function_errors : key => alarm.alarm_name }
}
