locals {
  name          = "${var.project}-${var.environment}"
  is_production = var.environment == "prod"

  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.name

  tags = merge(
    {
      Project     = var.project
      Environment = var.environment
      Owner       = var.owner
      ManagedBy   = "terraform"
    },
    var.extra_tags,
  )

  # Names are fixed here because the functions' log groups must exist before the functions write to them.
  validation_function_name = "${local.name}-validation"
  processing_function_name = "${local.name}-processing"

  validation_timeout = 10
  processing_timeout = 60

  # What the alarms need to know about each function.
  functions = {
    validation = {
      function_name   = aws_lambda_function.validation.function_name
      error_threshold = 5
      timeout         = local.validation_timeout
    }
    processing = {
      function_name   = aws_lambda_function.processing.function_name
      error_threshold = 1
      timeout         = local.processing_timeout
    }
  }

  queues = {
    events            = aws_sqs_queue.events
    events_dlq        = aws_sqs_queue.events_dlq
    function_failures = aws_sqs_queue.function_failures
  }

  # Queues that stay empty while all is well.
  dead_letter_queues = {
    events            = aws_sqs_queue.events_dlq.name
    function_failures = aws_sqs_queue.function_failures.name
  }
}
