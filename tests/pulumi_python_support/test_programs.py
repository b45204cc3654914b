"""What a deployment tells of Python programs of every kind."""

from __future__ import annotations

import asyncio
import os
import sys
import time
import warnings
from typing import Any

import pytest

from .conftest import Project

QUEUE, TOPIC, BUCKET = "aws:sqs/queue:Queue", "aws:sns/topic:Topic", "aws:s3/bucket:Bucket"


@pytest.fixture(scope="module")
def main(project: Project) -> Any:
    """The main program, with everything given."""
    return project.deployment(
        "__main__.py",
        config={"shop:token": project.support.secret("t0ken"), "shop:length": 20, "aws:region": "eu-west-1"},
        env={"STAGE": "prod", "AWS_REGION": None},
        outputs={QUEUE: {"prod-dead": {"url": "https://dead"}}},
    )


@pytest.fixture(scope="module")
def store(project: Project) -> Any:
    """A component of it."""

    def create(load: Any) -> Any:
        module = load("lib/component.py")
        return module.Store("test", module.StoreArgs(kind="x"))

    return project.deployment(create=create)


def test_inventory_has_every_resource_also_late_ones(main: Any) -> None:
    assert main.failure() == ""
    assert main.inventory() == {
        "aws:ec2/vpc:Vpc": ["existing"],
        "aws:lambda/function:Function": ["code"],
        "aws:sns/topic:Topic": ["late-sqs", "later"],
        "aws:sqs/queue:Queue": ["prod-dead", "prod-main"],
        "aws:ssm/parameter:Parameter": ["secret"],
        "pulumi:providers:aws": ["west"],
        "pulumi:pulumi:StackReference": ["acme/network/prod"],
        "random:index/randomPassword:RandomPassword": ["password"],
    }
    assert list(main.inventory(without=[QUEUE, TOPIC])) == [
        each for each in main.inventory() if each not in (QUEUE, TOPIC)
    ]


def test_inputs_are_plain_and_json_is_a_document(main: Any, project: Project) -> None:
    queue = main.resource(QUEUE, "prod-main")
    policy = {"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:123456789012:prod-dead", "maxReceiveCount": 3}
    tags = {"label": "x", "words": "hello", "type": "7"}
    assert queue.inputs() == {"redrivePolicy": project.support.json_text(policy), "tags": tags}
    assert queue.inputs() != {"redrivePolicy": policy, "tags": tags}
    assert queue.inputs(without=["tags.label", "redrivePolicy"]) == {"tags": {"words": "hello", "type": "7"}}
    assert type(queue.inputs(without=["redrivePolicy.maxReceiveCount"])["redrivePolicy"]).__name__ == "JsonObject"
    assert main.inputs("aws:ssm/parameter:Parameter", "secret") == {
        "type": "SecureString",
        "value": "t0ken",
        "overwrite": False,
    }
    assert main.inputs("random:index/randomPassword:RandomPassword", "password") == {"length": 20}
    assert main.inputs("pulumi:providers:aws", "west") == {
        "region": "us-west-2",
        "defaultTags": project.support.json_text({"tags": {"stage": "prod"}}),
        "skipCredentialsValidation": "false",
        "skipRegionValidation": "true",
    }


def test_overrides_win(main: Any) -> None:
    assert main.output(QUEUE, "prod-dead", "url") == "https://dead"


def test_options_are_what_the_program_sets(main: Any) -> None:
    options = main.options(QUEUE, "prod-main")
    del options["version"]
    assert options == {
        "provider": main.urn("pulumi:providers:aws", "west"),
        "dependsOn": [main.urn(QUEUE, "prod-dead"), main.urn("random:index/randomPassword:RandomPassword", "password")],
        "protect": True,
        "ignoreChanges": ["tags"],
        "aliases": ["urn:pulumi:test::shop::aws:sqs/queue:Queue::old", {"name": "older"}],
        "customTimeouts": {"create": "5m"},
    }


def test_existing_resources_have_their_ids_and_mocks(main: Any) -> None:
    assert main.id("aws:ec2/vpc:Vpc", "existing") == "vpc-0123456789"
    assert main.output("aws:ec2/vpc:Vpc", "existing", "cidrBlock").startswith("10.")


def test_assets_are_comparable_and_the_same_on_every_machine(main: Any, project: Project) -> None:
    support = project.support
    function = main.inputs("aws:lambda/function:Function", "code")
    assert function["environment"] == {"variables": {"A_B": "1"}}
    assert function["code"] == support.asset_archive(
        {
            "index.py": support.text_asset("handler = print"),
            "lib": support.file_archive("lib"),
            "words.json": support.file_asset("./lib/words.json"),
            "far": support.remote_asset("https://example.com/a"),
        }
    )


def test_exports_are_resolved_and_secrets_marked(main: Any, project: Project) -> None:
    support = project.support
    exports = dict(main.exports())
    subnets = exports.pop("subnets")
    assert len(subnets) == 2
    assert all(subnet.startswith("subnet-0") for subnet in subnets)
    assert exports == {
        "url": "https://sqs.eu-west-1.amazonaws.com/123456789012/prod-main",
        "region": "eu-west-1",
        "zones": ["eu-west-1a", "eu-west-1b"],
        "account": "account 123456789012",
        "token": support.secret("t0ken"),
        "nested": {
            "list": [main.output(QUEUE, "prod-dead", "arn"), {"password": support.secret("p")}],
            "policy": main.inputs(QUEUE, "prod-main")["redrivePolicy"],
        },
        "queue": support.resource(QUEUE, "prod-main"),
        "vpcs": [support.resource("aws:ec2/vpc:Vpc", "existing")],
        "size": 128,
        "soon": [1, 2.5],
        "tier": "python3.12",
        "place": [project.folder.name, "__main__.py", "__main__.py"],
        "times": 1,
        "name": "__main__",
        "path": ".",
    }


def test_it_is_told_what_the_mocks_do_not_know(main: Any) -> None:
    assert main.unanswered() == ["aws:sqs/queue:Queue::prod-dead.delaySeconds"]


def test_nothing_is_left_behind(project: Project) -> None:
    before = os.getcwd(), list(sys.path), dict(os.environ), sys.modules["__main__"], set(sys.modules)
    assert project.deployment("__main__.py", config={"shop:token": "x"}, env={"STAGE": "other"}).failure() == ""
    assert (os.getcwd(), list(sys.path), dict(os.environ), sys.modules["__main__"]) == before[:-1]
    assert not [name for name in set(sys.modules) - before[-1] if name.startswith(("lib", "lambda"))]


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="no event loop is made unasked any more")
def test_an_event_loop_can_be_made_afterwards(project: Project) -> None:
    """As the SDK's own helpers for tests do, in the tests of the user that run later."""

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        asyncio.set_event_loop_policy(None)
        assert project.program("x = 1").failure() == ""
        asyncio.get_event_loop().close()
        asyncio.set_event_loop_policy(None)


def test_nobody_waits(project: Project) -> None:
    assert project.program("import time\ntime.sleep(1000)").failure() == ""
    assert time.sleep.__module__ == "time"


def test_components_have_their_children_and_their_properties(store: Any, project: Project) -> None:
    assert store.inventory() == {
        BUCKET: ["test-files"],
        TOPIC: ["topic", "topic"],
        "shop:index:Inner": ["left", "right"],
        "shop:index:Store": ["test"],
    }
    assert store.exports() == {
        "arn": "arn:aws:s3:::test-files",
        "args": {"kind": "x", "alarm": False},
        "kind": "x",
        "names": ["a", project.support.secret("b")],
    }
    own, left = store.urn("shop:index:Store", "test"), store.urn("shop:index:Inner", "left")
    assert store.inputs("shop:index:Store", "test") == {"kind": "x"}
    assert store.options("shop:index:Inner", "right") == {"parent": own, "dependsOn": [left], "protect": True}
    for name, protect in (("left", None), ("right", True)):
        found = store.options(TOPIC, {"name": "topic", "parent": name})
        assert (found["parent"], found.get("protect")) == (store.urn("shop:index:Inner", name), protect)


def test_questions_without_an_answer_say_what_there_is(store: Any) -> None:
    for ask, message in (
        (lambda: store.urn(TOPIC, "topic"), f"2 resources of type {TOPIC} are called topic: name the parent, too"),
        (lambda: store.urn(TOPIC, "none"), f"no resource of type {TOPIC} is called none; there is topic, topic"),
        (lambda: store.urn("a:b:C", "none"), "no resource of type a:b:C is called none; there is none of that type"),
        (
            lambda: store.output(BUCKET, "test-files", "tags.color"),
            f"the mocks say nothing of tags.color of {BUCKET} test-files: put it into support/outputs.py",
        ),
        (lambda: store.exported("color"), "nothing is exported as color; there is args, arn, kind, names"),
    ):
        with pytest.raises(LookupError) as raised:
            ask()
        assert raised.value.args == (message,)


def test_variants_are_separate(project: Project, main: Any) -> None:
    other = project.deployment("__main__.py", config={"shop:token": "x"})
    assert main.inventory()[QUEUE] == ["prod-dead", "prod-main"]
    assert other.inventory()[QUEUE] == ["dev-dead", "dev-main"]
    assert other.exported("times") == 1
    assert other.exported("token") == project.support.secret("x")


def test_a_program_in_a_folder_of_its_own_imports_from_there(project: Project) -> None:
    found = project.deployment("infra/app.py", organization="acme", stack="prod")
    assert found.exports() == {"name": "part", "organization": "acme", "project": ["shop", "prod"], "more": "later"}
    component = project.deployment(create=lambda load: load("infra/parts/part.py"), main="infra")
    assert component.exports() == {"NAME": "part"}


def test_transforms_and_remote_components_are_taken(project: Project) -> None:
    found = project.deployment("infra/transforms.py")
    assert found.inputs(TOPIC, "a") == {"tags": {"by": "transformation"}}
    assert found.inventory()["eks:index:Cluster"] == ["main"]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("raise ValueError('a fault')", "ValueError: a fault\n  at written.py:1"),
        ("import lib.nothing", "ModuleNotFoundError: No module named 'lib.nothing'"),
        ("def x(:\n", "SyntaxError: "),
        ("import sys\nsys.exit(3)", "SystemExit: 3"),
        ("import pulumi\npulumi.Config().require('size')", "Missing required configuration variable 'shop:size'"),
        ("import os\nos.environ['NONE']", "KeyError: 'NONE'"),
        ("[][1]", "IndexError: list index out of range\n  at written.py:1"),
        (
            "import pulumi_aws as aws\naws.ec2.get_ami(owners=['x'])",
            "no answer of the provider function aws:ec2/getAmi:getAmi: put one into support/outputs.py",
        ),
        (
            "import pulumi_aws as aws\nq = aws.sqs.Queue('q')\nq.arn.apply(lambda arn: arn.nothing)",
            "AttributeError: 'str' object has no attribute 'nothing'\n  at written.py:3",
        ),
        ("import pulumi_aws as aws\naws.sqs.Queue('q', size=1)", "unexpected keyword argument 'size'"),
    ],
)
def test_a_failure_says_what_and_where(project: Project, program: str, message: str) -> None:
    stack = project.program(program)
    assert stack.failure().startswith("the program does not get to its end: ")
    assert message in stack.failure()
    with pytest.raises(project.module("results").ProgramError):
        stack.exports()


def test_the_library_proves_itself(project: Project) -> None:
    for check in project.module("python_checks").CHECKS.values():
        check()


def test_outputs_are_what_the_classes_declare(project: Project) -> None:
    """What the mocks say otherwise does not reach the program: the SDK would refuse it."""
    program = """
import pulumi_aws as aws
import pulumi

document = {"Version": "2012-10-17", "Statement": []}
policy = aws.iam.Policy("a", policy=document)
other = aws.iam.Policy("b", policy=policy.policy)
secret = aws.iam.Policy("c", policy=pulumi.Output.secret(document))
pulumi.export("secret", secret.policy)
pulumi.export("tags", policy.tags)
"""
    outputs = {"aws:iam/policy:Policy": {"a": {"tags": ["x"]}}}
    found = project.program(program, outputs=outputs)
    assert found.failure() == ""
    document = {"Version": "2012-10-17", "Statement": []}
    assert found.inputs("aws:iam/policy:Policy", "a") == {"policy": document}
    assert found.inputs("aws:iam/policy:Policy", "b") == {"policy": project.support.json_text(document)}
    assert found.exports() == {"secret": project.support.secret(project.support.json_text(document))}


def test_resources_are_outputs_of_others(project: Project) -> None:
    program = """
import pulumi
import pulumi_aws as aws


class Api(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("api:index:Api", name, {"stage": None, "stages": None}, remote=True)

    @property
    @pulumi.getter
    def stage(self) -> pulumi.Output[aws.apigateway.Stage]:
        return pulumi.get(self, "stage")

    @property
    @pulumi.getter
    def stages(self) -> pulumi.Output[list[aws.apigateway.Stage]]:
        return pulumi.get(self, "stages")


api = Api("a")
pulumi.export("arn", api.stage.apply(lambda stage: stage.arn))
pulumi.export("all", api.stages.apply(lambda stages: [stage.stage_name for stage in stages]))
aws.cloudwatch.LogGroup("logs", name=api.stage.id)
"""
    stage = {"id": "stage-1", "arn": "arn:1", "stageName": "one"}
    outputs = {"api:index:Api": {"a": {"stage": stage, "stages": [stage, {**stage, "stageName": "two"}]}}}
    found = project.program(program, outputs=outputs)
    assert found.exports() == {"arn": "arn:1", "all": ["one", "two"]}
    assert found.inputs("aws:cloudwatch/logGroup:LogGroup", "logs") == {"name": "stage-1"}
    assert found.output("api:index:Api", "a", "stage", "id") == "stage-1"
    assert list(found.inventory()) == ["api:index:Api", "aws:cloudwatch/logGroup:LogGroup"]


def test_methods_and_dynamic_resources_are_taken(project: Project) -> None:
    program = """
import pulumi
from pulumi.dynamic import Resource, ResourceProvider


class Thing(Resource):
    size: pulumi.Output[int]

    def __init__(self, name, size):
        super().__init__(ResourceProvider(), name, {"size": size})


thing = Thing("a", 4)
pulumi.export("size", thing.size)
pulumi.export("called", pulumi.runtime.call("aws:index/getRegion:getRegion", {"__self__": thing}, thing))
"""
    found = project.program(program)
    assert found.inputs("pulumi-python:dynamic:Resource", "a") == {"size": 4}
    assert found.exported("size") == 4
    assert found.exported("called") == {"id": "us-east-1", "region": "us-east-1", "name": "us-east-1"}


def test_flags_that_are_asked_for_as_text_come_back_as_flags(project: Project) -> None:
    program = """
import pulumi
import pulumi_aws as aws

pulumi.export("default", aws.ec2.get_vpc(default="true").default)
"""
    assert project.program(program).exported("default") is True
