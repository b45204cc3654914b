# Everything that the emulator is said not to do, declared.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "all" {
  name               = "limits"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

# API Gateway

resource "aws_api_gateway_rest_api" "api" {
  name = "limits"
}

resource "aws_api_gateway_authorizer" "token" {
  name                           = "token"
  rest_api_id                    = aws_api_gateway_rest_api.api.id
  type                           = "TOKEN"
  authorizer_uri                 = aws_lambda_function.all.invoke_arn
  identity_validation_expression = "^Bearer .*$"
}

resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_rest_api.api.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "get" {
  rest_api_id          = aws_api_gateway_rest_api.api.id
  resource_id          = aws_api_gateway_rest_api.api.root_resource_id
  http_method          = aws_api_gateway_method.get.http_method
  type                 = "MOCK"
  cache_key_parameters = ["method.request.querystring.id"]
}

resource "aws_api_gateway_deployment" "api" {
  rest_api_id = aws_api_gateway_rest_api.api.id
}

resource "aws_api_gateway_stage" "api" {
  rest_api_id           = aws_api_gateway_rest_api.api.id
  deployment_id         = aws_api_gateway_deployment.api.id
  stage_name            = "v1"
  client_certificate_id = "a1b2c3"
}

# Functions and queues

resource "aws_sqs_queue" "letters" {
  name                 = "limits-letters"
  redrive_allow_policy = jsonencode({ redrivePermission = "denyAll" })
}

resource "aws_sqs_queue_redrive_allow_policy" "letters" {
  queue_url            = aws_sqs_queue.letters.url
  redrive_allow_policy = jsonencode({ redrivePermission = "denyAll" })
}

resource "aws_cloudwatch_log_group" "all" {
  name            = "/limits"
  log_group_class = "INFREQUENT_ACCESS"
}

resource "aws_efs_file_system" "all" {
  creation_token = "limits"
}

resource "aws_efs_access_point" "all" {
  file_system_id = aws_efs_file_system.all.id
}

resource "aws_lambda_function" "all" {
  function_name           = "limits"
  role                    = aws_iam_role.all.arn
  runtime                 = "java21"
  handler                 = "a.B"
  filename                = "function.zip"
  publish                 = true

  logging_config {
    log_format            = "JSON"
    application_log_level = "DEBUG"
    system_log_level      = "WARN"
    log_group             = aws_cloudwatch_log_group.all.name
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.letters.arn
  }

  snap_start {
    apply_on = "PublishedVersions"
  }

  file_system_config {
    arn              = aws_efs_access_point.all.arn
    local_mount_path = "/mnt/files"
  }
}

resource "aws_sns_topic" "all" {
  name              = "limits"
  tracing_config    = "Active"
  signature_version = 2
}

# Data

resource "aws_kms_key" "all" {
  enable_key_rotation     = true
  rotation_period_in_days = 180
}

resource "aws_dynamodb_table" "all" {
  name         = "limits"
  hash_key     = "pk"
  billing_mode = "PAY_PER_REQUEST"
  table_class  = "STANDARD_INFREQUENT_ACCESS"

  attribute {
    name = "pk"
    type = "S"
  }

  on_demand_throughput {
    max_read_request_units = 10
  }

  replica {
    region_name = "eu-central-1"
  }
}

resource "aws_s3_bucket" "all" {
  bucket = "limits-all"
}

resource "aws_s3_bucket" "copies" {
  bucket = "limits-copies"
}

resource "aws_s3_bucket_versioning" "all" {
  for_each = { all = aws_s3_bucket.all.id, copies = aws_s3_bucket.copies.id }
  bucket   = each.value

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_notification" "all" {
  bucket      = aws_s3_bucket.all.id
  eventbridge = true
}

resource "aws_s3_bucket_lifecycle_configuration" "all" {
  bucket = aws_s3_bucket.all.id

  rule {
    id     = "old"
    status = "Enabled"

    filter {
      object_size_greater_than = 100
      object_size_less_than    = 1000000
    }

    noncurrent_version_expiration {
      noncurrent_days           = 30
      newer_noncurrent_versions = 3
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "all" {
  bucket     = aws_s3_bucket.all.id
  role       = aws_iam_role.all.arn
  depends_on = [aws_s3_bucket_versioning.all]

  rule {
    id     = "copy"
    status = "Enabled"

    filter {
      prefix = "copied/"
    }

    delete_marker_replication {
      status = "Enabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket = aws_s3_bucket.copies.arn
    }
  }
}

resource "aws_kinesis_firehose_delivery_stream" "all" {
  name        = "limits"
  destination = "extended_s3"

  server_side_encryption {
    enabled  = true
    key_type = "AWS_OWNED_CMK"
  }

  extended_s3_configuration {
    role_arn   = aws_iam_role.all.arn
    bucket_arn = aws_s3_bucket.all.arn
  }
}

# People

resource "aws_iam_user" "all" {
  name                 = "limits"
  permissions_boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_user_login_profile" "all" {
  user                    = aws_iam_user.all.name
  password_reset_required = true
}

resource "aws_cognito_identity_pool" "all" {
  identity_pool_name               = "limits"
  allow_unauthenticated_identities = true
  allow_classic_flow               = true
}

# Networks and what runs in them

resource "aws_vpc" "all" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "all" {
  vpc_id     = aws_vpc.all.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_security_group" "all" {
  name   = "limits"
  vpc_id = aws_vpc.all.id
}

resource "aws_vpc_security_group_ingress_rule" "all" {
  security_group_id            = aws_security_group.all.id
  referenced_security_group_id = aws_security_group.all.id
  description                  = "From those like it"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_ecs_cluster" "all" {
  name = "limits"
}

resource "aws_ecs_task_definition" "all" {
  family                   = "limits"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "app", image = "app", essential = true }])
}

resource "aws_lb" "all" {
  name               = "limits"
  internal           = true
  load_balancer_type = "network"
  subnets            = [aws_subnet.all.id]
}

resource "aws_lb_target_group" "all" {
  name        = "limits"
  port        = 80
  protocol    = "TCP"
  target_type = "ip"
  vpc_id      = aws_vpc.all.id
}

resource "aws_lb_listener" "all" {
  load_balancer_arn = aws_lb.all.arn
  port              = 80
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.all.arn
  }
}

resource "aws_ecs_service" "all" {
  name                               = "limits"
  cluster                            = aws_ecs_cluster.all.id
  task_definition                    = aws_ecs_task_definition.all.arn
  desired_count                      = 1
  availability_zone_rebalancing      = "ENABLED"
  deployment_maximum_percent         = 150
  deployment_minimum_healthy_percent = 50
  enable_execute_command             = true
  enable_ecs_managed_tags            = true
  health_check_grace_period_seconds  = 60
  depends_on                         = [aws_lb_listener.all]

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets         = [aws_subnet.all.id]
    security_groups = [aws_security_group.all.id]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.all.arn
    container_name   = "app"
    container_port   = 80
  }
}

resource "aws_appautoscaling_target" "all" {
  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.all.name}/${aws_ecs_service.all.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 1
  max_capacity       = 3
  tags               = { Name = "limits" }
}

output "stage" {
  value = aws_api_gateway_stage.api.invoke_url
}

output "ids" {
  value = {
    api        = aws_api_gateway_rest_api.api.id
    authorizer = aws_api_gateway_authorizer.token.id
    vpc        = aws_vpc.all.id
    group      = aws_security_group.all.id
    pool       = aws_cognito_identity_pool.all.id
    key        = aws_kms_key.all.key_id
    rule       = aws_vpc_security_group_ingress_rule.all.id
  }
}
