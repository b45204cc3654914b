"""Attributes in the provider's terms become what an API takes."""

from __future__ import annotations

from pathlib import Path

import boto3
import pytest

from scaffold.rehearse.provision import (
    apigateway,
    apigatewayv2,
    awslambda,
    cloudwatch,
    cognito,
    dynamodb,
    events,
    iam,
    kinesis,
    kms,
    logs,
    running,
    s3,
    secretsmanager,
    sns,
    sqs,
    ssm,
)
from scaffold.rehearse.provision.base import Make
from scaffold.rehearse.provision.shaping import declared, fitted, last, named, part, text


@pytest.fixture(scope="module")
def client():
    """Clients whose models say what shape an input has; nothing is asked of them."""
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    return lambda name: boto3.client(name, region_name="eu-west-1", **keys)


def unasked(name: str, region: str) -> None:
    """Clients for what asks no service."""
    raise AssertionError(f"{name} in {region} is asked")


def make(**values) -> Make:
    """A resource of these attributes."""
    return Make("module.a.aws_sqs_queue.b[0]", "aws_sqs_queue", values, "123456789012", "eu-west-1", unasked)


def test_names_are_the_same_but_for_case_and_underscores(client):
    found = fitted(client("kms"), "CreateKey", {"key_usage": "SIGN_VERIFY", "multi_region": True, "other": 1})
    assert found == {"KeyUsage": "SIGN_VERIFY", "MultiRegion": True}


@pytest.mark.parametrize("block", [[{"mode": "OFF"}], {"mode": "OFF"}, [{"mode": "OFF"}, {"mode": "FLEXIBLE"}]])
def test_a_block_becomes_a_structure(client, block):
    assert fitted(client("scheduler"), "CreateSchedule", {"flexible_time_window": block}) == {
        "FlexibleTimeWindow": {"Mode": "OFF"}
    }


def test_no_block_becomes_nothing_and_an_empty_one_stays(client):
    s3 = client("s3")
    path = "LifecycleConfiguration.Rules"
    assert part(s3, "PutBucketLifecycleConfiguration", path, [{"id": "a", "filter": []}]) == [{"ID": "a"}]
    assert part(s3, "PutBucketLifecycleConfiguration", path, [{"id": "a", "filter": [{}]}]) == [
        {"ID": "a", "Filter": {}}
    ]


def test_a_list_may_be_declared_by_the_name_of_its_elements(client):
    found = fitted(
        client("cognito-idp"),
        "CreateUserPool",
        {"account_recovery_setting": [{"recovery_mechanism": [{"name": "a", "priority": "2"}]}]},
    )
    assert found == {"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "a", "Priority": 2}]}}


def test_one_element_is_a_list_of_one(client):
    assert fitted(client("iam"), "CreateOpenIDConnectProvider", {"client_id_list": "a"}) == {"ClientIDList": ["a"]}


def test_a_map_of_names_and_values_becomes_a_list_of_them(client):
    found = fitted(client("cloudwatch"), "PutMetricAlarm", {"dimensions": {"Queue": "a"}, "tags": {"Team": "b"}})
    assert found == {"Dimensions": [{"Name": "Queue", "Value": "a"}], "Tags": [{"Key": "Team", "Value": "b"}]}
    found = fitted(client("kms"), "CreateKey", {"tags": {"Team": "b"}})
    assert found == {"Tags": [{"TagKey": "Team", "TagValue": "b"}]}


def test_a_map_stays_a_map_of_its_own_names(client):
    found = fitted(client("lambda"), "CreateFunction", {"environment": [{"variables": {"LOG_level": 5, "On": False}}]})
    assert found == {"Environment": {"Variables": {"LOG_level": "5", "On": "false"}}}


@pytest.mark.parametrize(
    ("service", "operation", "values", "expected"),
    [
        ("cloudwatch", "PutMetricAlarm", {"threshold": "5"}, {"Threshold": 5.0}),
        ("cloudwatch", "PutMetricAlarm", {"period": "60"}, {"Period": 60}),
        ("cloudwatch", "PutMetricAlarm", {"actions_enabled": "false"}, {"ActionsEnabled": False}),
        ("cloudwatch", "PutMetricAlarm", {"actions_enabled": "true"}, {"ActionsEnabled": True}),
        ("ssm", "RegisterTaskWithMaintenanceWindow", {"max_errors": 2}, {"MaxErrors": "2"}),
        ("sns", "Publish", {"message": {"a": [1]}}, {"Message": '{"a": [1]}'}),
        ("kinesis", "PutRecord", {"data": "text"}, {"Data": b"text"}),
        ("kms", "CreateKey", {"description": None}, {}),
    ],
)
def test_plain_values_become_what_the_shape_wants(client, service, operation, values, expected):
    assert fitted(client(service), operation, values) == expected


def test_a_name_that_is_not_declared_begins_as_it_is_wanted_and_is_one_of_its_own():
    first, second = make(), Make("aws_sqs_queue.c", "aws_sqs_queue", {}, "1", "r", unasked)
    assert named(make(name="own")) == "own"
    assert named(make(name_prefix="pre-")).startswith("pre-")
    assert named(first).startswith("module-a-aws-sqs-queue-b-0-") or named(first).startswith("module-a-aws_sqs")
    assert named(first) == named(make())
    assert named(first) != named(second)
    assert len(named(make(name_prefix="p" * 90), longest=30)) == 30


def test_shared_tags_count_as_own_ones():
    tagged = Make("a.b", "a", {"tags": {"A": "1"}, "name": "n"}, "1", "r", unasked, tags={"B": "2"})
    assert declared(tagged) == {"name": "n", "tags": {"B": "2"}}
    assert declared(make(name="n", tags={})) == {"name": "n"}


@pytest.mark.parametrize(
    ("arn", "end"),
    [
        ("arn:aws:iam::1:role/path/name", "name"),
        ("arn:aws:sqs:eu-west-1:1:queue", "queue"),
        ("plain", "plain"),
    ],
)
def test_the_end_of_an_address(arn, end):
    assert last(arn) == end


@pytest.mark.parametrize(("value", "expected"), [(True, "true"), (0, "0"), (1.5, "1.5"), (["a"], '["a"]'), ("a", "a")])
def test_plain_values_as_text(value, expected):
    assert text(value) == expected


SERVICES = (
    apigateway,
    apigatewayv2,
    awslambda,
    cloudwatch,
    cognito,
    dynamodb,
    events,
    iam,
    kinesis,
    kms,
    logs,
    running,
    s3,
    secretsmanager,
    sns,
    sqs,
    ssm,
)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.__name__.rpartition(".")[2])
def test_every_type_that_is_made_has_a_test(service):
    texts = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    made = {kind for kind, each in service.PROVISIONERS.items() if not each.__qualname__.startswith("unsupported.")}
    assert [kind for kind in sorted(made) if f'"{kind}"' not in texts] == []
