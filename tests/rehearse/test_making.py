"""A project made in the emulator: what is given to provisioners, what cannot be made, and the outputs in the end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from rehearsals import REGION, SIMPLE, started, terraform

from scaffold.rehearse.making import Stage, State, judged, make_all
from scaffold.rehearse.outputs import flat, values_of
from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported, given, joined, renamed
from scaffold.rehearse.server import Emulator


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with started() as found:
        yield found


def made(
    folder: Path, text: str, emulator: Emulator, more: Mapping[str, Provisioner] | None = None, **variables: str
) -> Stage:
    project = terraform(folder, text, **variables)
    return make_all(project, folder, emulator.client, {**SIMPLE, **(more or {})})


QUEUES = """
provider "aws" {
  region = "eu-west-1"
  default_tags { tags = { Owner = "all", Stage = "none" } }
}
provider "aws" {
  alias  = "there"
  region = "us-west-2"
}
resource "aws_dynamodb_table" "events" {
  name      = "events"
  hash_key  = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
}
resource "aws_sqs_queue" "here" {
  name                       = "${aws_dynamodb_table.events.name}-here"
  visibility_timeout_seconds = 77
  tags                       = { Stage = "dev" }
}
resource "aws_sqs_queue" "there" {
  provider = aws.there
  name     = "there"
}
output "queue_url" { value = aws_sqs_queue.here.url }
output "arns" { value = { here = aws_sqs_queue.here.arn, count = 2 } }
output "timeout" { value = aws_sqs_queue.here.visibility_timeout_seconds }
output "on" { value = true }
output "nothing" { value = null }
output "hidden" {
  value     = aws_sqs_queue.here.arn
  sensitive = true
}
"""


def test_resources_are_made_with_what_others_computed_in_their_providers_region(
    tmp_path: Path, emulator: Emulator
) -> None:
    stage = made(tmp_path, QUEUES, emulator)
    assert {each.state for each in stage.outcomes.values()} == {State.MADE}
    sqs = emulator.client("sqs", REGION)
    url = sqs.get_queue_url(QueueName="events-here")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "77"
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"Owner": "all", "Stage": "dev"}
    assert stage.computed["aws_sqs_queue.here"]["tags_all"] == {"Owner": "all", "Stage": "dev"}
    assert emulator.client("sqs", "us-west-2").get_queue_url(QueueName="there")["QueueUrl"]
    assert "QueueUrls" not in emulator.client("sqs", "us-west-2").list_queues(QueueNamePrefix="events")


def test_outputs_are_flat_texts_without_what_is_sensitive(tmp_path: Path, emulator: Emulator) -> None:
    project = terraform(tmp_path, QUEUES.replace("eu-west-1", "eu-west-3"))
    stage = make_all(project, tmp_path, emulator.client, SIMPLE)
    values, lacking = values_of(project, stage)
    found = flat([project], [values])
    assert list(found) == ["arns", "on", "queue_url", "timeout"]
    assert json.loads(found["arns"])["count"] == 2
    assert (found["on"], found["timeout"]) == ("true", "77")
    assert found["queue_url"].startswith(emulator.endpoint)
    assert lacking == {"nothing": "it is null"}
    twice = flat([project, project], [values, {**values, "on": False}])
    assert twice["root.on"] == "false"


BROKEN = """
provider "aws" { region = "eu-west-1" }
resource "aws_sqs_queue" "bad" { name = "not a name!" }
resource "aws_sqs_queue" "good" { name = "good" }
resource "aws_sqs_queue" "after" { name = "after-${aws_sqs_queue.bad.arn}" }
resource "aws_sqs_queue" "next" { name = "next-${aws_sqs_queue.after.arn}" }
resource "aws_sqs_queue" "beside" {
  name       = "beside"
  depends_on = [aws_sqs_queue.bad]
}
resource "aws_sqs_queue" "circle" { name = aws_sqs_queue.other.arn }
resource "aws_sqs_queue" "other" { name = aws_sqs_queue.circle.arn }
resource "aws_rare_thing" "one" { name = "one" }
resource "aws_lacking_thing" "one" { name = "one" }
resource "aws_fragile_thing" "one" { name = "one" }
output "after_arn" { value = aws_sqs_queue.after.arn }
output "good_url" { value = aws_sqs_queue.good.url }
"""


def lacking(make: Make) -> Mapping[str, Any]:  # noqa: ARG001
    raise Unsupported("PutThing is not implemented")


def fragile(make: Make) -> Mapping[str, Any]:
    return {"id": make.values["absent"]}


STANDING = """
provider "aws" { region = "eu-west-1" }
resource "aws_rare_thing" "one" { name = "rare" }
resource "aws_batch_job_queue" "jobs" { name = "jobs" }
resource "aws_lacking_thing" "one" { count = 1 }
resource "aws_sqs_queue" "known" {
  name = "known-${aws_rare_thing.one.name}"
  tags = { rare = aws_rare_thing.one.arn, jobs = aws_batch_job_queue.jobs.arn }
}
resource "aws_sqs_queue" "unknown" { name = aws_rare_thing.one.color }
resource "aws_sqs_queue" "lacking" { name = aws_lacking_thing.one[0].id }
resource "aws_iam_policy" "unknown" { policy = aws_sqs_queue.known.shape }
output "queue" { value = aws_sqs_queue.known.name }
output "rare" { value = aws_rare_thing.one.arn }
"""


def test_what_nobody_can_make_has_a_stand_in_for_what_builds_on_it(tmp_path: Path, emulator: Emulator) -> None:
    stage = made(tmp_path, STANDING, emulator, {"aws_lacking_thing": lacking, "aws_iam_policy": validated})
    found = {each.address: (each.state, each.reason) for each in stage.outcomes.values()}
    assert found["aws_rare_thing.one"][0] is found["aws_batch_job_queue.jobs"][0] is State.UNMADE
    assert found["aws_sqs_queue.known"] == found["aws_sqs_queue.lacking"] == (State.MADE, "")
    queue = stage.computed["aws_sqs_queue.known"]
    assert queue["name"] == "known-rare"
    assert queue["tags"] == {
        "rare": "arn:aws:rare:eu-west-1:123456789012:thing/rare",
        "jobs": "arn:aws:batch:eu-west-1:123456789012:job-queue/jobs",
    }
    assert found["aws_sqs_queue.unknown"] == (State.UNMADE, "it needs aws_rare_thing.one, which is not there")
    why = "policy is not known: the emulator's aws_sqs_queue.known has no shape"
    assert found["aws_iam_policy.unknown"] == (State.UNMADE, why)
    values, without = values_of(terraform(tmp_path, STANDING), stage)
    assert values == {"queue": "known-rare"}
    assert without == {"rare": "aws_rare_thing.one was not made"}


def validated(make: Make) -> Mapping[str, Any]:
    make.client("iam").create_policy(PolicyName="p", PolicyDocument=make.get("policy"))
    return {}


def test_one_that_cannot_be_made_is_named_and_the_rest_goes_on(tmp_path: Path, emulator: Emulator) -> None:
    odd = {"aws_lacking_thing": lacking, "aws_fragile_thing": fragile}
    stage = made(tmp_path, BROKEN, emulator, odd)
    found = {each.address: (each.state, each.reason, each.cause) for each in stage.outcomes.values()}
    assert found["aws_sqs_queue.good"] == found["aws_sqs_queue.beside"] == (State.MADE, "", "")
    state, reason, _ = found["aws_sqs_queue.bad"]
    assert state is State.UNMADE
    assert reason.startswith("CreateQueue: ")
    bad, after = "aws_sqs_queue.bad", "aws_sqs_queue.after"
    assert found[after] == (State.UNMADE, f"it needs {bad}, which is not there", bad)
    assert found["aws_sqs_queue.next"] == (State.UNMADE, f"it needs {after}, which is not there", after)
    assert found["aws_sqs_queue.circle"][1] == (
        "what it needs leads back to it: aws_sqs_queue.circle -> aws_sqs_queue.other -> aws_sqs_queue.circle"
    )
    assert found["aws_rare_thing.one"][:2] == (State.UNMADE, "there is no way yet to make an aws_rare_thing here")
    assert found["aws_lacking_thing.one"][:2] == (State.UNSUPPORTED, "PutThing is not implemented")
    assert found["aws_fragile_thing.one"][:2] == (State.UNMADE, "KeyError: 'absent'")
    values, without = values_of(terraform(tmp_path, BROKEN), stage)
    assert list(values) == ["good_url"]
    assert without == {"after_arn": "aws_sqs_queue.after was not made"}


@pytest.mark.parametrize(
    ("service", "operation", "asked", "expected"),
    [
        (
            "dynamodb",
            "enable_kinesis_streaming_destination",
            {"TableName": "t", "StreamArn": f"arn:{'x' * 40}"},
            "the emulator has no answer to EnableKinesisStreamingDestination",
        ),
        (
            "ec2",
            "create_capacity_reservation",
            {"InstanceType": "a", "InstancePlatform": "Linux/UNIX", "InstanceCount": 1},
            "the emulator has no answer to one of its calls",
        ),
        (
            "apigateway",
            "create_documentation_version",
            {"restApiId": "x", "documentationVersion": "1"},
            "the emulator has no answer to CreateDocumentationVersion",
        ),
        ("route53", "list_cidr_collections", {}, "ListCidrCollections is not implemented"),
    ],
)
def test_operations_that_the_emulator_does_not_have_are_told_from_refusals(
    service: str, operation: str, asked: Mapping[str, Any], expected: str, emulator: Emulator
) -> None:
    with pytest.raises(Exception) as caught:
        getattr(emulator.client(service, REGION), operation)(**asked)
    assert judged(caught.value) == (State.UNSUPPORTED, expected)


def test_refusals_are_told_with_the_services_words(emulator: Emulator) -> None:
    with pytest.raises(ClientError) as caught:
        emulator.client("lambda", REGION).get_function(FunctionName="none")
    state, reason = judged(caught.value)
    assert state is State.UNMADE
    assert reason.startswith("GetFunction: Function not found")


def test_parameters_have_values_and_conditions_count(tmp_path: Path, emulator: Emulator) -> None:
    stage = made(
        tmp_path,
        """
        variable "vpc_id" { type = string }
        variable "sizes" { type = map(number) }
        variable "settings" { type = object({ name = string, on = bool, more = optional(string) }) }
        variable "zones" { type = list(string) }
        variable "region" { type = string }
        provider "aws" { region = var.region }
        resource "aws_sqs_queue" "q" {
          name = "queue-${var.settings.name}"
          tags = { vpc = var.vpc_id, on = var.settings.on ? "yes" : "no", zone = var.zones[0] }
        }
        """,
        emulator,
    )
    assert stage.outcomes["aws_sqs_queue.q"].state is State.MADE, stage.outcomes
    tags = stage.computed["aws_sqs_queue.q"]["tags"]
    vpcs = [each["VpcId"] for each in emulator.client("ec2", "us-east-1").describe_vpcs()["Vpcs"]]
    assert tags == {"vpc": vpcs[0], "on": "yes", "zone": "us-east-1a"}


def test_helpers_and_data_sources_need_no_provisioner(tmp_path: Path, emulator: Emulator) -> None:
    stage = made(
        tmp_path,
        """
        provider "aws" { region = "eu-west-1" }
        resource "random_id" "suffix" { byte_length = 4 }
        data "aws_caller_identity" "me" {}
        data "aws_iam_policy_document" "d" {
          statement {
            actions   = ["sqs:*"]
            resources = ["arn:aws:sqs:eu-west-1:${data.aws_caller_identity.me.account_id}:*"]
            condition {
              test     = "Bool"
              variable = "aws:SecureTransport"
              values   = ["true"]
            }
          }
        }
        resource "aws_sqs_queue" "q" {
          name   = "queue-${random_id.suffix.hex}"
          policy = data.aws_iam_policy_document.d.json
        }
        """,
        emulator,
    )
    found = stage.computed["aws_sqs_queue.q"]
    assert len(found["name"]) == len("queue-") + 8
    statement = json.loads(found["policy"])["Statement"]
    one = statement[0] if isinstance(statement, list) else statement
    assert one["Resource"] == "arn:aws:sqs:eu-west-1:123456789012:*"
    assert one["Condition"] == {"Bool": {"aws:SecureTransport": "true"}}


def test_what_a_provisioner_is_given_is_easy_to_read(tmp_path: Path) -> None:
    (tmp_path / "inside.txt").write_text("inside")
    (tmp_path.parent / "outside.txt").write_text("outside")
    values = {"one": {"a": 1}, "many": [{"a": 1}, {"a": 2}], "text": "x"}
    make = Make(
        "aws_x.y[0]", "aws_x", values, "1", REGION, lambda *_: None, {"aws_z.z": {"id": 3}}, {"k": "v"}, tmp_path
    )
    assert make.block("one") == make.block("many") == {"a": 1}
    assert [each["a"] for each in make.blocks("many")] == [1, 2]
    assert make.block("text") == make.block("none") == {}
    assert (make.get("text"), make.get("none", 5)) == ("x", 5)
    assert make.attribute("aws_z.z", "id") == 3
    assert make.name == "aws-x-y-0"
    assert make.tag_list() == [{"Key": "k", "Value": "v"}]
    assert make.file("inside.txt") == b"inside"
    assert make.file("../outside.txt") is None
    assert make.file("none.txt") is None
    assert given(a=1, b=None) == {"a": 1}
    assert renamed({"a_b": 1, "c": None}, {"a_b": "AB", "c": "C"}) == {"AB": 1}
    with pytest.raises(ValueError, match="made in two places: aws_x"):
        joined([{"aws_x": lacking}, {"aws_x": fragile}])
