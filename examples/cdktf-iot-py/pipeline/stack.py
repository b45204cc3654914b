"""The stack: storage, the way of a reading, the API, and what watches them."""

from cdktf import Aspects, S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from constructs import Construct

from pipeline.api import Api
from pipeline.configuration import Configuration
from pipeline.functions import PipelineFunction
from pipeline.messaging import Messaging
from pipeline.monitoring import Monitoring
from pipeline.policies import allow, reads_queue
from pipeline.settings import Settings
from pipeline.storage import Storage
from pipeline.tags import Owned


class PipelineStack(TerraformStack):
    """Everything of one environment."""

    def __init__(self, scope: Construct, construct_id: str, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        AwsProvider(
            self,
            "aws",
            region=settings.region,
            default_tags=[AwsProviderDefaultTags(tags={"Environment": settings.suffix, "ManagedBy": "cdktf"})],
        )
        S3Backend(
            self,
            bucket=settings.state_bucket,
            key=f"{settings.suffix}/{construct_id}.tfstate",
            region=settings.state_region,
            encrypt=True,
        )

        storage = Storage(self, "storage", settings)
        messaging = Messaging(self, "messaging", settings)
        configuration = Configuration(self, "configuration", settings, storage, messaging)

        ingest = PipelineFunction(
            self,
            "ingest",
            settings,
            statements=[
                allow("StoreReadings", ["dynamodb:PutItem"], [storage.raw.arn]),
                allow("QueueReadings", ["sqs:SendMessage"], [messaging.queue.arn]),
            ],
            variables={"RAW_TABLE": storage.raw.name, "QUEUE_URL": messaging.queue.url},
            timeout=10,
        )
        processor = PipelineFunction(
            self,
            "processor",
            settings,
            statements=[
                reads_queue(messaging.queue.arn),
                allow("StoreProcessed", ["dynamodb:PutItem"], [storage.processed.arn]),
                allow("Alert", ["sns:Publish"], [messaging.alerts.arn]),
                allow("EncryptAlerts", ["kms:Decrypt", "kms:GenerateDataKey"], [messaging.alerts_key.arn]),
                allow("ReadLimits", ["ssm:GetParameter"], [configuration.limit.arn]),
            ],
            variables={
                "PROCESSED_TABLE": storage.processed.name,
                "ALERT_TOPIC": messaging.alerts.arn,
                "LIMIT_PARAMETER": configuration.limit.name,
            },
            timeout=30,
        )
        processor.consume(messaging.queue)
        query = PipelineFunction(
            self,
            "query",
            settings,
            statements=[
                allow(
                    "ReadProcessed",
                    ["dynamodb:GetItem", "dynamodb:Query"],
                    [storage.processed.arn, f"{storage.processed.arn}/index/*"],
                ),
            ],
            variables={"PROCESSED_TABLE": storage.processed.name},
            timeout=10,
        )
        api = Api(self, "api", settings, {"ingest": ("POST", ingest), "query": ("GET", query)})
        Monitoring(self, "monitoring", settings, messaging, [ingest, processor, query])
        Aspects.of(self).add(Owned(settings.team))

        TerraformOutput(self, "ApiEndpoint", value=api.endpoint, description="Where readings are sent and asked for")
        TerraformOutput(self, "RawSensorTableName", value=storage.raw.name)
        TerraformOutput(self, "ProcessedDataTableName", value=storage.processed.name)
        TerraformOutput(self, "IngestionQueueUrl", value=messaging.queue.url)
        TerraformOutput(self, "DeadLetterQueueUrl", value=messaging.dead_letters.url)
        TerraformOutput(self, "AlertTopicArn", value=messaging.alerts.arn)
        for function in (ingest, processor, query):
            TerraformOutput(self, f"{function.title}FunctionName", value=function.function.function_name)
