"""What tells people that something is wrong."""

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from constructs import Construct

from pipeline.functions import PipelineFunction
from pipeline.messaging import Messaging
from pipeline.settings import Settings


class Monitoring(Construct):
    """The alarms: errors of each function, throttled ingestion, readings that nobody could process."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        settings: Settings,
        messaging: Messaging,
        functions: Sequence[PipelineFunction],
    ) -> None:
        super().__init__(scope, construct_id)
        self._settings, self._topic = settings, messaging.alerts.arn
        errors = 1 if settings.is_production else 5
        for each in functions:
            dimensions = {"FunctionName": each.function.function_name}
            self._alarm(f"{each.node.id}-errors", "AWS/Lambda", "Errors", dimensions, errors)
        name = functions[0].function.function_name
        self._alarm("ingest-throttles", "AWS/Lambda", "Throttles", {"FunctionName": name}, 10)
        self._alarm(
            "dead-letters",
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            {"QueueName": messaging.dead_letters.name},
            1,
        )

    def _alarm(self, name: str, namespace: str, metric: str, dimensions: dict[str, str], threshold: int) -> None:
        CloudwatchMetricAlarm(
            self,
            name,
            alarm_name=self._settings.name(name),
            namespace=namespace,
            metric_name=metric,
            dimensions=dimensions,
            statistic="Sum",
            period=300,
            evaluation_periods=1,
            threshold=threshold,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[self._topic],
        )
