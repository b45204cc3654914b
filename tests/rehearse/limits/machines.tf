# Machines, balancers, caches, databases and the rest: what the emulator takes, and does not tell

resource "aws_kms_key" "more" {
  description = "limits"
}

resource "aws_subnet" "named" {
  vpc_id                                         = aws_vpc.all.id
  cidr_block                                     = "10.0.77.0/24"
  availability_zone                              = "eu-west-1b"
  enable_dns64                                   = true
  enable_resource_name_dns_aaaa_record_on_launch = true
  private_dns_hostname_type_on_launch            = "resource-name"
}

resource "aws_eip" "all" {
  domain = "vpc"
}

resource "aws_nat_gateway" "all" {
  allocation_id = aws_eip.all.id
  subnet_id     = aws_subnet.all.id
  private_ip    = "10.0.1.10"
}

resource "aws_vpc_endpoint" "all" {
  vpc_id            = aws_vpc.all.id
  service_name      = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_subnet.all.id]
  ip_address_type   = "dualstack"

  dns_options {
    dns_record_ip_type = "dualstack"
  }
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id            = aws_security_group.all.id
  referenced_security_group_id = aws_security_group.all.id
  description                  = "To those like it"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_flow_log" "all" {
  vpc_id               = aws_vpc.all.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.all.arn

  destination_options {
    file_format        = "parquet"
    per_hour_partition = true
  }
}

resource "aws_instance" "all" {
  ami                                  = "ami-12345678"
  instance_type                        = "t3.small"
  subnet_id                            = aws_subnet.all.id
  tenancy                              = "dedicated"
  placement_group                      = "near"
  instance_initiated_shutdown_behavior = "terminate"

  credit_specification {
    cpu_credits = "unlimited"
  }

  cpu_options {
    core_count       = 1
    threads_per_core = 1
  }

  enclave_options {
    enabled = true
  }

  maintenance_options {
    auto_recovery = "disabled"
  }
}

resource "aws_launch_template" "all" {
  name          = "limits"
  instance_type = "t3.small"
}

resource "aws_autoscaling_group" "all" {
  name                    = "limits"
  min_size                = 0
  max_size                = 1
  vpc_zone_identifier     = [aws_subnet.all.id]
  max_instance_lifetime   = 86400
  default_instance_warmup = 60
  desired_capacity_type   = "vcpu"
  placement_group         = "near"
  service_linked_role_arn = aws_iam_role.all.arn

  instance_maintenance_policy {
    min_healthy_percentage = 90
    max_healthy_percentage = 120
  }

  launch_template {
    id = aws_launch_template.all.id
  }
}

resource "aws_autoscaling_lifecycle_hook" "all" {
  name                    = "limits"
  autoscaling_group_name  = aws_autoscaling_group.all.name
  lifecycle_transition    = "autoscaling:EC2_INSTANCE_TERMINATING"
  notification_target_arn = aws_sns_topic.all.arn
  role_arn                = aws_iam_role.all.arn
  notification_metadata   = "of limits"
}

resource "aws_launch_configuration" "all" {
  name              = "limits"
  image_id          = "ami-12345678"
  instance_type     = "t3.small"
  placement_tenancy = "dedicated"
}

resource "aws_acm_certificate" "all" {
  domain_name       = "limits.example"
  validation_method = "DNS"
  key_algorithm     = "EC_prime256v1"
}

resource "aws_lb_listener" "secure" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = aws_acm_certificate.all.arn

  mutual_authentication {
    mode = "passthrough"
  }

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

resource "aws_lb" "front" {
  name     = "limits-front"
  internal = true
  subnets  = [aws_subnet.all.id, aws_subnet.named.id]
}

resource "aws_db_subnet_group" "all" {
  name       = "limits"
  subnet_ids = [aws_subnet.all.id, aws_subnet.named.id]
}

resource "aws_db_instance" "all" {
  identifier                            = "limits-one"
  engine                                = "postgres"
  engine_version                        = "16.3"
  instance_class                        = "db.t3.small"
  allocated_storage                     = 20
  username                              = "limits"
  password                              = "limits-limits"
  network_type                          = "DUAL"
  dedicated_log_volume                  = true
  customer_owned_ip_enabled             = true
  database_insights_mode                = "advanced"
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = aws_kms_key.more.arn
  performance_insights_retention_period = 731
  timezone                              = "UTC"
  skip_final_snapshot                   = true
}

resource "aws_kms_key" "hidden" {
  description = "limits, found by nothing else"
}

resource "aws_db_instance" "hidden" {
  identifier                      = "limits-hidden"
  engine                          = "postgres"
  instance_class                  = "db.t3.small"
  allocated_storage               = 20
  username                        = "limits"
  password                        = "limits-limits"
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.hidden.arn
}

resource "aws_rds_cluster" "more" {
  cluster_identifier                    = "limits-more"
  engine                                = "aurora-postgresql"
  master_username                       = "limits"
  master_password                       = "limits-limits"
  monitoring_interval                   = 15
  monitoring_role_arn                   = aws_iam_role.all.arn
  enable_http_endpoint                  = true
  enable_local_write_forwarding         = true
  database_insights_mode                = "advanced"
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = aws_kms_key.more.arn
  performance_insights_retention_period = 731
  ca_certificate_identifier             = "rds-ca-rsa4096-g1"
  engine_lifecycle_support              = "open-source-rds-extended-support-disabled"
}

resource "aws_rds_cluster_instance" "more" {
  identifier                            = "limits-more-one"
  cluster_identifier                    = aws_rds_cluster.more.id
  engine                                = aws_rds_cluster.more.engine
  instance_class                        = "db.r6g.large"
  db_subnet_group_name                  = aws_db_subnet_group.all.name
  preferred_backup_window               = "01:00-02:00"
  performance_insights_retention_period = 731
}

resource "aws_elasticache_subnet_group" "all" {
  name       = "limits"
  subnet_ids = [aws_subnet.all.id]
}

resource "aws_elasticache_replication_group" "all" {
  replication_group_id   = "limits-many"
  description            = "limits"
  engine                 = "redis"
  engine_version         = "7.1"
  node_type              = "cache.t3.small"
  num_cache_clusters     = 2
  parameter_group_name   = "default.redis7"
  subnet_group_name      = aws_elasticache_subnet_group.all.name
  security_group_ids     = [aws_security_group.all.id]
  maintenance_window     = "sun:03:30-sun:04:30"
  notification_topic_arn = aws_sns_topic.all.arn
}

resource "aws_elasticache_cluster" "more" {
  cluster_id             = "limits-pages"
  engine                 = "memcached"
  node_type              = "cache.t3.small"
  num_cache_nodes        = 2
  az_mode                = "cross-az"
  port                   = 11212
  parameter_group_name   = "default.memcached1.6"
  security_group_ids     = [aws_security_group.all.id]
  notification_topic_arn = aws_sns_topic.all.arn
}

resource "aws_eks_cluster" "all" {
  name                          = "limits"
  role_arn                      = aws_iam_role.all.arn
  bootstrap_self_managed_addons = false
  deletion_protection           = true

  access_config {
    authentication_mode = "API"
  }

  upgrade_policy {
    support_type = "STANDARD"
  }

  zonal_shift_config {
    enabled = true
  }

  compute_config {
    enabled    = true
    node_pools = ["general-purpose"]
  }

  storage_config {
    block_storage {
      enabled = true
    }
  }

  vpc_config {
    subnet_ids = [aws_subnet.all.id, aws_subnet.named.id]
  }
}

resource "aws_cloudfront_origin_access_control" "all" {
  name                              = "limits"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_function" "all" {
  name    = "limits"
  runtime = "cloudfront-js-2.0"
  code    = "function handler(event) { return event.request }"
  publish = true
}

resource "aws_cloudfront_distribution" "all" {
  enabled = true

  origin {
    domain_name              = aws_s3_bucket.all.bucket_regional_domain_name
    origin_id                = "files"
    origin_access_control_id = aws_cloudfront_origin_access_control.all.id
  }

  default_cache_behavior {
    target_origin_id       = "files"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.all.arn
    }

    lambda_function_association {
      event_type = "origin-request"
      lambda_arn = aws_lambda_function.all.qualified_arn
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn = aws_acm_certificate.all.arn
    ssl_support_method  = "sni-only"
  }
}

resource "aws_route53_zone" "all" {
  name = "limits.example"
}

resource "aws_route53_record" "ranged" {
  zone_id        = aws_route53_zone.all.zone_id
  name           = "ranged.limits.example"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.1"]
  set_identifier = "one"

  cidr_routing_policy {
    collection_id = "a1b2"
    location_name = "office"
  }
}

resource "aws_route53_health_check" "all" {
  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = "errors"
  cloudwatch_alarm_region         = "eu-west-1"
  insufficient_data_health_status = "Healthy"
}

resource "aws_config_configuration_recorder" "all" {
  name     = "limits"
  role_arn = aws_iam_role.all.arn

  recording_mode {
    recording_frequency = "DAILY"
  }
}

resource "aws_config_config_rule" "all" {
  name       = "limits"
  depends_on = [aws_config_configuration_recorder.all]

  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_VERSIONING_ENABLED"
  }

  evaluation_mode {
    mode = "PROACTIVE"
  }
}

resource "aws_guardduty_detector" "all" {
  enable = true

  datasources {
    malware_protection {
      scan_ec2_instance_with_findings {
        ebs_volumes {
          enable = true
        }
      }
    }
  }
}

resource "aws_athena_workgroup" "all" {
  name  = "limits"
  state = "DISABLED"
}

resource "aws_glue_job" "all" {
  name               = "limits"
  role_arn           = aws_iam_role.all.arn
  job_mode           = "NOTEBOOK"
  maintenance_window = "Sun:23"

  command {
    script_location = "s3://limits/job.py"
  }
}

resource "aws_opensearch_domain" "all" {
  domain_name     = "limits"
  engine_version  = "OpenSearch_2.11"
  ip_address_type = "dualstack"

  cluster_config {
    instance_type = "t3.small.search"
  }

  ebs_options {
    ebs_enabled = true
    volume_size = 10
  }

  auto_tune_options {
    desired_state = "DISABLED"
  }

  advanced_security_options {
    enabled = true

    master_user_options {
      master_user_arn = aws_iam_role.all.arn
    }
  }
}

resource "aws_redshift_cluster" "all" {
  cluster_identifier                   = "limits"
  node_type                            = "ra3.large"
  master_username                      = "limits"
  master_password                      = "Limits-limits-1"
  maintenance_track_name               = "trailing"
  multi_az                             = true
  availability_zone_relocation_enabled = true
  default_iam_role_arn                 = aws_iam_role.all.arn
  elastic_ip                           = aws_eip.all.public_ip
}

output "machines" {
  value = {
    key          = aws_kms_key.more.key_id
    subnet       = aws_subnet.named.id
    nat          = aws_nat_gateway.all.id
    endpoint     = aws_vpc_endpoint.all.id
    egress       = aws_vpc_security_group_egress_rule.all.id
    flow         = aws_flow_log.all.id
    instance     = aws_instance.all.id
    certificate  = aws_acm_certificate.all.arn
    listener     = aws_lb_listener.secure.arn
    distribution = aws_cloudfront_distribution.all.id
    control      = aws_cloudfront_origin_access_control.all.id
    zone         = aws_route53_zone.all.zone_id
    check        = aws_route53_health_check.all.id
    detector     = aws_guardduty_detector.all.id
  }
}
