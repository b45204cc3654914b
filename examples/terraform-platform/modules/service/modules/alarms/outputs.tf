output "names" {
  description = "Names of all alarms."
  value = [
    for alarm in concat(
      values(aws_cloudwatch_metric_alarm.utilisation),
      values(aws_cloudwatch_metric_alarm.unhealthy_hosts),
      values(aws_cloudwatch_metric_alarm.errors),
    ) : alarm.alarm_name
  ]
}
