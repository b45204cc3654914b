resource "aws_cloudwatch_metric_alarm" "utilisation" {
  for_each = var.utilisation

  alarm_name          = "${var.name}-${lower(replace(each.key, "Utilization", ""))}"
  alarm_description   = "${each.key} of ${var.name} stays above ${each.value} % although it scales"
  namespace           = "AWS/ECS"
  metric_name         = each.key
  statistic           = "Average"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]

  dimensions = {
    ClusterName = var.cluster_name
    ServiceName = var.service_name
  }
}

resource "aws_cloudwatch_metric_alarm" "unhealthy_hosts" {
  for_each = var.target_groups

  alarm_name          = "${var.name}-${each.key}-unhealthy"
  alarm_description   = "Tasks of ${var.name} fail their health check"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "UnHealthyHostCount"
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.topic_arn]

  dimensions = {
    TargetGroup  = each.value.target_group
    LoadBalancer = each.value.load_balancer
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = var.target_groups

  alarm_name          = "${var.name}-${each.key}-5xx"
  alarm_description   = <<-EOT
    More than 5 % of the requests to ${var.name} end in an error of the service.
    Look at the log group /ecs/${var.name} first.
  EOT
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]

  metric_query {
    id          = "rate"
    expression  = "100 * errors / requests"
    label       = "Error rate in percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = {
      errors   = "HTTPCode_Target_5XX_Count"
      requests = "RequestCount"
    }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value
        stat        = "Sum"
        period      = 300

        dimensions = {
          TargetGroup  = each.value.target_group
          LoadBalancer = each.value.load_balancer
        }
      }
    }
  }
}
