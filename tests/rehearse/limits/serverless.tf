# Functions and APIs, as far as they are not in main.tf.

resource "random_id" "told" {
  byte_length = 4
}

resource "aws_cloudwatch_log_group" "told" {
  name = "/limits/${random_id.told.hex}"
}

resource "aws_lambda_function" "told" {
  function_name = "limits-told"
  role          = aws_iam_role.all.arn
  runtime       = "python3.12"
  handler       = "index.handler"
  filename      = "function.zip"

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.told.name
  }

  tenancy_config {
    tenant_isolation_mode = "PER_TENANT"
  }
}

resource "aws_apigatewayv2_api" "sockets" {
  name                       = "limits"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_model" "order" {
  api_id       = aws_apigatewayv2_api.sockets.id
  content_type = "application/json"
  name         = "order"
  schema       = jsonencode({ type = "object" })
}

resource "aws_apigatewayv2_route" "order" {
  api_id    = aws_apigatewayv2_api.sockets.id
  route_key = "order"
}

resource "aws_apigatewayv2_route_response" "order" {
  api_id             = aws_apigatewayv2_api.sockets.id
  route_id           = aws_apigatewayv2_route.order.id
  route_response_key = "$default"
}

resource "aws_security_group_rule" "all" {
  type                     = "ingress"
  security_group_id        = aws_security_group.all.id
  source_security_group_id = aws_security_group.all.id
  description              = "From those like it"
  protocol                 = "tcp"
  from_port                = 80
  to_port                  = 80
}
