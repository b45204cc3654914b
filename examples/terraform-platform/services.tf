resource "aws_ecs_cluster" "main" {
  name = local.name

  setting {
    name  = "containerInsights"
    value = local.is_production ? "enhanced" : "enabled"
  }
}

resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}

resource "aws_ecr_repository" "service" {
  for_each = toset(keys(var.services))

  name                 = "${local.name}/${each.key}"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = !local.is_production

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.main.arn
  }

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_lifecycle_policy" "service" {
  for_each = aws_ecr_repository.service

  repository = each.value.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Drop untagged images after a week"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 7
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "Keep the last images"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = local.is_production ? 50 : 10
        }
        action = { type = "expire" }
      },
    ]
  })
}

data "aws_iam_policy_document" "task" {
  for_each = { for name, service in var.services : name => service if length(service.buckets) > 0 }

  dynamic "statement" {
    for_each = each.value.buckets

    content {
      sid       = "Use${title(statement.value)}"
      actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
      resources = ["${module.bucket[statement.value].arn}/*"]
    }
  }

  statement {
    sid       = "ListBuckets"
    actions   = ["s3:ListBucket"]
    resources = [for bucket in each.value.buckets : module.bucket[bucket].arn]
  }

  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.main.arn]
  }
}

module "service" {
  source   = "./modules/service"
  for_each = var.services

  name        = "${local.name}-${each.key}"
  cluster     = { id = aws_ecs_cluster.main.id, name = aws_ecs_cluster.main.name }
  image       = coalesce(each.value.image, "${aws_ecr_repository.service[each.key].repository_url}:${var.image_tag}")
  cpu         = each.value.cpu
  memory      = each.value.memory
  port        = each.value.port
  command     = each.value.command
  spot        = each.value.spot && !local.is_production
  scaling     = each.value.scaling
  vpc_id      = module.network.vpc_id
  subnet_ids  = module.network.private_subnet_ids
  kms_key_arn = aws_kms_key.main.arn

  environment = merge(
    { ENVIRONMENT = var.environment },
    each.value.uses_database ? { DATABASE_HOST = module.database.endpoint, DATABASE_NAME = module.database.name } : {},
    { for bucket in each.value.buckets : "${upper(bucket)}_BUCKET" => module.bucket[bucket].name },
    each.value.environment,
  )

  secrets = {
    for variable, key in { DATABASE_USER = "username", DATABASE_PASSWORD = "password" } :
    variable => { arn = module.database.secret_arn, key = key }
    if each.value.uses_database
  }

  task_policies = {
    for name, document in data.aws_iam_policy_document.task : "buckets" => document.json if name == each.key
  }

  load_balancer = contains(keys(local.public_services), each.key) ? {
    arn_suffix        = aws_lb.main.arn_suffix
    listener_arn      = aws_lb_listener.https.arn
    security_group_id = aws_security_group.load_balancer.id
    paths             = each.value.paths
    priority          = each.value.priority
    health_path       = each.value.health_path
  } : null

  origin_secret      = var.origin_secret
  log_retention_days = var.log_retention_days
  alarm_topic_arn    = aws_sns_topic.alarms.arn
}
