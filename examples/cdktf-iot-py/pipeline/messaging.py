"""The queue that readings wait in, where those end that nobody can process, and whom alarms go to."""

import json

from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from pipeline.policies import Statement, document
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
        account = DataAwsCallerIdentity(self, "account")
        self.alerts_key = KmsKey(
            self,
            "alerts-key",
            description=f"Alerts of {settings.suffix}",
            enable_key_rotation=True,
            policy=document(
                _with_key("Account", {"AWS": f"arn:aws:iam::{account.account_id}:root"}, ["kms:*"]),
                # Alarms cannot publish to a topic with the key that AWS manages.
                _with_key("Alarms", {"Service": "cloudwatch.amazonaws.com"}, ["kms:Decrypt", "kms:GenerateDataKey*"]),
            ),
        )
        self.alerts = SnsTopic(
            self,
            "alerts",
            name=settings.name("alerts"),
            kms_master_key_id=self.alerts_key.arn,
        )
        if settings.alert_email:
            SnsTopicSubscription(
                self,
                "alerts-by-email",
                topic_arn=self.alerts.arn,
                protocol="email",
                endpoint=settings.alert_email,
            )


def _with_key(sid: str, principal: dict[str, str], actions: list[str]) -> Statement:
    return {"Sid": sid, "Effect": "Allow", "Principal": principal, "Action": actions, "Resource": "*"}
