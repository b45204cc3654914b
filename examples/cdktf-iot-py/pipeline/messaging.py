"""The queue that readings wait in, where those end that nobody can process, and whom alarms go to."""

import json

from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from pipeline.settings import Settings


class Messaging(Construct):
    """Queues and the topic."""

    def __init__(self, scope: Construct, construct_id: str, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = SqsQueue(
            self,
            "dead-letters",
            name=settings.name("ingestion-dead-letters"),
            message_retention_seconds=14 * 24 * 3600,
            sqs_managed_sse_enabled=True,
        )
        self.queue = SqsQueue(
            self,
            "queue",
            name=settings.name("ingestion"),
            visibility_timeout_seconds=180,
            message_retention_seconds=4 * 24 * 3600,
            sqs_managed_sse_enabled=True,
            redrive_policy=json.dumps({"deadLetterTargetArn": self.dead_letters.arn, "maxReceiveCount": 3}),
        )
        self.alerts = SnsTopic(
            self,
            "alerts",
            name=settings.name("alerts"),
            kms_master_key_id="alias/aws/sns",
        )
        if settings.alert_email:
            SnsTopicSubscription(
                self,
                "alerts-by-email",
                topic_arn=self.alerts.arn,
                protocol="email",
                endpoint=settings.alert_email,
            )
