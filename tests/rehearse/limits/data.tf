# Databases, caches, and what runs and looks at things.

resource "aws_subnet" "other" {
  vpc_id            = aws_vpc.all.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_db_subnet_group" "all" {
  name       = "limits"
  subnet_ids = [aws_subnet.all.id, aws_subnet.other.id]
}

resource "aws_db_instance" "all" {
  identifier                      = "limits-own"
  engine                          = "postgres"
  instance_class                  = "db.t4g.medium"
  allocated_storage               = 20
  username                        = "limits"
  password                        = "limits-limits"
  db_subnet_group_name            = aws_db_subnet_group.all.name
  skip_final_snapshot             = true
  network_type                    = "DUAL"
  dedicated_log_volume            = true
  database_insights_mode          = "advanced"
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.all.arn
}

resource "aws_rds_cluster" "all" {
  cluster_identifier              = "limits"
  engine                          = "aurora-postgresql"
  master_username                 = "limits"
  master_password                 = "limits-limits"
  db_subnet_group_name            = aws_db_subnet_group.all.name
  enable_http_endpoint            = true
  database_insights_mode          = "advanced"
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.all.arn
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.all.arn
}

resource "aws_rds_cluster_instance" "all" {
  identifier                      = "limits"
  cluster_identifier              = aws_rds_cluster.all.id
  engine                          = aws_rds_cluster.all.engine
  instance_class                  = "db.r6g.large"
  db_subnet_group_name            = aws_db_subnet_group.all.name
  preferred_backup_window         = "02:00-03:00"
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.all.arn
}

resource "aws_elasticache_subnet_group" "all" {
  name       = "limits"
  subnet_ids = [aws_subnet.all.id, aws_subnet.other.id]
}

resource "aws_elasticache_cluster" "all" {
  cluster_id             = "limits"
  engine                 = "redis"
  node_type              = "cache.t3.micro"
  num_cache_nodes        = 1
  port                   = 6380
  parameter_group_name   = "default.redis7"
  security_group_ids     = [aws_security_group.all.id]
  notification_topic_arn = aws_sns_topic.all.arn
}

resource "aws_elasticache_replication_group" "all" {
  replication_group_id       = "limits-group"
  description                = "limits"
  node_type                  = "cache.t3.micro"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  engine_version             = "7.1"
  port                       = 6380
  parameter_group_name       = "default.redis7"
  subnet_group_name          = aws_elasticache_subnet_group.all.name
  security_group_ids         = [aws_security_group.all.id]
  maintenance_window         = "sun:03:00-sun:04:00"
  notification_topic_arn     = aws_sns_topic.all.arn
}

resource "aws_redshift_cluster" "all" {
  cluster_identifier     = "limits"
  node_type              = "ra3.xlplus"
  number_of_nodes        = 2
  cluster_type           = "multi-node"
  database_name          = "limits"
  master_username        = "limits"
  master_password        = "Limits-limits1"
  multi_az               = true
  maintenance_track_name = "trailing"
  iam_roles              = [aws_iam_role.all.arn]
  default_iam_role_arn   = aws_iam_role.all.arn
  skip_final_snapshot    = true
}

resource "aws_opensearch_domain" "all" {
  domain_name     = "limits"
  engine_version  = "OpenSearch_2.11"
  ip_address_type = "dualstack"
}

resource "aws_athena_workgroup" "all" {
  name  = "limits"
  state = "DISABLED"
}

resource "aws_glue_job" "all" {
  name               = "limits"
  role_arn           = aws_iam_role.all.arn
  job_mode           = "SCRIPT"
  maintenance_window = "Sun:01"

  command {
    script_location = "s3://limits-all/job.py"
  }
}

resource "aws_eks_cluster" "all" {
  name                = "limits"
  role_arn            = aws_iam_role.all.arn
  deletion_protection = true

  vpc_config {
    subnet_ids = [aws_subnet.all.id, aws_subnet.other.id]
  }

  access_config {
    authentication_mode = "API"
  }

  upgrade_policy {
    support_type = "STANDARD"
  }

  zonal_shift_config {
    enabled = true
  }
}

resource "aws_acm_certificate" "all" {
  domain_name       = "limits.example.com"
  validation_method = "DNS"
  key_algorithm     = "EC_prime256v1"
}

resource "aws_cloudwatch_metric_alarm" "all" {
  alarm_name          = "limits"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  period              = 60
  statistic           = "Sum"
  threshold           = 1
}

resource "aws_route53_health_check" "all" {
  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = aws_cloudwatch_metric_alarm.all.alarm_name
  cloudwatch_alarm_region         = "eu-west-1"
  insufficient_data_health_status = "Healthy"
}

resource "aws_config_configuration_recorder" "all" {
  name     = "limits"
  role_arn = aws_iam_role.all.arn

  recording_group {
    all_supported = true
  }

  recording_mode {
    recording_frequency = "DAILY"
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

resource "aws_launch_template" "all" {
  name          = "limits"
  image_id      = "ami-12c6146b"
  instance_type = "t3.micro"
}

resource "aws_autoscaling_group" "all" {
  name                = "limits"
  min_size            = 0
  max_size            = 1
  vpc_zone_identifier = [aws_subnet.all.id]

  launch_template {
    id = aws_launch_template.all.id
  }
}

resource "aws_autoscaling_lifecycle_hook" "all" {
  name                    = "limits"
  autoscaling_group_name  = aws_autoscaling_group.all.name
  lifecycle_transition    = "autoscaling:EC2_INSTANCE_LAUNCHING"
  notification_metadata   = "own"
  notification_target_arn = aws_sqs_queue.letters.arn
  role_arn                = aws_iam_role.all.arn
}

resource "aws_cloudfront_function" "all" {
  name    = "limits"
  runtime = "cloudfront-js-2.0"
  code    = "function handler(event) { return event.request; }"
}

resource "aws_cloudfront_origin_access_control" "all" {
  name                              = "limits"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "all" {
  enabled = true

  origin {
    domain_name              = aws_s3_bucket.all.bucket_regional_domain_name
    origin_id                = "all"
    origin_access_control_id = aws_cloudfront_origin_access_control.all.id
  }

  default_cache_behavior {
    target_origin_id       = "all"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.all.arn
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

output "found" {
  value = {
    certificate  = aws_acm_certificate.all.arn
    health_check = aws_route53_health_check.all.id
    detector     = aws_guardduty_detector.all.id
    distribution = aws_cloudfront_distribution.all.id
    template     = aws_launch_template.all.id
  }
}
