resource "aws_api_gateway_rest_api" "webhooks" {
  name        = "${local.name}-api"
  description = "Receives webhooks from partner systems"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_resource" "webhooks" {
  rest_api_id = aws_api_gateway_rest_api.webhooks.id
  parent_id   = aws_api_gateway_rest_api.webhooks.root_resource_id
  path_part   = "webhooks"
}

resource "aws_api_gateway_resource" "health" {
  rest_api_id = aws_api_gateway_rest_api.webhooks.id
  parent_id   = aws_api_gateway_rest_api.webhooks.root_resource_id
  path_part   = "health"
}

# POST /webhooks

resource "aws_api_gateway_request_validator" "webhooks" {
  name                        = "body-and-headers"
  rest_api_id                 = aws_api_gateway_rest_api.webhooks.id
  validate_request_body       = true
  validate_request_parameters = true
}

resource "aws_api_gateway_model" "event" {
  rest_api_id  = aws_api_gateway_rest_api.webhooks.id
  name         = "WebhookEvent"
  description  = "Envelope of every webhook event"
  content_type = "application/json"

  schema = jsonencode({
    "$schema" = "http://json-schema.org/draft-04/schema#"
    title     = "WebhookEvent"
    type      = "object"
    required  = ["id", "source", "type", "data"]
    properties = {
      id     = { type = "string", pattern = "^[A-Za-z0-9_.-]{1,64}$" }
      source = { type = "string", pattern = "^[A-Za-z0-9_.-]{1,32}$" }
      type   = { type = "string", minLength = 1, maxLength = 128 }
      data   = { type = "object" }
    }
  })
}

resource "aws_api_gateway_method" "webhooks_post" {
  rest_api_id          = aws_api_gateway_rest_api.webhooks.id
  resource_id          = aws_api_gateway_resource.webhooks.id
  http_method          = "POST"
  authorization        = "NONE"
  api_key_required     = var.require_api_key
  request_validator_id = aws_api_gateway_request_validator.webhooks.id

  request_models = {
    "application/json" = aws_api_gateway_model.event.name
  }

  request_parameters = {
    "method.request.header.X-Webhook-Signature" = true
    "method.request.header.X-Webhook-Timestamp" = true
  }
}

resource "aws_api_gateway_integration" "webhooks_post" {
  rest_api_id             = aws_api_gateway_rest_api.webhooks.id
  resource_id             = aws_api_gateway_resource.webhooks.id
  http_method             = aws_api_gateway_method.webhooks_post.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.validation.invoke_arn
  timeout_milliseconds    = (local.validation_timeout + 2) * 1000
}

# GET /health answers without a function, so that it says that the API itself is reachable.

resource "aws_api_gateway_method" "health_get" {
  rest_api_id   = aws_api_gateway_rest_api.webhooks.id
  resource_id   = aws_api_gateway_resource.health.id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "health_get" {
  rest_api_id = aws_api_gateway_rest_api.webhooks.id
  resource_id = aws_api_gateway_resource.health.id
  http_method = aws_api_gateway_method.health_get.http_method
  type        = "MOCK"

  request_templates = {
    "application/json" = jsonencode({ statusCode = 200 })
  }
}

resource "aws_api_gateway_method_response" "health_ok" {
  rest_api_id = aws_api_gateway_rest_api.webhooks.id
  resource_id = aws_api_gateway_resource.health.id
  http_method = aws_api_gateway_method.health_get.http_method
  status_code = "200"

  response_models = {
    "application/json" = "Empty"
  }
}

resource "aws_api_gateway_integration_response" "health_ok" {
  rest_api_id = aws_api_gateway_rest_api.webhooks.id
  resource_id = aws_api_gateway_resource.health.id
  http_method = aws_api_gateway_method.health_get.http_method
  status_code = aws_api_gateway_method_response.health_ok.status_code

  response_templates = {
    "application/json" = <<-EOT
      {
        "status": "ok",
        "environment": "${var.environment}",
        "requestId": "$context.requestId"
      }
    EOT
  }

  depends_on = [aws_api_gateway_integration.health_get]
}

resource "aws_api_gateway_gateway_response" "bad_request_body" {
  rest_api_id   = aws_api_gateway_rest_api.webhooks.id
  response_type = "BAD_REQUEST_BODY"
  status_code   = "400"

  response_templates = {
    "application/json" = <<-EOT
      {
        "error": "invalid_request",
        "detail": "$context.error.validationErrorString"
      }
    EOT
  }
}

# Deployment

resource "aws_api_gateway_deployment" "webhooks" {
  rest_api_id = aws_api_gateway_rest_api.webhooks.id
  description = "Deployed by Terraform"

  triggers = {
    redeployment = sha1(jsonencode([
      aws_api_gateway_resource.webhooks,
      aws_api_gateway_resource.health,
      aws_api_gateway_request_validator.webhooks,
      aws_api_gateway_model.event,
      aws_api_gateway_method.webhooks_post,
      aws_api_gateway_integration.webhooks_post,
      aws_api_gateway_method.health_get,
      aws_api_gateway_integration.health_get,
      aws_api_gateway_integration_response.health_ok,
      aws_api_gateway_gateway_response.bad_request_body,
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "api_access" {
  name              = "/aws/apigateway/${local.name}/access"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# One per account and region: without its role API Gateway cannot write any log.
resource "aws_api_gateway_account" "main" {
  cloudwatch_role_arn = aws_iam_role.api_gateway_logs.arn

  depends_on = [aws_iam_role_policy_attachment.api_gateway_logs]
}

resource "aws_api_gateway_stage" "main" {
  rest_api_id          = aws_api_gateway_rest_api.webhooks.id
  deployment_id        = aws_api_gateway_deployment.webhooks.id
  stage_name           = var.environment
  description          = "Stage of the ${var.environment} environment"
  xray_tracing_enabled = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api_access.arn
    format = jsonencode({
      requestId          = "$context.requestId"
      requestTime        = "$context.requestTime"
      sourceIp           = "$context.identity.sourceIp"
      apiKeyId           = "$context.identity.apiKeyId"
      httpMethod         = "$context.httpMethod"
      resourcePath       = "$context.resourcePath"
      status             = "$context.status"
      responseLength     = "$context.responseLength"
      integrationLatency = "$context.integrationLatency"
      xrayTraceId        = "$context.xrayTraceId"
    })
  }

  depends_on = [aws_api_gateway_account.main]
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.webhooks.id
  stage_name  = aws_api_gateway_stage.main.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false
    throttling_rate_limit  = var.throttle.rate_limit
    throttling_burst_limit = var.throttle.burst_limit
  }
}

# API key for senders

resource "aws_api_gateway_usage_plan" "partners" {
  count = var.require_api_key ? 1 : 0

  name        = "${local.name}-partners"
  description = "Limits of partner systems"

  api_stages {
    api_id = aws_api_gateway_rest_api.webhooks.id
    stage  = aws_api_gateway_stage.main.stage_name
  }

  quota_settings {
    limit  = local.is_production ? 1000000 : 10000
    period = "DAY"
  }

  throttle_settings {
    rate_limit  = var.throttle.rate_limit / 2
    burst_limit = floor(var.throttle.burst_limit / 2)
  }
}

resource "aws_api_gateway_api_key" "partners" {
  count = var.require_api_key ? 1 : 0

  name        = "${local.name}-partners"
  description = "Shared by partner systems"
  enabled     = true
}

resource "aws_api_gateway_usage_plan_key" "partners" {
  count = var.require_api_key ? 1 : 0

  key_id        = aws_api_gateway_api_key.partners[0].id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.partners[0].id
}
