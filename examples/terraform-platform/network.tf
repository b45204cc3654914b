module "network" {
  source = "./modules/network"

  name                = local.name
  cidr_block          = var.vpc_cidr
  availability_zones  = local.availability_zones
  single_nat_gateway  = var.single_nat_gateway
  gateway_endpoints   = ["s3", "dynamodb"]
  interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]

  flow_logs = {
    retention_days = var.log_retention_days
    kms_key_arn    = aws_kms_key.main.arn
    traffic_type   = local.is_production ? "ALL" : "REJECT"
  }
}
