"""Who is told when jobs get stuck."""

from __future__ import annotations

from typing import Optional

import pulumi
import pulumi_aws as aws


def watch(queue: aws.sqs.Queue, email: Optional[str], threshold: int = 1) -> aws.cloudwatch.MetricAlarm:
    """An alarm when there are dead letters; it writes to `email`, if there is one."""
    topic = aws.sns.Topic("alarms", kms_master_key_id="alias/aws/sns")
    if email:
        aws.sns.TopicSubscription("alarms", topic=topic.arn, protocol="email", endpoint=email)
    return aws.cloudwatch.MetricAlarm(
        "dead-letters",
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        dimensions={"QueueName": queue.name},
        statistic="Maximum",
        period=300,
        evaluation_periods=1,
        threshold=threshold,
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data="notBreaching",
        alarm_actions=[topic.arn],
        ok_actions=[topic.arn] if email else None,
    )
