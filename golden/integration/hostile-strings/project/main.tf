# Text of a project is data: */ """ ''' ` ${not_here}
provider "aws" {
  region = "eu-west-1"
}

locals {
  texts = {
    "quotes"    = "she said \"no\", it's \"\"\" and '''"
    "ticks"     = "`rm -rf` and \\` and $${process.exit(1)}"
    "templates" = "{{ 7 * 7 }} {% raw %} {# none #} %s %(name)s {0}"
    "comment"   = "/* open */ // line # hash --> */"
    "accents"   = "Grüße, 你好 🚀 e\u0301"
    "back"      = "ends in a backslash\\"
  }
}

resource "aws_ssm_parameter" "text" {
  for_each    = local.texts
  name        = "/texts/${each.key}"
  description = each.value
  type        = "String"
  value       = "kept"
  tags        = { "what is \"said\"" = "\"; process.exit(1); //" }
}

resource "aws_sqs_queue" "class" {
  name = "import"
}

resource "aws_sqs_queue" "__proto__" {
  name = "constructor"

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.class.arn
    maxReceiveCount     = 3
  })
}

resource "aws_lambda_function" "return" {
  function_name = "delete"
  filename      = "none.zip"
  handler       = "a.b"
  runtime       = "python3.12"
  role          = aws_iam_role.role.arn
  description   = "'''\"\"\"`$${}"

  environment {
    variables = {
      QUOTES   = "\"'`$${x}\\"
      __proto__ = "polluted"
      QUEUE    = aws_sqs_queue.class.url
    }
  }
}

output "message" {
  description = "'''\"\"\"`"
  value       = "\"; process.exit(1); //"
}

output "constructor" {
  value = aws_sqs_queue.class.url
}

resource "aws_iam_role" "role" {
  name = "return"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Said"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}
