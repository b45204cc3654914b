resource "aws_appautoscaling_target" "main" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster.name}/${aws_ecs_service.main.name}"
  min_capacity       = var.scaling.min
  max_capacity       = var.scaling.max
}

resource "aws_appautoscaling_policy" "main" {
  for_each = {
    cpu    = { metric = "ECSServiceAverageCPUUtilization", target = var.scaling.cpu }
    memory = { metric = "ECSServiceAverageMemoryUtilization", target = var.scaling.memory }
  }

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.main.service_namespace
  scalable_dimension = aws_appautoscaling_target.main.scalable_dimension
  resource_id        = aws_appautoscaling_target.main.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.target
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
    }
  }
}

module "alarms" {
  source = "./modules/alarms"

  name         = var.name
  cluster_name = var.cluster.name
  service_name = aws_ecs_service.main.name
  topic_arn    = var.alarm_topic_arn

  utilisation = {
    CPUUtilization    = min(var.scaling.cpu + 25, 95)
    MemoryUtilization = min(var.scaling.memory + 15, 95)
  }

  target_groups = {
    for group in aws_lb_target_group.main : "main" => {
      target_group  = group.arn_suffix
      load_balancer = var.load_balancer.arn_suffix
    }
  }
}
