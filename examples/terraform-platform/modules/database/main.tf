data "aws_partition" "current" {}

locals {
  port = 5432

  # Parameters that are applied at the next restart.
  static_parameters = ["shared_preload_libraries", "max_connections", "rds.force_ssl"]
}

resource "aws_db_subnet_group" "main" {
  name        = var.name
  description = "Subnets of the ${var.name} database"
  subnet_ids  = var.subnet_ids
}

resource "aws_security_group" "main" {
  name        = "${var.name}-database"
  description = "Database of ${var.name}"
  vpc_id      = var.vpc_id

  tags = {
    Name = "${var.name}-database"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "client" {
  for_each = var.client_security_groups

  security_group_id            = aws_security_group.main.id
  description                  = "PostgreSQL from ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
  referenced_security_group_id = each.value
}

resource "aws_rds_cluster_parameter_group" "main" {
  name        = var.name
  description = "Parameters of the ${var.name} database"
  family      = "aurora-postgresql${split(".", var.engine_version)[0]}"

  dynamic "parameter" {
    for_each = var.parameters

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = contains(local.static_parameters, parameter.key) ? "pending-reboot" : "immediate"
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "export" {
  for_each = toset(["postgresql"])

  name              = "/aws/rds/cluster/${var.name}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_rds_cluster" "main" {
  cluster_identifier                  = var.name
  engine                              = "aurora-postgresql"
  engine_mode                         = "provisioned"
  engine_version                      = var.engine_version
  database_name                       = var.database_name
  port                                = local.port
  master_username                     = "platform"
  manage_master_user_password         = true
  master_user_secret_kms_key_id       = var.kms_key_arn
  iam_database_authentication_enabled = true
  storage_encrypted                   = true
  kms_key_id                          = var.kms_key_arn
  db_subnet_group_name                = aws_db_subnet_group.main.name
  vpc_security_group_ids              = [aws_security_group.main.id]
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.main.name
  enabled_cloudwatch_logs_exports     = [for group in aws_cloudwatch_log_group.export : basename(group.name)]
  backup_retention_period             = var.backup_retention_days
  preferred_backup_window             = "02:00-03:00"
  preferred_maintenance_window        = "sun:03:30-sun:04:30"
  copy_tags_to_snapshot               = true
  deletion_protection                 = var.deletion_protection
  skip_final_snapshot                 = !var.deletion_protection
  final_snapshot_identifier           = var.deletion_protection ? "${var.name}-final" : null
  apply_immediately                   = !var.deletion_protection

  serverlessv2_scaling_configuration {
    min_capacity = var.capacity.min
    max_capacity = var.capacity.max
  }

  lifecycle {
    precondition {
      condition     = !var.deletion_protection || var.backup_retention_days >= 7
      error_message = "A protected database keeps its backups for at least 7 days."
    }
  }
}

resource "aws_rds_cluster_instance" "main" {
  count = var.instances

  identifier                      = "${var.name}-${count.index}"
  cluster_identifier              = aws_rds_cluster.main.id
  engine                          = aws_rds_cluster.main.engine
  engine_version                  = aws_rds_cluster.main.engine_version
  instance_class                  = "db.serverless"
  promotion_tier                  = count.index
  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.kms_key_arn
  monitoring_interval             = var.enhanced_monitoring ? 30 : 0
  monitoring_role_arn             = one(aws_iam_role.monitoring[*].arn)
}

# The writer used to be a resource of its own.
moved {
  from = aws_rds_cluster_instance.writer
  to   = aws_rds_cluster_instance.main[0]
}

data "aws_iam_policy_document" "monitoring_assume_role" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "monitoring" {
  count = var.enhanced_monitoring ? 1 : 0

  name               = "${var.name}-database-monitoring"
  assume_role_policy = data.aws_iam_policy_document.monitoring_assume_role.json
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  count = var.enhanced_monitoring ? 1 : 0

  role       = aws_iam_role.monitoring[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_cloudwatch_metric_alarm" "main" {
  for_each = {
    cpu         = { metric = "CPUUtilization", threshold = 80 }
    capacity    = { metric = "ACUUtilization", threshold = 90 }
    replica_lag = { metric = "AuroraReplicaLagMaximum", threshold = 2000 }
  }

  alarm_name          = "${var.name}-database-${replace(each.key, "_", "-")}"
  alarm_description   = "${each.value.metric} of the ${var.name} database is above ${each.value.threshold}"
  namespace           = "AWS/RDS"
  metric_name         = each.value.metric
  statistic           = "Average"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = each.key == "replica_lag" ? "notBreaching" : "missing"
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]

  dimensions = {
    DBClusterIdentifier = aws_rds_cluster.main.cluster_identifier
  }
}
