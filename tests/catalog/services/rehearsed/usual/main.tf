terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region = "eu-west-1"
}
data "aws_caller_identity" "me" {}

resource "aws_kms_key" "k" {
  description             = "for orders"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  tags                    = { Team = "orders" }
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "root", Effect = "Allow", Principal = { AWS = "*" }, Action = "kms:*", Resource = "*" }]
  })
}
resource "aws_kms_alias" "k" {
  name          = "alias/orders"
  target_key_id = aws_kms_key.k.key_id
}
resource "aws_kms_grant" "g" {
  name              = "worker"
  key_id            = aws_kms_key.k.key_id
  grantee_principal = aws_iam_role.r.arn
  operations        = ["Encrypt", "Decrypt"]
}
resource "aws_s3_bucket" "logs" { bucket = "orders-logs-1" }
resource "aws_s3_bucket" "b" {
  bucket = "orders-bucket-1"
  tags   = { Team = "orders" }
}
resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    }
    bucket_key_enabled = true
  }
}
resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = aws_s3_bucket.b.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_lifecycle_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    id     = "old"
    status = "Enabled"
    filter { prefix = "tmp/" }
    expiration { days = 30 }
    transition {
      days          = 10
      storage_class = "GLACIER"
    }
    abort_incomplete_multipart_upload { days_after_initiation = 3 }
    noncurrent_version_expiration { noncurrent_days = 5 }
  }
  rule {
    id     = "all"
    status = "Disabled"
    filter {}
    expiration { days = 365 }
  }
}
resource "aws_s3_bucket_notification" "b" {
  bucket      = aws_s3_bucket.b.id
  eventbridge = true
  queue {
    queue_arn     = aws_sqs_queue.q.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "in/"
    filter_suffix = ".json"
  }
}
resource "aws_s3_bucket_policy" "b" {
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "reads", Effect = "Allow", Principal = "*", Action = ["s3:*"], Resource = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"], Condition = { Bool = { "aws:SecureTransport" = "true" } } }]
  })
}
resource "aws_s3_bucket_cors_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  cors_rule {
    allowed_methods = ["GET", "PUT"]
    allowed_origins = ["*"]
    allowed_headers = ["*"]
    max_age_seconds = 300
  }
}
resource "aws_s3_bucket_logging" "b" {
  bucket        = aws_s3_bucket.b.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "b/"
}
resource "aws_s3_bucket_ownership_controls" "b" {
  bucket = aws_s3_bucket.b.id
  rule { object_ownership = "BucketOwnerEnforced" }
}
resource "aws_s3_bucket_acl" "logs" {
  bucket = aws_s3_bucket.logs.id
  acl    = "private"
}
resource "aws_s3_bucket_website_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  index_document { suffix = "index.html" }
  error_document { key = "error.html" }
}
resource "aws_s3_object" "o" {
  bucket       = aws_s3_bucket.b.id
  key          = "conf/a.json"
  content      = "{}"
  content_type = "application/json"
  tags         = { Team = "orders" }
}
resource "aws_sqs_queue" "dlq" {
  name                      = "orders-dlq"
  message_retention_seconds = 1209600
}
resource "aws_sqs_queue" "q" {
  name                       = "orders"
  visibility_timeout_seconds = 60
  delay_seconds              = 2
  receive_wait_time_seconds  = 5
  sqs_managed_sse_enabled    = true
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dlq.arn, maxReceiveCount = 4 })
  tags                       = { Team = "orders" }
}
resource "aws_sqs_queue" "f" {
  name                        = "orders.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
  kms_master_key_id           = aws_kms_key.k.id
}
resource "aws_sqs_queue_policy" "q" {
  queue_url = aws_sqs_queue.q.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = aws_sqs_queue.q.arn, Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.t.arn } } }]
  })
}
resource "aws_sns_topic" "t" {
  name              = "orders"
  display_name      = "Orders"
  kms_master_key_id = aws_kms_alias.k.name
  tags              = { Team = "orders" }
}
resource "aws_sns_topic" "f" {
  name                        = "orders.fifo"
  fifo_topic                  = true
  content_based_deduplication = true
}
resource "aws_sns_topic_policy" "t" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "a", Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sns:Publish", Resource = aws_sns_topic.t.arn }]
  })
}
resource "aws_sns_topic_subscription" "q" {
  topic_arn            = aws_sns_topic.t.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.q.arn
  raw_message_delivery = true
  filter_policy        = jsonencode({ kind = ["order"] })
}
resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "email"
  endpoint  = "ops@example.com"
}
resource "aws_iam_role" "r" {
  name = "orders"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = ["lambda.amazonaws.com", "events.amazonaws.com", "states.amazonaws.com", "scheduler.amazonaws.com", "pipes.amazonaws.com"] }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_lambda_function" "fn" {
  function_name                  = "worker"
  role                           = aws_iam_role.r.arn
  runtime                        = "python3.12"
  handler                        = "main.handler"
  filename                       = "fn.zip"
  timeout                        = 20
  memory_size                    = 256
  architectures                  = ["arm64"]
  description                    = "works"
  reserved_concurrent_executions = 5
  layers                         = [aws_lambda_layer_version.l.arn]
  kms_key_arn                    = aws_kms_key.k.arn
  publish                        = true
  environment {
    variables = { TABLE = aws_dynamodb_table.t.name, MODE = "x" }
  }
  dead_letter_config { target_arn = aws_sqs_queue.dlq.arn }
  tracing_config { mode = "Active" }
  ephemeral_storage { size = 1024 }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.g.name
  }
  tags = { Team = "orders" }
}
resource "aws_lambda_layer_version" "l" {
  layer_name          = "deps"
  filename            = "fn.zip"
  compatible_runtimes = ["python3.12"]
  description         = "deps"
}
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.fn.function_name
  function_version = "1"
}
resource "aws_lambda_permission" "sns" {
  statement_id  = "sns"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.fn.function_name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.t.arn
}
resource "aws_lambda_permission" "events" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.fn.arn
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.r.arn
}
resource "aws_lambda_event_source_mapping" "q" {
  event_source_arn        = aws_sqs_queue.f.arn
  function_name           = aws_lambda_function.fn.arn
  batch_size              = 5
  function_response_types = ["ReportBatchItemFailures"]
  scaling_config { maximum_concurrency = 4 }
  filter_criteria {
    filter { pattern = jsonencode({ body = { a = [1] } }) }
  }
}
resource "aws_lambda_event_source_mapping" "s" {
  event_source_arn               = aws_dynamodb_table.t.stream_arn
  function_name                  = aws_lambda_function.fn.function_name
  starting_position              = "LATEST"
  batch_size                     = 10
  maximum_retry_attempts         = 3
  bisect_batch_on_function_error = true
  destination_config {
    on_failure { destination_arn = aws_sqs_queue.dlq.arn }
  }
}
resource "aws_lambda_function_event_invoke_config" "fn" {
  function_name                = aws_lambda_function.fn.function_name
  maximum_retry_attempts       = 1
  maximum_event_age_in_seconds = 120
  destination_config {
    on_failure { destination = aws_sqs_queue.dlq.arn }
  }
}
resource "aws_lambda_function_url" "fn" {
  function_name      = aws_lambda_function.fn.function_name
  authorization_type = "AWS_IAM"
  cors {
    allow_origins = ["*"]
    allow_methods = ["GET"]
    max_age       = 10
  }
}
resource "aws_dynamodb_table" "t" {
  name                        = "orders"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  stream_enabled              = true
  stream_view_type            = "NEW_IMAGE"
  deletion_protection_enabled = false
  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "N"
  }
  attribute {
    name = "g"
    type = "S"
  }
  global_secondary_index {
    name               = "by-g"
    hash_key           = "g"
    range_key          = "sk"
    projection_type    = "INCLUDE"
    non_key_attributes = ["a", "b"]
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.k.arn
  }
  point_in_time_recovery { enabled = true }
  ttl {
    enabled        = true
    attribute_name = "exp"
  }
  tags = { Team = "orders" }
}
resource "aws_dynamodb_table" "p" {
  name           = "provisioned"
  read_capacity  = 3
  write_capacity = 2
  hash_key       = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
}
resource "aws_secretsmanager_secret" "s" {
  name        = "orders/db"
  description = "the db"
  kms_key_id  = aws_kms_key.k.arn
  tags        = { Team = "orders" }
}
resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = aws_secretsmanager_secret.s.id
  secret_string = "x"
}
resource "aws_secretsmanager_secret_policy" "s" {
  secret_arn = aws_secretsmanager_secret.s.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "a", Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }, Action = "secretsmanager:GetSecretValue", Resource = "*" }]
  })
}
resource "aws_secretsmanager_secret_rotation" "s" {
  secret_id           = aws_secretsmanager_secret.s.id
  rotation_lambda_arn = aws_lambda_function.fn.arn
  rotation_rules { automatically_after_days = 30 }
}
resource "aws_ssm_parameter" "p" {
  name        = "/orders/url"
  type        = "String"
  value       = "https://example.com"
  description = "where"
  tags        = { Team = "orders" }
}
resource "aws_ssm_parameter" "s" {
  name   = "/orders/secret"
  type   = "SecureString"
  value  = "x"
  key_id = aws_kms_key.k.key_id
}
resource "aws_ssm_document" "d" {
  name          = "orders-doc"
  document_type = "Command"
  content = jsonencode({
    schemaVersion = "2.2"
    description   = "d"
    mainSteps     = [{ action = "aws:runShellScript", name = "a", inputs = { runCommand = ["ls"] } }]
  })
}
resource "aws_ssm_maintenance_window" "w" {
  name     = "nightly"
  schedule = "cron(0 3 ? * * *)"
  duration = 3
  cutoff   = 1
}
resource "aws_cloudwatch_log_group" "g" {
  name              = "/orders/worker"
  retention_in_days = 14
  kms_key_id        = aws_kms_key.k.arn
  tags              = { Team = "orders" }
}
resource "aws_cloudwatch_log_stream" "s" {
  name           = "one"
  log_group_name = aws_cloudwatch_log_group.g.name
}
resource "aws_cloudwatch_log_metric_filter" "m" {
  name           = "errors"
  log_group_name = aws_cloudwatch_log_group.g.name
  pattern        = "ERROR"
  metric_transformation {
    name          = "Errors"
    namespace     = "Orders"
    value         = "1"
    default_value = "0"
  }
}
resource "aws_cloudwatch_log_subscription_filter" "f" {
  name            = "to-fn"
  log_group_name  = aws_cloudwatch_log_group.g.name
  filter_pattern  = ""
  destination_arn = aws_lambda_function.fn.arn
}
resource "aws_cloudwatch_log_resource_policy" "p" {
  policy_name = "events"
  policy_document = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = ["logs:PutLogEvents", "logs:CreateLogStream"], Resource = "*" }]
  })
}
resource "aws_cloudwatch_metric_alarm" "a" {
  alarm_name          = "dlq"
  alarm_description   = "too many"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "ApproximateNumberOfMessagesVisible"
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.t.arn]
  dimensions          = { QueueName = aws_sqs_queue.dlq.name }
  tags                = { Team = "orders" }
}
resource "aws_cloudwatch_metric_alarm" "math" {
  alarm_name          = "rate"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 2
  threshold           = 10.5
  metric_query {
    id          = "e1"
    expression  = "m2/m1*100"
    label       = "rate"
    return_data = true
  }
  metric_query {
    id = "m1"
    metric {
      metric_name = "Invocations"
      namespace   = "AWS/Lambda"
      period      = 60
      stat        = "Sum"
      dimensions  = { FunctionName = aws_lambda_function.fn.function_name }
    }
  }
  metric_query {
    id = "m2"
    metric {
      metric_name = "Errors"
      namespace   = "AWS/Lambda"
      period      = 60
      stat        = "Sum"
    }
  }
}
resource "aws_cloudwatch_dashboard" "d" {
  dashboard_name = "orders"
  dashboard_body = jsonencode({ widgets = [{ type = "text", x = 0, y = 0, width = 3, height = 3, properties = { markdown = "hi" } }] })
}
resource "aws_cloudwatch_event_bus" "b" {
  name = "orders"
  tags = { Team = "orders" }
}
resource "aws_cloudwatch_event_rule" "r" {
  name           = "placed"
  event_bus_name = aws_cloudwatch_event_bus.b.name
  description    = "placed orders"
  event_pattern  = jsonencode({ source = ["shop"], "detail-type" = ["placed"] })
  tags           = { Team = "orders" }
}
resource "aws_cloudwatch_event_target" "q" {
  rule           = aws_cloudwatch_event_rule.r.name
  event_bus_name = aws_cloudwatch_event_bus.b.name
  target_id      = "queue"
  arn            = aws_sqs_queue.q.arn
  input_transformer {
    input_paths    = { id = "$.detail.id" }
    input_template = "{\"id\": <id>}"
  }
  dead_letter_config { arn = aws_sqs_queue.dlq.arn }
  retry_policy {
    maximum_event_age_in_seconds = 600
    maximum_retry_attempts       = 3
  }
}
resource "aws_cloudwatch_event_rule" "cron" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
  state               = "DISABLED"
}
resource "aws_cloudwatch_event_target" "fn" {
  rule  = aws_cloudwatch_event_rule.cron.name
  arn   = aws_lambda_function.fn.arn
  input = jsonencode({ kind = "nightly" })
}
resource "aws_cloudwatch_event_archive" "a" {
  name             = "orders"
  event_source_arn = aws_cloudwatch_event_bus.b.arn
  retention_days   = 5
}
resource "aws_cloudwatch_event_connection" "c" {
  name               = "hook"
  authorization_type = "API_KEY"
  auth_parameters {
    api_key {
      key   = "x-key"
      value = "v"
    }
  }
}
resource "aws_cloudwatch_event_api_destination" "d" {
  name                             = "hook"
  invocation_endpoint              = "https://example.com/hook"
  http_method                      = "POST"
  invocation_rate_limit_per_second = 20
  connection_arn                   = aws_cloudwatch_event_connection.c.arn
}
resource "aws_cloudwatch_event_permission" "p" {
  statement_id   = "other"
  principal      = "123456789012"
  event_bus_name = aws_cloudwatch_event_bus.b.name
}
resource "aws_scheduler_schedule_group" "g" { name = "orders" }
resource "aws_scheduler_schedule" "s" {
  name                         = "nightly"
  group_name                   = aws_scheduler_schedule_group.g.name
  schedule_expression          = "cron(0 3 * * ? *)"
  schedule_expression_timezone = "Europe/Berlin"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = aws_lambda_function.fn.arn
    role_arn = aws_iam_role.r.arn
    input    = jsonencode({ a = 1 })
    retry_policy { maximum_retry_attempts = 2 }
  }
}
resource "aws_pipes_pipe" "p" {
  name     = "orders"
  role_arn = aws_iam_role.r.arn
  source   = aws_sqs_queue.q.arn
  target   = aws_sfn_state_machine.m.arn
  source_parameters {
    sqs_queue_parameters { batch_size = 3 }
    filter_criteria {
      filter { pattern = jsonencode({ body = { a = [1] } }) }
    }
  }
  target_parameters {
    step_function_state_machine_parameters { invocation_type = "FIRE_AND_FORGET" }
  }
}
resource "aws_sfn_state_machine" "m" {
  name     = "orders"
  role_arn = aws_iam_role.r.arn
  type     = "STANDARD"
  definition = jsonencode({
    StartAt = "A"
    States  = { A = { Type = "Task", Resource = aws_lambda_function.fn.arn, End = true } }
  })
  logging_configuration {
    level                  = "ALL"
    include_execution_data = true
    log_destination        = "${aws_cloudwatch_log_group.g.arn}:*"
  }
  tracing_configuration { enabled = true }
  tags = { Team = "orders" }
}
resource "aws_sfn_activity" "a" { name = "approve" }

output "key_arn" { value = aws_kms_key.k.arn }
output "bucket" { value = aws_s3_bucket.b.id }
output "queue_url" { value = aws_sqs_queue.q.url }
output "topic_arn" { value = aws_sns_topic.t.arn }
output "function_name" { value = aws_lambda_function.fn.function_name }
output "layer" { value = aws_lambda_layer_version.l.arn }
output "role" { value = aws_iam_role.r.arn }
