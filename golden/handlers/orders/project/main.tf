terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
    archive = {
      source  = "hashicorp/archive"
      version = ">= 2.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_dynamodb_table" "orders" {
  name             = "orders"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "order_id"
  stream_enabled   = true
  stream_view_type = "NEW_IMAGE"

  attribute {
    name = "order_id"
    type = "S"
  }
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}

data "archive_file" "take" {
  type        = "zip"
  source_dir  = "${path.module}/src/take"
  output_path = "${path.module}/build/take.zip"
}

resource "aws_lambda_function" "take" {
  function_name    = "take-order"
  role             = aws_iam_role.take.arn
  runtime          = "python3.12"
  handler          = "index.handler"
  filename         = data.archive_file.take.output_path
  source_code_hash = data.archive_file.take.output_base64sha256
  timeout          = 5

  environment {
    variables = {
      TABLE_NAME = aws_dynamodb_table.orders.name
    }
  }
}

resource "aws_iam_role" "take" {
  name               = "take-order"
  assume_role_policy = data.aws_iam_policy_document.functions.json
}

data "aws_iam_policy_document" "functions" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "take" {
  name   = "take-order"
  role   = aws_iam_role.take.id
  policy = data.aws_iam_policy_document.take.json
}

data "aws_iam_policy_document" "take" {
  statement {
    actions   = ["dynamodb:PutItem"]
    resources = [aws_dynamodb_table.orders.arn]
  }
}

resource "aws_apigatewayv2_api" "shop" {
  name          = "shop"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.shop.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_apigatewayv2_integration" "take" {
  api_id                 = aws_apigatewayv2_api.shop.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.take.invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "take" {
  api_id    = aws_apigatewayv2_api.shop.id
  route_key = "POST /orders"
  target    = "integrations/${aws_apigatewayv2_integration.take.id}"
}

resource "aws_lambda_permission" "take" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.take.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.shop.execution_arn}/*/*"
}

data "archive_file" "tell" {
  type        = "zip"
  source_dir  = "${path.module}/src/tell"
  output_path = "${path.module}/build/tell.zip"
}

resource "aws_lambda_function" "tell" {
  function_name    = "tell-order"
  role             = aws_iam_role.tell.arn
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = data.archive_file.tell.output_path
  source_code_hash = data.archive_file.tell.output_base64sha256
  timeout          = 10

  environment {
    variables = {
      TOPIC_ARN = aws_sns_topic.orders.arn
    }
  }
}

resource "aws_iam_role" "tell" {
  name               = "tell-order"
  assume_role_policy = data.aws_iam_policy_document.functions.json
}

resource "aws_iam_role_policy" "tell" {
  name   = "tell-order"
  role   = aws_iam_role.tell.id
  policy = data.aws_iam_policy_document.tell.json
}

data "aws_iam_policy_document" "tell" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.orders.arn]
  }

  statement {
    actions = [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    ]
    resources = [aws_dynamodb_table.orders.stream_arn]
  }
}

resource "aws_lambda_event_source_mapping" "tell" {
  event_source_arn               = aws_dynamodb_table.orders.stream_arn
  function_name                  = aws_lambda_function.tell.arn
  starting_position              = "TRIM_HORIZON"
  batch_size                     = 10
  function_response_types        = ["ReportBatchItemFailures"]
  maximum_retry_attempts         = 3
  bisect_batch_on_function_error = true
}
