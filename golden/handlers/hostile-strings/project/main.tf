# Text of a project is data: */ """ ''' ` ${not_here}
locals {
  hostile = {
    DOUBLE    = "she said \"no\""
    SINGLE    = "it's"
    TRIPLE    = "\"\"\" and '''"
    BACK      = "`rm -rf` and \\` and \\"
    SCRIPT    = "$${process.exit(1)} */ // # --> </script>"
    JINJA     = "{{ 7 * 7 }} {% raw %} {# none #}"
    LINES     = "one\ntwo\r\nthree\ttabbed"
    UNICODE   = "Grüße, 你好, a\u2028b\u202Eevil\u202C"
    __proto__ = "kept"
  }
}

data "archive_file" "python" {
  type        = "zip"
  source_dir  = "${path.module}/src/it's odd"
  output_path = "${path.module}/build/python.zip"
}

resource "aws_lambda_function" "python" {
  function_name = "it-is-\"\"\"-quoted"
  description   = "*/ ''' ` $${x}"
  role          = "arn:aws:iam::123456789012:role/none"
  runtime       = "python3.12"
  handler       = "odd.handler"
  filename      = data.archive_file.python.output_path

  environment {
    variables = local.hostile
  }
}

data "archive_file" "javascript" {
  type        = "zip"
  source_dir  = "${path.module}/src/$${js} & co"
  output_path = "${path.module}/build/javascript.zip"
}

resource "aws_lambda_function" "javascript" {
  function_name = "it-is-`-quoted"
  role          = "arn:aws:iam::123456789012:role/none"
  runtime       = "nodejs22.x"
  handler       = "odd.handler"
  filename      = data.archive_file.javascript.output_path

  environment {
    variables = local.hostile
  }
}

resource "aws_sqs_queue" "odd" {
  name = "odd"
}

resource "aws_lambda_event_source_mapping" "python" {
  event_source_arn        = aws_sqs_queue.odd.arn
  function_name           = aws_lambda_function.python.arn
  function_response_types = ["ReportBatchItemFailures"]
}

resource "aws_lambda_function_url" "javascript" {
  function_name      = aws_lambda_function.javascript.function_name
  authorization_type = "NONE"
}
