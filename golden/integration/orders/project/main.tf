terraform {
  required_version = ">= 1.9"
}

provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = { Team = "shop" }
  }
}

provider "aws" {
  alias  = "audit"
  region = "eu-west-1"
}

variable "stage" {
  type    = string
  default = "dev"
}

resource "aws_kms_key" "main" {
  description         = "Encrypts orders"
  enable_key_rotation = true
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders-${var.stage}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "customer"
  range_key    = "placed"

  attribute {
    name = "customer"
    type = "S"
  }

  attribute {
    name = "placed"
    type = "N"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.main.arn
  }

  tags = { Data = "orders" }
}

resource "aws_sns_topic" "placed" {
  name = "orders-placed-${var.stage}"
}

resource "aws_sns_topic_subscription" "placed" {
  topic_arn            = aws_sns_topic.placed.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.placed.arn
  raw_message_delivery = true
}

resource "aws_sns_topic" "audited" {
  name = "orders-audited-${var.stage}"
}

resource "aws_sns_topic_subscription" "audit" {
  topic_arn = aws_sns_topic.audited.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.audit.arn
}

resource "aws_sqs_queue" "placed" {
  name                       = "orders-placed-${var.stage}"
  visibility_timeout_seconds = 180

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 3
  })
}

resource "aws_sqs_queue" "dead" {
  name_prefix               = "orders-dead-"
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "audit" {
  name = "orders-audit-${var.stage}"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "book" {
  statement {
    sid       = "BookOrders"
    actions   = ["dynamodb:PutItem"]
    resources = [aws_dynamodb_table.orders.arn]
  }

  statement {
    sid       = "TakeOrders"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = [aws_sqs_queue.placed.arn]
  }
}

resource "aws_iam_role" "book" {
  name_prefix        = "orders-book-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "book" {
  name   = "book-orders"
  role   = aws_iam_role.book.id
  policy = data.aws_iam_policy_document.book.json
}

resource "aws_lambda_function" "book" {
  function_name = "orders-book-${var.stage}"
  filename      = "book.zip"
  handler       = "book.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.book.arn
  timeout       = 30

  environment {
    variables = {
      TABLE_NAME = aws_dynamodb_table.orders.name
      LOG_LEVEL  = "info"
      API_TOKEN  = "never to be seen"
    }
  }
}

resource "aws_lambda_event_source_mapping" "placed" {
  event_source_arn = aws_sqs_queue.placed.arn
  function_name    = aws_lambda_function.book.arn
  batch_size       = 5
}

resource "aws_cloudwatch_metric_alarm" "dead" {
  alarm_name          = "orders-dead-${var.stage}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 0
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  statistic           = "Maximum"
  period              = 60
  dimensions          = { QueueName = aws_sqs_queue.dead.name }
  alarm_actions       = [aws_sns_topic.placed.arn]
}

resource "aws_s3_bucket" "audit" {
  provider = aws.audit
  bucket   = "orders-audit-${var.stage}"
}

resource "aws_s3_bucket_versioning" "audit" {
  provider = aws.audit
  bucket   = aws_s3_bucket.audit.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_sns_topic" "unnamed" {
  display_name = "Nothing leads here"
}
