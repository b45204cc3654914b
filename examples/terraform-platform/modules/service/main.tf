data "aws_region" "current" {}

locals {
  balanced_count = var.load_balancer == null ? 0 : 1

  container = {
    name                   = "app"
    image                  = var.image
    essential              = true
    readonlyRootFilesystem = true
    command                = var.command

    portMappings = local.balanced_count == 0 ? [] : [
      { name = "http", containerPort = var.port, hostPort = var.port, protocol = "tcp" }
    ]

    environment = [for name, value in var.environment : { name = name, value = value }]
    secrets     = [for name, secret in var.secrets : { name = name, valueFrom = "${secret.arn}:${secret.key}::" }]

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.main.name
        "awslogs-region"        = data.aws_region.current.name
        "awslogs-stream-prefix" = "app"
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "main" {
  name              = "/ecs/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_ecs_task_definition" "main" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  # A key without a value must not be written as null.
  container_definitions = jsonencode([{ for key, value in local.container : key => value if value != null }])

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "ARM64"
  }
}

resource "aws_ecs_service" "main" {
  name                               = var.name
  cluster                            = var.cluster.id
  task_definition                    = aws_ecs_task_definition.main.arn
  desired_count                      = var.scaling.min
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  enable_execute_command             = false
  propagate_tags                     = "SERVICE"
  health_check_grace_period_seconds  = local.balanced_count == 0 ? null : 60

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    base              = 1
    weight            = var.spot ? 0 : 1
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.spot ? ["FARGATE_SPOT"] : []

    content {
      capacity_provider = capacity_provider_strategy.value
      weight            = 1
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.main.id]
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = aws_lb_target_group.main

    content {
      target_group_arn = load_balancer.value.arn
      container_name   = local.container.name
      container_port   = var.port
    }
  }

  lifecycle {
    ignore_changes = [desired_count]
  }

  depends_on = [aws_lb_listener_rule.main, aws_iam_role_policy.execution]
}
