data "aws_iam_policy_document" "kms" {
  statement {
    sid       = "AccountAdministersKey"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account_id}:root"]
    }
  }

  # Each service may use the key for its own resources in this account only.
  dynamic "statement" {
    for_each = {
      Logs   = "logs.${var.region}.amazonaws.com"
      Alarms = "cloudwatch.amazonaws.com"
    }

    content {
      sid       = "${statement.key}UseKey"
      actions   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = [statement.value]
      }

      condition {
        test     = statement.key == "Logs" ? "ArnLike" : "StringEquals"
        variable = statement.key == "Logs" ? "kms:EncryptionContext:aws:logs:arn" : "aws:SourceAccount"
        values = [
          statement.key == "Logs" ? "arn:${local.partition}:logs:${var.region}:${local.account_id}:*" : local.account_id
        ]
      }
    }
  }
}

resource "aws_kms_key" "main" {
  description             = "Encrypts what ${local.name} keeps"
  enable_key_rotation     = true
  deletion_window_in_days = local.is_production ? 30 : 7
  policy                  = data.aws_iam_policy_document.kms.json
}

resource "aws_kms_alias" "main" {
  name          = "alias/${local.name}"
  target_key_id = aws_kms_key.main.key_id
}

resource "aws_wafv2_web_acl" "main" {
  name        = local.name
  description = "Guards the load balancer of ${local.name}"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = var.waf_managed_rules

    content {
      name     = rule.value.name
      priority = (rule.key + 1) * 10

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.value.name

          dynamic "rule_action_override" {
            for_each = rule.value.count_rules

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "${local.name}-${rule.value.name}"
        sampled_requests_enabled   = true
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = local.name
    sampled_requests_enabled   = !local.is_production
  }
}

resource "aws_wafv2_web_acl_association" "load_balancer" {
  resource_arn = aws_lb.main.arn
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}
