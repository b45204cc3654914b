terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

locals {
  name = "orders-${var.stage}"
  tags = {
    Service = "orders"
    Stage   = var.stage
  }
}

resource "aws_sqs_queue" "orders" {
  name                       = local.name
  visibility_timeout_seconds = 30 * 2
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.attempts
  })
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "${local.name}-dead-letters"
  message_retention_seconds = 1209600
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count = var.alarm ? 1 : 0

  alarm_name          = "${local.name}-dead-letters"
  alarm_description   = <<-EOT
    Orders could not be handled.
    Look at the queue ${aws_sqs_queue.dead_letters.name}.
  EOT
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  comparison_operator = "GreaterThanThreshold"
  statistic           = "Maximum"
  threshold           = 0
  period              = 300
  evaluation_periods  = 1

  dimensions = {
    QueueName = aws_sqs_queue.dead_letters.name
  }
}
