data "archive_file" "validation" {
  type        = "zip"
  source_file = "${path.module}/lambda/validation.py"
  output_path = "${path.module}/build/validation.zip"
}

data "archive_file" "processing" {
  type        = "zip"
  source_file = "${path.module}/lambda/processing.py"
  output_path = "${path.module}/build/processing.zip"
}

resource "aws_cloudwatch_log_group" "validation" {
  name              = "/aws/lambda/${local.validation_function_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_cloudwatch_log_group" "processing" {
  name              = "/aws/lambda/${local.processing_function_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_lambda_function" "validation" {
  function_name                  = local.validation_function_name
  description                    = "Checks the signature of webhook requests, stores and queues their events"
  role                           = aws_iam_role.validation.arn
  runtime                        = "python3.12"
  architectures                  = ["arm64"]
  handler                        = "validation.handler"
  filename                       = data.archive_file.validation.output_path
  source_code_hash               = data.archive_file.validation.output_base64sha256
  memory_size                    = 256
  timeout                        = local.validation_timeout
  reserved_concurrent_executions = var.reserved_concurrency.validation
  kms_key_arn                    = aws_kms_key.main.arn

  environment {
    variables = {
      TABLE_NAME                  = aws_dynamodb_table.events.name
      QUEUE_URL                   = aws_sqs_queue.events.url
      SECRET_ARN                  = aws_secretsmanager_secret.webhook.arn
      ALLOWED_SOURCES             = join(",", var.allowed_sources)
      EVENT_TTL_DAYS              = tostring(var.event_ttl_days)
      SIGNATURE_TOLERANCE_SECONDS = tostring(var.signature_tolerance_seconds)
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.function_failures.arn
  }

  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.validation.name
    application_log_level = var.log_level
    system_log_level      = "WARN"
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_iam_role_policy.validation]
}

resource "aws_lambda_function" "processing" {
  function_name                  = local.processing_function_name
  description                    = "Processes queued webhook events and announces them"
  role                           = aws_iam_role.processing.arn
  runtime                        = "python3.12"
  architectures                  = ["arm64"]
  handler                        = "processing.handler"
  filename                       = data.archive_file.processing.output_path
  source_code_hash               = data.archive_file.processing.output_base64sha256
  memory_size                    = local.is_production ? 1024 : 512
  timeout                        = local.processing_timeout
  reserved_concurrent_executions = var.reserved_concurrency.processing
  kms_key_arn                    = aws_kms_key.main.arn

  environment {
    variables = {
      TABLE_NAME = aws_dynamodb_table.events.name
      TOPIC_ARN  = aws_sns_topic.notifications.arn
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.function_failures.arn
  }

  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.processing.name
    application_log_level = var.log_level
    system_log_level      = "WARN"
  }

  tracing_config {
    mode = "Active"
  }

  lifecycle {
    precondition {
      condition     = var.processing_max_concurrency <= var.reserved_concurrency.processing
      error_message = "The events queue must not start more executions than are reserved for the processing function."
    }
  }

  depends_on = [aws_iam_role_policy.processing]
}

resource "aws_lambda_permission" "api" {
  statement_id  = "AllowApiGatewayInvoke"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.validation.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.webhooks.execution_arn}/*/POST/webhooks"
}

resource "aws_lambda_event_source_mapping" "events" {
  event_source_arn        = aws_sqs_queue.events.arn
  function_name           = aws_lambda_function.processing.arn
  enabled                 = true
  batch_size              = var.batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.processing_max_concurrency
  }
}

# Operators replay events by invoking the function asynchronously; see the README.
resource "aws_lambda_function_event_invoke_config" "processing" {
  function_name                = aws_lambda_function.processing.function_name
  maximum_event_age_in_seconds = 3600
  maximum_retry_attempts       = 1
}
