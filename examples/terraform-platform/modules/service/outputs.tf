output "service_name" {
  description = "Name of the service in the cluster."
  value       = aws_ecs_service.main.name
}

output "task_definition_arn" {
  description = "Revision of the task definition that runs."
  value       = aws_ecs_task_definition.main.arn
}

output "security_group_id" {
  description = "Security group of the tasks."
  value       = aws_security_group.main.id
}

output "task_role_name" {
  description = "Role of the code in the tasks."
  value       = aws_iam_role.task.name
}

output "alarm_names" {
  description = "Alarms of the service."
  value       = module.alarms.names
}
