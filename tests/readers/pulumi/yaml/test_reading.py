"""What programs in YAML declare."""

from __future__ import annotations

from typing import Any

import pytest

from scaffold.model.deployments import Role
from scaffold.model.shapes import Kind, Shape
from scaffold.model.values import Call, Reference, Template

QUEUE, TOPIC = "aws:sqs/queue:Queue", "aws:sns/topic:Topic"

Reader = Any


@pytest.mark.parametrize(
    ("type_", "token", "canonical"),
    [
        ("aws:s3:Bucket", "aws:s3/bucket:Bucket", "aws_s3_bucket"),
        ("aws:s3/bucket:Bucket", "aws:s3/bucket:Bucket", "aws_s3_bucket"),
        ("random:RandomPet", "random:index/randomPet:RandomPet", "random_pet"),
        ("random:index:RandomPet", "random:index/randomPet:RandomPet", "random_pet"),
        ("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:Deployment", "kubernetes_deployment"),
        (
            "kubernetes:networking.k8s.io/v1:Ingress",
            "kubernetes:networking.k8s.io/v1:Ingress",
            "kubernetes_ingress",
        ),
        ("azure-native:storage:Blob", "azure-native:storage:Blob", "azure_native_storage_blob"),
        ("command:local:Command", "command:local:Command", "command_local_command"),
        ("pulumi:providers:aws", "pulumi:providers:aws", "aws"),
    ],
)
def test_types_may_leave_out_what_follows_from_the_rest(
    type_: str, token: str, canonical: str, program: Reader
) -> None:
    found = program(f"resources: {{a: {{type: '{type_}'}}}}")
    (registration,) = found.evaluate().registrations
    assert (registration.token, registration.type) == (token, canonical)


def test_resources_refer_to_one_another_in_any_order(program: Reader) -> None:
    found = program("""
        resources:
          queue:
            type: aws:sqs:Queue
            properties:
              name: ${prefix}-${topic.name}
              kmsMasterKeyId: ${key.arn}
              tags: {Topic: "${topic.arn}"}
            options:
              dependsOn: ["${topic}"]
              protect: true
          topic:
            type: aws:sns:Topic
            name: alerts
          key:
            type: aws:kms:Key
            get: {id: "1234"}
        variables:
          prefix: shop
        outputs:
          url: ${queue.url}
          whole: ${topic}
    """)
    assert found.said == []
    queue = found.resources["aws_sqs_queue.queue"]
    assert queue.attributes["name"] == Template(("shop-", Reference("aws_sns_topic.alerts", ("name",))))
    assert queue.attributes["tags"] == {"Topic": Reference("aws_sns_topic.alerts", ("arn",))}
    assert queue.depends_on == ("aws_sns_topic.alerts",)
    assert queue.lifecycle == {"prevent_destroy": True}
    assert queue.position.line == 5
    assert found.outputs == {
        "url": Reference("aws_sqs_queue.queue", ("url",)),
        "whole": Reference("aws_sns_topic.alerts"),
    }
    assert [each.name for each in found.evaluate().registrations] == ["alerts", "key", "queue"]
    assert found.registered()["aws:kms/key:Key::key"].role is Role.READ


def test_a_default_provider_makes_what_has_no_other(program: Reader) -> None:
    found = program("""
        resources:
          queue: {type: "aws:sqs:Queue"}
          other: {type: "aws:sqs:Queue", options: {provider: "${west}"}}
          east: {type: "pulumi:providers:aws", defaultProvider: true, options: {version: 7.1.0}}
          west: {type: "pulumi:providers:aws"}
    """).registered()
    assert found[f"{QUEUE}::queue"].options.provider == "aws.east"
    assert found[f"{QUEUE}::queue"].options.others == {"version": "7.1.0"}
    assert found[f"{QUEUE}::other"].options.provider == "aws.west"


def test_nothing_is_filled_in_but_what_follows_from_the_type(program: Reader) -> None:
    found = program("""
        resources:
          zone: {type: "aws:route53:Zone", properties: {name: a.example, comment: null}}
          config: {type: "kubernetes:core/v1:ConfigMap", properties: {data: {a: null, b: x}}}
          provider: {type: "pulumi:providers:aws", properties: {defaultTags: {tags: {a: b}}}}
    """).registered()
    assert found["aws:route53/zone:Zone::zone"].inputs == {"name": "a.example"}
    config = found["kubernetes:core/v1:ConfigMap::config"]
    assert config.inputs == {"data": {"b": "x"}, "apiVersion": "v1", "kind": "ConfigMap"}
    assert found["pulumi:providers:aws::provider"].inputs == {"defaultTags": {"tags": {"a": "b"}}}


def test_functions_of_providers(program: Reader) -> None:
    found = program("""
        variables:
          zones: {"fn::invoke": {Function: "aws:getAvailabilityZones", arguments: {state: available}, return: names}}
          region: {"fn::aws:getRegion": {}}
          image: {"fn::aws:ec2/getAmi:getAmi": {owners: [amazon]}}
        outputs:
          first: ${zones[0]}
          region: ${region.region}
          image: ${image.id}
    """)
    tokens = [each.token for each in found.evaluate().invoked]
    assert tokens == [
        "aws:index/getAvailabilityZones:getAvailabilityZones",
        "aws:index/getRegion:getRegion",
        "aws:ec2/getAmi:getAmi",
    ]
    assert found.outputs["first"] == Reference("data.aws_availability_zones.selected", ("names", 0))
    assert found.exported()["first"] == "us-east-1a"
    assert found.resources["data.aws_ami.selected"].attributes["owners"] == ("amazon",)


def test_configuration(program: Reader) -> None:
    found = program(
        """
        config:
          size: {type: integer, default: 3}
          token: {type: string, secret: true}
          names: {type: "List<String>", default: [a, b]}
          aws:region: us-west-2
        configuration:
          size: {type: String}
          old: {type: String, default: text}
        outputs:
          size: ${size}
          scoped: ${shop:size}
          token: ${token}
          name: ${names[1]}
          region: ${aws:region}
          account: ${aws:account}
    """,
        {"Pulumi.dev.yaml": "config: {shop:token: {secure: v1:abc}, aws:account: '0123'}"},
    )
    assert found.said == []
    parameters = {parameter.name: parameter for parameter in found.project.parameters}
    assert {name: (each.required, each.default) for name, each in parameters.items()} == {
        "config.shop:size": (False, 3),
        "config.shop:token": (True, None),
        "config.shop:names": (False, ("a", "b")),
        "config.aws:region": (False, "us-west-2"),
        "config.shop:old": (False, "text"),
        "config.aws:account": (True, None),
    }
    assert parameters["config.shop:token"].sensitive
    assert [output.name for output in found.project.outputs if output.sensitive] == ["token"]
    given = {"config.shop:token": "t", "config.shop:size": "12", "config.aws:account": "0123"}
    values = found.exported({**given, "config.shop:names": '["x", "y"]'})
    assert values == {
        "size": 12,
        "scoped": 12,
        "token": "t",
        "name": "y",
        "region": "us-west-2",
        "account": "0123",
    }
    failure = found.evaluate({"config.aws:account": "0123"}).failure
    assert failure is not None
    assert "Missing required configuration variable 'shop:token'" in failure.message


def test_what_is_declared_as_a_list_is_one_whatever_it_is_called(program: Reader) -> None:
    found = program(
        """
        config:
          tags: {type: array, items: {type: string}, default: [a]}
        outputs:
          tags: ${tags}
        """
    )
    (parameter,) = found.project.parameters
    assert (parameter.type, parameter.shape) == ("array", Shape(Kind.LIST, Shape(Kind.STRING)))


def test_texts_of_parameters_stay_expressions(program: Reader) -> None:
    found = program("""
        config: {size: {type: integer}}
        resources:
          queue:
            type: aws:sqs:Queue
            properties:
              name: q-${size}
              policy: {"fn::toJSON": {size: "${size}", arn: "${topic.arn}"}}
              tags: {Owner: {"fn::secret": "${size}"}}
          topic: {type: "aws:sns:Topic"}
    """)
    queue = found.resources["aws_sqs_queue.queue"]
    assert queue.attributes["name"] == Template(("q-", Reference("config.shop:size")))
    document = {"size": Reference("config.shop:size"), "arn": Reference("aws_sns_topic.topic", ("arn",))}
    assert queue.attributes["policy"] == Call("jsonencode", (document,))
    registered = found.registered({"config.shop:size": 3})[f"{QUEUE}::queue"]
    assert registered.resolved["name"] == "q-3"
    assert registered.inputs["tags"] == {"Owner": Call("secret", (3,))}


def test_other_stacks(program: Reader) -> None:
    found = program("""
        resources:
          network: {type: "pulumi:pulumi:StackReference", properties: {name: acme/network/prod}}
          queue:
            type: aws:sqs:Queue
            properties:
              name: ${network.outputs["name"]}
              tags:
                A: ${network.outputs.owner}
                B: {"fn::stackReference": [acme/roles/prod, role]}
                C: {"fn::stackReference": [acme/roles/prod, other]}
    """)
    assert found.said == []
    registered = found.registered()
    stacks = [each for each in registered.values() if each.token == "pulumi:pulumi:StackReference"]
    assert [(each.name, each.inputs) for each in stacks] == [
        ("network", {"name": "acme/network/prod"}),
        ("acme/roles/prod", {"name": "acme/roles/prod"}),
    ]
    outputs = found.evaluate().mocks["pulumi:pulumi:StackReference"]["outputs"]
    assert sorted(outputs) == ["name", "other", "owner", "role"]


@pytest.mark.parametrize("name", ["Main.yaml", "Main.json"])
def test_the_program_may_stand_in_a_file_of_its_own(name: str, program: Reader) -> None:
    space = "\t" if name.endswith("json") else " "
    text = '{"resources": {"a": {"type": "aws:sqs:Queue",\n' + space + '"properties": {"delaySeconds": 5}}}}'
    found = program("main: infra\n", {f"infra/{name}": text})
    (queue,) = found.resources.values()
    assert (queue.attributes, queue.position.file) == ({"delay_seconds": 5}, f"infra/{name}")


def test_components_of_others_are_remote(program: Reader) -> None:
    found = program("""
        packages: {parts: ../parts, aws: 7.1.0}
        resources:
          part: {type: "parts:index:Part", properties: {size: 3}}
          queue: {type: "aws:sqs:Queue", properties: {name: "${part.text}"}, options: {parent: "${part}"}}
    """)
    registered = found.registered()
    assert registered["parts:index:Part::part"].role is Role.REMOTE
    assert registered[f"{QUEUE}::queue"].options.parent == "module.part"


PLUGIN = """
    name: shop
    runtime: yaml
    components:
      Orders:
        inputs:
          retries: {type: integer, default: 3}
          owner: {type: string}
        resources:
          queue:
            type: aws:sqs:Queue
            properties: {delaySeconds: "${retries}", tags: {Owner: "${owner}"}}
          topic:
            type: aws:sns:Topic
            options: {parent: "${queue}"}
        outputs:
          url: ${queue.url}
"""


def test_components_of_a_plugin(program: Reader) -> None:
    found = program("", {"parts/PulumiPlugin.yaml": PLUGIN})
    (plugin,) = (project for project in found.reading.projects if project.path == "parts")
    assert plugin.resources == ()
    (entry,) = found.reading.programs.entries("parts")
    assert (entry.title, entry.export, entry.signature) == ("Orders", "Orders", ("name", "args"))
    assert [(each.name, each.required, each.default) for each in entry.parameters] == [
        ("args.retries", False, 3),
        ("args.owner", True, None),
    ]
    from scaffold.model.deployments import Variant

    evaluation = found.reading.programs.evaluate(Variant(entry, {"args.owner": "us"}))
    assert [(each.token, each.name, each.options.parent) for each in evaluation.registrations] == [
        ("shop:index:Orders", "test", ""),
        (QUEUE, "test-queue", "module.test"),
        (TOPIC, "test-topic", "module.test.aws_sqs_queue.test-queue"),
    ]
    assert evaluation.registrations[1].resolved == {"delaySeconds": 3, "tags": {"Owner": "us"}}
    assert [each.name for each in evaluation.exports] == ["url"]
