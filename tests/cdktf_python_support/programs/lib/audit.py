"""A construct with a provider of its own."""

from cdktn import TerraformVariable
from cdktn_provider_aws.provider import AwsProvider
from cdktn_provider_aws.sqs_queue import SqsQueue
from constructs import Construct


class Audit(Construct):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        west = AwsProvider(self, "west", region="us-west-2", alias="west")
        self.size = TerraformVariable(self, "size", type="number", default=3)
        self.queue = SqsQueue(self, "queue", name="audit", provider=west)
