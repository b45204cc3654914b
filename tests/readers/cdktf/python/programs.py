"""Small programs, each with what it is of: what they synthesise to is compared with the real library."""

from __future__ import annotations

from typing import Final

HEAD: Final = """
import json
import os
from constructs import Construct
from cdktn import App, TerraformStack, TerraformOutput, TerraformVariable, TerraformLocal, Fn, Token, Lazy
import cdktn
from cdktn_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from cdktn_provider_aws.sqs_queue import SqsQueue

"""

RESOURCES = """
class Orders(TerraformStack):
    def __init__(self, scope: Construct, id: str, *, size: int = 3):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1", default_tags=[AwsProviderDefaultTags(tags={"a_b": "cD"})])
        west = AwsProvider(self, "west", region="us-west-2", alias="west")
        self.dead = SqsQueue(self, "dead-letters", name=f"{id}-dead", tags={"Name_x": "y", "keep": "z"})
        self.queue = SqsQueue(
            self,
            id_="queue",
            provider=west,
            delay_seconds=size / 1,
            fifo_queue=None,
            redrive_policy=json.dumps({"deadLetterTargetArn": self.dead.arn, "maxReceiveCount": 4}),
            depends_on=[self.dead],
            timeouts={"create": "5m"},
            lifecycle={"prevent_destroy": True, "ignore_changes": ["tags"]},
        )
        self.queue.message_retention_seconds = 600
        self.queue.add_override("policy", Token.as_string({"a_b": 1}))
        who = TerraformVariable(self, "who", type="string", default="me", description="who")
        local = TerraformLocal(self, "local", {"a_b": [1, 2.5, who.string_value]})
        TerraformOutput(self, "queue-url", value=self.queue.url, sensitive=True)
        TerraformOutput(self, "all", value={"a_b": [1, 2.0, None, self.queue.arn], "local": local.expression})
        TerraformOutput(self, "text", value=f"{self.queue.arn}/{who.string_value}", static_id=True)


if __name__ == "__main__":
    app = App()
    stack = Orders(app, "orders", size=4)
    app.synth()
"""

STRUCTS = """
from cdktn_provider_aws.s3_bucket import *
from cdktn_provider_aws.security_group import SecurityGroup, SecurityGroupIngress
from cdktn_provider_aws import s3_bucket_versioning as versioning
import cdktn_provider_aws.dynamodb_table as dynamodb
import cdktn_provider_aws as aws

app = App()
stack = TerraformStack(app, "structs")
AwsProvider(stack, "aws")
plain = S3BucketVersioning(enabled=True)
bucket = S3Bucket(
    stack,
    "bucket",
    versioning=plain,
    cors_rule=[S3BucketCorsRule(allowed_methods=["GET"], allowed_origins=["*"], max_age_seconds=3.0)],
    lifecycle_rule=[
        S3BucketLifecycleRule(enabled=True, id="x", expiration={"days": 3, "expired_object_delete_marker": False})
    ],
)
other = S3Bucket(stack, "other", versioning={"enabled": True, "mfa_delete": None})
SecurityGroup(
    stack,
    "group",
    ingress=[
        SecurityGroupIngress(from_port=80, to_port=80, protocol="tcp", cidr_blocks=["0.0.0.0/0"]),
        {"from_port": 1, "toPort": 2, "protocol": "udp"},
    ],
)
versioning.S3BucketVersioningA(
    stack,
    "versioning",
    bucket=bucket.id,
    versioning_configuration=versioning.S3BucketVersioningVersioningConfiguration(status="Enabled"),
)
table = dynamodb.DynamodbTable(
    stack,
    "table",
    name="t",
    hash_key="id",
    attribute=[dynamodb.DynamodbTableAttribute(name="id", type="S")],
    point_in_time_recovery={"enabled": True},
)
aws.sqs_queue.SqsQueue(stack, "late")
TerraformOutput(
    stack,
    "seen",
    value={
        "enabled": plain.enabled,
        "mfa": plain.mfa_delete is None,
        "same": plain == S3BucketVersioning(enabled=True),
        "text": repr(plain),
        "name": bucket.bucket_input is None,
        "type": S3Bucket.TF_RESOURCE_TYPE,
        "class": type(bucket).__name__,
        "kinds": [
            isinstance(bucket, S3Bucket),
            isinstance(bucket, cdktn.TerraformResource),
            isinstance(bucket, Construct),
            isinstance(bucket, cdktn.TerraformDataSource),
            issubclass(S3Bucket, cdktn.TerraformElement),
            isinstance(bucket, (str, S3Bucket)),
        ],
        "has": [hasattr(each, name) for each in (bucket, app) for name in ("tags", "tags_input", "nothing")],
    },
)
TerraformOutput(stack, "stream", value=table.stream_arn)
TerraformOutput(stack, "nested", value=bucket.versioning.enabled)
TerraformOutput(stack, "first", value=bucket.cors_rule.get(0).allowed_methods)
app.synth()
"""

CLASSES = """
import jsii
from dataclasses import dataclass


@dataclass
class Settings:
    name: str
    delay: int = 0


class Named:
    prefix = "acme"

    def named(self, name):
        return f"{self.prefix}-{name}"


class Base(Construct):
    def __init__(self, scope, id, settings):
        super().__init__(scope, id)
        self.settings = settings
        self.build()

    def build(self):
        raise NotImplementedError

    @property
    def arn(self):
        return self.queue.arn


class Queue(Named, Base):
    def build(self):
        self.queue = SqsQueue(self, "queue", name=self.named(self.settings.name), delay_seconds=self.settings.delay)


class Tagged(SqsQueue):
    def __init__(self, scope, id, **options):
        tags = {"stage": "test", **options.pop("tags", {})}
        super().__init__(scope, id, tags=tags, **options)
        self.label = id


class Platform(Named, TerraformStack):
    def __init__(self, scope, id, settings=()):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")
        self.queues = {each.name: Queue(self, each.name, each) for each in settings}
        tagged = Tagged(self, "tagged", tags={"own": "x"}, name="tagged")
        tagged.name = "renamed"
        for name, queue in self.queues.items():
            TerraformOutput(self, f"{name}-arn", value=queue.arn)
        TerraformOutput(
            self,
            "tree",
            value={
                "path": tagged.node.path,
                "id": tagged.node.id,
                "stack": TerraformStack.of(tagged) is self,
                "same": all(queue.node.scope is self for queue in self.queues.values()),
                "children": [child.node.id for child in self.node.children],
                "all": [each.node.path for each in self.node.find_all()],
                "found": self.node.find_child("tagged") is tagged,
                "missing": self.node.try_find_child("none"),
                "context": self.node.try_get_context("none"),
                "label": tagged.label,
                "name": tagged.name_input,
                "text": str(tagged.to_string()),
            },
        )


@jsii.implements(cdktn.IAspect)
class Tags:
    def __init__(self, tags):
        self.tags = tags

    def visit(self, node):
        if isinstance(node, SqsQueue):
            node.tags = {**(node.tags_input or {}), **self.tags}
        elif hasattr(node, "tags_input"):
            node.tags = self.tags


app = App()
one = Platform(app, "one", [Settings("a"), Settings("b", 5)])
two = Platform(app, "two")
SqsQueue(two, "across", kms_master_key_id=one.queues["a"].queue.arn)
cdktn.Aspects.of(one).add(Tags({"team": "core"}))
app.synth()
"""

TOKENS = """
import jsii


@jsii.implements(cdktn.IStringProducer)
class Producer:
    def __init__(self, holder):
        self.holder = holder

    def produce(self, context):
        return "-".join(self.holder)


app = App()
stack = TerraformStack(app, "tokens")
AwsProvider(stack, "aws")
queue = SqsQueue(stack, "queue")
names = TerraformVariable(stack, "names", type="list(string)", default=["a"])
count = TerraformVariable(stack, "count", type="number", default=1)
held = ["x"]
lazy = Lazy.string_value(Producer(held))
TerraformOutput(stack, "lazy", value=f"<{lazy}>")
held.append("y")
TerraformOutput(stack, "join", value=Fn.join(",", ["a", queue.arn, Fn.upper("b")]))
TerraformOutput(stack, "element", value=Fn.element(names.list_value, 0))
TerraformOutput(stack, "lookup", value=Fn.lookup({"a_b": "c"}, "a_b", "d"))
TerraformOutput(stack, "nested", value=Fn.lookup_nested(names.list_value, ["x", 0]))
TerraformOutput(stack, "encode", value=Fn.jsonencode({"a_b": [queue.arn, 1, True], "c": None}))
TerraformOutput(stack, "number", value=count.number_value)
TerraformOutput(stack, "numbertext", value=f"{count.number_value}")
TerraformOutput(stack, "json", value=json.dumps({"a": queue.arn, "n": [1, 2.5], "t": True}, indent=2))
TerraformOutput(stack, "list", value=names.list_value)
TerraformOutput(stack, "conditional", value=Fn.conditional(True, "a", queue.name) if hasattr(Fn, "conditional") else 0)
TerraformOutput(stack, "string", value=[Token.as_string(5), Token.as_string(queue.arn), Token.as_number(queue.arn)])
TerraformOutput(stack, "lists", value=Token.as_list(queue.arn))
TerraformOutput(stack, "checks", value=[Token.is_unresolved(queue.arn), Token.is_unresolved("x")])
TerraformOutput(stack, "quotes", value=Fn.replace(Fn.raw_string('a"b\\n${c}'), "/", "%"))
TerraformOutput(stack, "raw", value=Fn.raw_string("${x}"))
TerraformOutput(stack, "tags", value=queue.tags)
TerraformOutput(stack, "cidr", value=Fn.cidrsubnet("10.0.0.0/16", 8, 1))
TerraformOutput(stack, "attribute", value=queue.get_string_attribute("custom"))
TerraformOutput(stack, "interpolation", value=queue.interpolation_for_attribute("custom"))
TerraformOutput(stack, "fqn", value=queue.fqn)
TerraformOutput(stack, "length", value=Fn.length_of(names.list_value))
app.synth()
"""

LOOPS = """
from cdktn import TerraformIterator, TerraformCount
from cdktn_provider_aws.security_group import SecurityGroup

app = App()
stack = TerraformStack(app, "loops")
AwsProvider(stack, "aws")
each = TerraformIterator.from_list(["a", "b"])
made = SqsQueue(stack, "each", for_each=each, name=f"q-{Token.as_string(each.value)}")
mapped = TerraformIterator.from_map({"a_b": {"size": 3}})
SqsQueue(stack, "mapped", for_each=mapped, name=mapped.key, delay_seconds=mapped.get_number("size"))
counted = TerraformCount.of(3)
SqsQueue(stack, "counted", count=counted, name=f"q-{Token.as_string(counted.index)}")
SqsQueue(stack, "number", count=2)
over = TerraformIterator.from_resources(made)
SqsQueue(stack, "over", for_each=over, name=over.get_string("arn"))
rule = {"from_port": 1, "to_port": 2, "protocol": each.value}
SecurityGroup(stack, "dynamic", ingress=each.dynamic(rule))
TerraformOutput(stack, "all", value=Fn.join(",", Token.as_list(over.pluck_property("arn"))))
app.synth()
"""

OTHERS = """
from cdktn import (
    S3Backend, TerraformHclModule, DataTerraformRemoteStateS3, TerraformResourceLifecycle, LocalExecProvisioner,
    FileProvisioner, SSHProvisionerConnection, Annotations, TerraformVariableValidationConfig,
)
from cdktn_provider_aws.data_aws_region import DataAwsRegion
from cdktn_provider_aws.data_aws_iam_policy_document import (
    DataAwsIamPolicyDocument, DataAwsIamPolicyDocumentStatement, DataAwsIamPolicyDocumentStatementPrincipals,
)

app = App()
stack = TerraformStack(app, "others")
aws = AwsProvider(stack, "aws")
S3Backend(
    stack,
    bucket="state",
    key="a/b",
    region="eu-west-1",
    dynamodb_table="locks",
    assume_role={"role_arn": "arn:x", "session_name": "s"},
)
state = DataTerraformRemoteStateS3(stack, "state", bucket="state", key="c")
region = DataAwsRegion(stack, "here")
document = DataAwsIamPolicyDocument(
    stack,
    "document",
    statement=[
        DataAwsIamPolicyDocumentStatement(
            actions=["sqs:*"],
            resources=["*"],
            principals=[DataAwsIamPolicyDocumentStatementPrincipals(type="Service", identifiers=["x"])],
        )
    ],
)
queue = SqsQueue(
    stack,
    "queue",
    policy=document.json,
    name=state.get_string("name"),
    lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
    connection=SSHProvisionerConnection(type="ssh", host="h"),
    provisioners=[
        LocalExecProvisioner(type="local-exec", command="echo", environment={"a_b": "c"}),
        FileProvisioner(type="file", source="a", destination="b"),
    ],
)
queue.override_logical_id("custom")
stack.add_override("terraform.required_version", ">= 1.5")
queue.add_override("tags.Own_tag", 3)
module = TerraformHclModule(
    stack,
    "module",
    source="acme/x/aws",
    version="1.0",
    variables={"a_b": queue.arn, "c": [1]},
    depends_on=[queue],
    providers=[aws],
)
TerraformVariable(
    stack,
    "limited",
    type="number",
    nullable=False,
    validation=[TerraformVariableValidationConfig(condition="${x}", error_message="no")],
)
TerraformOutput(stack, "out", value=module.get_string("out"), depends_on=[queue], description="x")
TerraformOutput(stack, "region", value=region.name if hasattr(region, "name") else region.id)
TerraformOutput(stack, "import", value=queue.friendly_unique_id)
app.synth()
"""

GIVEN = """
STAGE = os.environ["STAGE"]
SIZE = int(os.getenv("SIZE", "3"))


class Given(TerraformStack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region=self.node.try_get_context("region") or "eu-west-1")
        settings = self.node.try_get_context("settings")
        for place in range(SIZE):
            SqsQueue(self, f"queue-{place}", name=f"{STAGE}-{place}", delay_seconds=settings["delay_seconds"])
        if STAGE == "prod":
            SqsQueue(self, "alarms", tags=settings["tags"])
        here = os.path.dirname(os.path.abspath(__file__))
        TerraformOutput(self, "file", value=os.path.basename(os.path.join(here, "lambda")))


app = App()
Given(app, f"given-{STAGE}")
app.synth()
"""

FAULTS = """
app = App()
stack = TerraformStack(app, "faults")
AwsProvider(stack, "aws")
queue = SqsQueue(stack, "queue")
found = {}


def attempt(name, work):
    try:
        work()
        found[name] = "nothing"
    except Exception as error:
        found[name] = type(error).__name__


def fails():
    queue.arn = "x"


attempt("twice", lambda: SqsQueue(stack, "queue"))
attempt("keyword", lambda: cdktn.TerraformStack(app, "x", size=3))
attempt("positional", lambda: SqsQueue(stack, "a", {"name": "x"}))
attempt("missing", lambda: SqsQueue(stack))
attempt("tuple", lambda: TerraformOutput(stack, "b", value=("a",)))
attempt("set", lambda: TerraformOutput(stack, "c", value={"a"}))
attempt("object", lambda: TerraformOutput(stack, "e", value=object()))
attempt("attribute", lambda: queue.nothing)
attempt("camel", lambda: queue.messageRetentionSeconds)
attempt("dict", lambda: SqsQueue(stack, "f", timeouts={"createIt": "5m"}))
attempt("options", lambda: cdktn.TerraformResourceLifecycle(preventDestroy=True))
attempt("outside", lambda: TerraformStack.of(app))
attempt("option", lambda: setattr(cdktn.TerraformResourceLifecycle(prevent_destroy=True), "prevent_destroy", 1))
attempt("child", lambda: stack.node.find_child("none"))
attempt("place", lambda: SqsQueue(None, "g"))
attempt("attribute of a class", lambda: SqsQueue.nothing)
attempt("lacking", lambda: cdktn.S3Backend(stack, bucket=os.environ.get("NOT_SET"), key="x"))
attempt("needed", lambda: cdktn.TerraformHclModule(stack, "m"))
attempt("fine", lambda: SqsQueue(stack, "h", delay_seconds=3.0))
TerraformOutput(stack, "found", value=found)
app.synth()
"""

ENDS = """
app = App()
stack = TerraformStack(app, "ends")
SqsQueue(stack, "queue")
app.synth()
"""

PROGRAMS: Final[dict[str, str]] = {
    "resources": RESOURCES,
    "structs": STRUCTS,
    "classes": CLASSES,
    "tokens": TOKENS,
    "loops": LOOPS,
    "others": OTHERS,
    "given": GIVEN,
    "faults": FAULTS,
    "ends": ENDS,
}
#: What stands beside a program, and the environment that it runs in.
CONTEXTS: Final = {"given": {"region": "eu-north-1", "settings": {"delay_seconds": 7, "tags": {"a_b": "c"}}}}
ENVIRONMENTS: Final = {"given": {"STAGE": "prod", "SIZE": "2"}}
