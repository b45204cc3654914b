terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region = "eu-west-1"
}
resource "aws_s3_bucket" "old" {
  bucket = "old-style-1"
  acl    = "private"
  versioning { enabled = true }
  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default { sse_algorithm = "AES256" }
    }
  }
  lifecycle_rule {
    id      = "x"
    enabled = true
    prefix  = "tmp/"
    expiration { days = 9 }
  }
  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["https://a.example"]
    max_age_seconds = 5
  }
  logging {
    target_bucket = aws_s3_bucket.dest.id
    target_prefix = "l/"
  }
  website {
    index_document = "index.html"
    error_document = "e.html"
  }
}
resource "aws_s3_bucket" "dest" {
  bucket_prefix       = "dest"
  object_lock_enabled = true
}
resource "aws_s3_bucket_versioning" "dest" {
  bucket = aws_s3_bucket.dest.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_accelerate_configuration" "old" {
  bucket = aws_s3_bucket.old.bucket
  status = "Enabled"
}
resource "aws_s3_bucket_replication_configuration" "old" {
  bucket = aws_s3_bucket.old.id
  role   = aws_iam_role.r.arn
  rule {
    id     = "all"
    status = "Enabled"
    filter { prefix = "a/" }
    delete_marker_replication { status = "Disabled" }
    destination {
      bucket        = aws_s3_bucket.dest.arn
      storage_class = "STANDARD_IA"
    }
  }
}
resource "aws_s3_bucket_inventory" "old" {
  bucket                   = aws_s3_bucket.old.id
  name                     = "inv"
  included_object_versions = "All"
  schedule { frequency = "Daily" }
  destination {
    bucket {
      format     = "CSV"
      bucket_arn = aws_s3_bucket.dest.arn
    }
  }
}
resource "aws_s3_object" "o" {
  bucket       = aws_s3_bucket.old.id
  key          = "conf/a.json"
  content      = "{}"
  content_type = "application/json"
  metadata     = { a = "b" }
  tags         = { Team = "orders" }
}
resource "aws_iam_role" "r" {
  name_prefix = "orders"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = ["lambda.amazonaws.com"] }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_sqs_queue" "q" {
  name_prefix = "q"
}
resource "aws_sqs_queue" "d" {
  name                 = "d"
  redrive_allow_policy = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.q.arn] })
}
resource "aws_sqs_queue_redrive_policy" "q" {
  queue_url      = aws_sqs_queue.q.url
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.d.arn, maxReceiveCount = 3 })
}
resource "aws_sqs_queue_redrive_allow_policy" "d" {
  queue_url            = aws_sqs_queue.d.id
  redrive_allow_policy = jsonencode({ redrivePermission = "allowAll" })
}
resource "aws_sns_topic" "t" {
  name_prefix       = "t"
  signature_version = 2
  tracing_config    = "Active"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "a", Effect = "Allow", Principal = { AWS = "*" }, Action = "sns:Publish", Resource = "*" }]
  })
}
resource "aws_lambda_function" "fn" {
  function_name = "imaged"
  role          = aws_iam_role.r.arn
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:1"
  image_config { command = ["a.b"] }
  timeout = 900
}
resource "aws_lambda_function" "vpc" {
  function_name = "vpced"
  role          = aws_iam_role.r.arn
  runtime       = "nodejs20.x"
  handler       = "a.b"
  filename      = "fn.zip"
  snap_start { apply_on = "PublishedVersions" }
  vpc_config {
    subnet_ids         = [aws_subnet.s.id]
    security_group_ids = [aws_security_group.s.id]
  }
}
resource "aws_vpc" "v" { cidr_block = "10.9.0.0/16" }
resource "aws_subnet" "s" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.9.1.0/24"
}
resource "aws_security_group" "s" {
  name   = "s"
  vpc_id = aws_vpc.v.id
}
resource "aws_lambda_permission" "acct" {
  statement_id  = "acct"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.fn.function_name
  principal     = "111122223333"
}
resource "aws_lambda_permission" "s3" {
  statement_id   = "s3"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.vpc.arn
  principal      = "s3.amazonaws.com"
  source_account = "111122223333"
  source_arn     = aws_s3_bucket.old.arn
}
resource "aws_lambda_permission" "qual" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.vpc.function_name
  qualifier     = aws_lambda_alias.a.name
  principal     = "events.amazonaws.com"
}
resource "aws_lambda_alias" "a" {
  name             = "a"
  function_name    = aws_lambda_function.vpc.arn
  function_version = "$LATEST"
}
resource "aws_lambda_event_source_mapping" "k" {
  event_source_arn                   = aws_kinesis_stream.k.arn
  function_name                      = aws_lambda_function.vpc.function_name
  starting_position                  = "TRIM_HORIZON"
  parallelization_factor             = 2
  maximum_record_age_in_seconds      = 100
  maximum_batching_window_in_seconds = 4
  enabled                            = false
  tumbling_window_in_seconds         = 30
}
resource "aws_kinesis_stream" "k" {
  name        = "k"
  shard_count = 1
}
resource "aws_cloudwatch_event_bus" "b" { name = "b" }
resource "aws_cloudwatch_event_bus_policy" "b" {
  event_bus_name = aws_cloudwatch_event_bus.b.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "x", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "events:PutEvents", Resource = aws_cloudwatch_event_bus.b.arn }]
  })
}
resource "aws_cloudwatch_event_rule" "r" {
  name                = "r"
  schedule_expression = "cron(0 3 * * ? *)"
  is_enabled          = true
}
resource "aws_cloudwatch_event_target" "k" {
  rule     = aws_cloudwatch_event_rule.r.id
  arn      = aws_kinesis_stream.k.arn
  role_arn = aws_iam_role.r.arn
  kinesis_target { partition_key_path = "$.id" }
}
resource "aws_cloudwatch_log_group" "g" { name_prefix = "g" }
resource "aws_cloudwatch_log_destination" "d" {
  name       = "d"
  role_arn   = aws_iam_role.r.arn
  target_arn = aws_kinesis_stream.k.arn
}
resource "aws_kms_key" "mr" {
  multi_region             = true
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "RSA_2048"
  enable_key_rotation      = false
  is_enabled               = true
}
resource "aws_kms_key" "p" {}
resource "aws_kms_key_policy" "p" {
  key_id = aws_kms_key.p.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "root", Effect = "Allow", Principal = { AWS = "*" }, Action = "kms:*", Resource = "*" }]
  })
}
resource "aws_kms_alias" "p" {
  name          = "alias/p"
  target_key_id = aws_kms_key.p.id
}
resource "aws_ssm_document" "y" {
  name            = "yaml-doc"
  document_type   = "Command"
  document_format = "YAML"
  content         = <<-DOC
    schemaVersion: '2.2'
    description: d
    mainSteps: []
  DOC
}
resource "aws_dynamodb_table" "t" {
  name                        = "ttt"
  billing_mode                = "PROVISIONED"
  read_capacity               = 1
  write_capacity              = 1
  hash_key                    = "a"
  range_key                   = "b"
  deletion_protection_enabled = true
  attribute {
    name = "a"
    type = "S"
  }
  attribute {
    name = "b"
    type = "S"
  }
  attribute {
    name = "c"
    type = "S"
  }
  local_secondary_index {
    name            = "lll"
    range_key       = "c"
    projection_type = "ALL"
  }
  server_side_encryption { enabled = false }
}
resource "aws_sfn_state_machine" "e" {
  name       = "e"
  role_arn   = aws_iam_role.r.arn
  type       = "EXPRESS"
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Pass", End = true } } })
}
resource "aws_scheduler_schedule" "d" {
  name                = "d"
  schedule_expression = "rate(1 hours)"
  state               = "DISABLED"
  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 5
  }
  target {
    arn      = aws_sqs_queue.d.arn
    role_arn = aws_iam_role.r.arn
  }
}
output "dest_domain" { value = aws_s3_bucket.dest.bucket_regional_domain_name }
output "q" { value = aws_sqs_queue.q.arn }
output "t" { value = aws_sns_topic.t.id }
output "role" { value = aws_iam_role.r.arn }
output "group" { value = aws_cloudwatch_log_group.g.arn }
output "mr" { value = aws_kms_key.mr.key_id }
output "vpc" { value = aws_vpc.v.id }
resource "aws_s3_bucket" "locked" {
  bucket              = "locked-1"
  object_lock_enabled = true
}
resource "aws_s3_bucket_object_lock_configuration" "locked" {
  bucket = aws_s3_bucket.locked.id
  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = 3
    }
  }
}

provider "aws" {
  alias  = "near"
  region = "eu-central-1"
}

resource "aws_kms_replica_key" "near" {
  provider        = aws.near
  primary_key_arn = aws_kms_key.mr.arn
  description     = "the other one"
}

resource "aws_dynamodb_resource_policy" "ttt" {
  resource_arn = aws_dynamodb_table.t.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "a", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "dynamodb:GetItem", Resource = aws_dynamodb_table.t.arn }]
  })
}

output "replica" { value = aws_kms_replica_key.near.arn }

resource "aws_s3_bucket_object" "older" {
  bucket       = aws_s3_bucket.old.id
  key          = "conf/b.txt"
  content      = "b"
  content_type = "text/plain"
}
