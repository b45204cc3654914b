"""Two stacks; the second one looks into the first."""

import json
import os

from cdktn import (
    AssetType,
    Fn,
    S3Backend,
    TerraformAsset,
    TerraformCount,
    TerraformHclModule,
    TerraformIterator,
    TerraformLocal,
    TerraformOutput,
    TerraformStack,
    TerraformVariable,
    Token,
)
from cdktn_provider_aws.data_aws_region import DataAwsRegion
from cdktn_provider_aws.lambda_function import LambdaFunction
from cdktn_provider_aws.provider import AwsProvider
from cdktn_provider_aws.sqs_queue import SqsQueue

from .audit import Audit

COUNT = []


class Network(TerraformStack):
    def __init__(self, scope, id, size=1):
        super().__init__(scope, id)
        COUNT.append(id)
        AwsProvider(self, "aws", region=os.environ.get("AWS_REGION", "eu-central-1"))
        self.audit = Audit(self, "audit")
        region = DataAwsRegion(self, "here")
        code = TerraformAsset(self, "code", path="lambda", type=AssetType.ARCHIVE)
        LambdaFunction(
            self,
            "worker",
            function_name=f"worker-{os.environ.get('STAGE', 'dev')}-{size}",
            role="role",
            filename=code.path,
            source_code_hash=code.asset_hash,
            environment={"variables": {"QUEUE": self.audit.queue.url, "HOME": os.path.dirname(__file__)}},
        )
        SqsQueue(
            self,
            "queue",
            name=Fn.join("-", ["a", self.audit.size.string_value, region.region]),
            redrive_policy=json.dumps({"deadLetterTargetArn": self.audit.queue.arn, "maxReceiveCount": size}),
            tags={"count": str(len(COUNT)), "place": os.getcwd()},
            depends_on=[self.audit.queue],
        )
        TerraformOutput(self, "queue-url", value=self.audit.queue.url, sensitive=True, description="Where to")


class Web(TerraformStack):
    def __init__(self, scope, id, network):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-central-1")
        S3Backend(self, bucket="state", key="web", region="eu-central-1")
        tags = TerraformLocal(self, "tags", {"a": "b"})
        SqsQueue(self, "audited", redrive_policy=json.dumps({"deadLetterTargetArn": network.audit.queue.arn}))
        new = SqsQueue(self, "new", tags=Token.as_string_map(tags.expression))
        new.add_move_target("here")
        SqsQueue(self, "old").move_to("here")
        SqsQueue(self, "imported").import_from("https://queue")
        SqsQueue.generate_config_for_import(self, "to-import", "https://other")
        SqsQueue(self, "each", for_each=TerraformIterator.from_list(["a", "b"]))
        counted = SqsQueue(self, "counted", count=TerraformCount.of(2))
        counted.override_logical_id("own_name")
        counted.add_override("lifecycle.ignore_changes", ["tags"])
        TerraformHclModule(
            self, "module", source="./module", skip_asset_creation_from_local_modules=True, depends_on=[counted]
        )
        TerraformVariable(self, "unused", type="string", sensitive=True)
        TerraformOutput(self, "first", value=Fn.element(counted.fqn, 0))
