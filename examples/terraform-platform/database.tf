module "database" {
  source = "./modules/database"

  name                  = local.name
  database_name         = replace(var.project, "-", "_")
  engine_version        = var.database.engine_version
  instances             = var.database.instances
  capacity              = { min = var.database.min_capacity, max = var.database.max_capacity }
  parameters            = var.database.parameters
  backup_retention_days = var.database.backup_retention_days
  deletion_protection   = local.is_production
  enhanced_monitoring   = local.is_production
  vpc_id                = module.network.vpc_id
  subnet_ids            = module.network.database_subnet_ids
  kms_key_arn           = aws_kms_key.main.arn
  log_retention_days    = var.log_retention_days
  alarm_topic_arn       = aws_sns_topic.alarms.arn

  client_security_groups = merge(
    { for name in keys(local.database_services) : name => module.service[name].security_group_id },
    { for group in aws_security_group.operations : "operations" => group.id },
  )
}
