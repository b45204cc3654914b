"""The data that the code of functions is held against: that it is true of the SDK's own descriptions."""

from __future__ import annotations

import json
import re
import tomllib
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from scaffold.catalog import functions
from scaffold.catalog.functions import (
    action_prefix,
    actions,
    allows,
    function_checks,
    is_foreign,
    is_plain,
    is_provided,
    managed_actions,
    runtime_has,
    spoken,
)

DATA = Path(functions.__file__).parent
ACTIONS = tomllib.loads((DATA / "actions.toml").read_text(encoding="utf-8"))
MANAGED = tomllib.loads((DATA / "managed.toml").read_text(encoding="utf-8"))
RESOURCES = tomllib.loads((DATA / "resources.toml").read_text(encoding="utf-8"))


@cache
def loader() -> Any:
    return botocore.session.get_session().get_component("data_loader")


@cache
def services() -> frozenset[str]:
    return frozenset(loader().list_available_services("service-2"))


@pytest.mark.parametrize("check", function_checks().values(), ids=lambda check: check.id)
def test_a_check_says_what_a_reviewer_needs(check):
    assert re.fullmatch(r"lambda(-[a-z0-9]+)+", check.id)
    assert check.service == "lambda"
    assert not check.invariant
    assert check.link.startswith("https://")
    assert check.why.endswith(".")
    assert not check.title.endswith(".")


def test_operations_are_those_of_the_sdk():
    for name in ACTIONS["operations"]:
        service, _, operation = name.partition(".")
        assert operation in loader().load_service_model(service, "service-2")["operations"], name


def test_services_are_those_of_the_sdk():
    prefixes = ACTIONS["prefixes"]
    assert set(prefixes) <= services()
    assert set(ACTIONS["same"].split()) <= {prefixes.get(name, name) for name in services()}
    assert {row["service"] for row in RESOURCES.values()} <= services()


def test_what_is_said_of_managed_policies_allows_all_that_they_allow():
    policies = pytest.importorskip("moto.iam.aws_managed_policies")
    known = json.loads(policies.aws_managed_policies_data)
    spoken_to = {action_prefix(row["service"]) for row in RESOURCES.values()} | {"logs", "xray", "ssm", "kms"}
    for name, patterns in MANAGED.items():
        found = known[name]["Document"]["Statement"]
        for statement in found if isinstance(found, list) else [found]:
            given = statement.get("Action", [])
            for action in [given] if isinstance(given, str) else given:
                lower = action.lower()
                covered = any(fnmatchcase(lower, pattern) for pattern in patterns)
                reads = lower.partition(":")[2].startswith(("list", "describe", "getfunctionconf"))
                assert covered or reads or lower.partition(":")[0] not in spoken_to, (name, action)


@pytest.mark.parametrize(
    ("service", "operation", "wanted"),
    [
        ("dynamodb", "PutItem", ("dynamodb:putitem",)),
        ("s3", "ListObjectsV2", ("s3:listbucket",)),
        ("s3", "PutObjectTagging", ("s3:putobjecttagging",)),
        ("s3", "GetBucketInventoryConfiguration", None),
        ("stepfunctions", "StartExecution", ("states:startexecution",)),
        ("lambda", "Invoke", ("lambda:invokefunction",)),
        ("sqs", "SendMessageBatch", ("sqs:sendmessage",)),
        ("bedrock-runtime", "Converse", ("bedrock:invokemodel",)),
        ("sts", "GetCallerIdentity", None),
        ("apigateway", "GetRestApis", None),
        ("nothing", "Nothing", None),
    ],
)
def test_what_a_call_asks_for(service, operation, wanted):
    assert actions(service, operation) == wanted


def test_patterns_of_actions():
    assert allows("dynamodb:*item", "dynamodb:putitem")
    assert allows("*", "sqs:sendmessage")
    assert not allows("dynamodb:get*", "dynamodb:putitem")


def test_names_that_mean_something_to_others():
    assert is_provided("AWS_REGION")
    assert not is_provided("TABLE_NAME")
    assert is_foreign("POWERTOOLS_SERVICE_NAME")
    assert not is_foreign("TABLE_NAME")
    assert is_plain("@aws-sdk/client-s3")
    assert is_plain("boto3")
    assert not is_plain("prisma")
    assert managed_actions("AWSLambdaRole") == ("lambda:invokefunction",)
    assert managed_actions("Unheard") is None
    assert spoken("aws_sqs_queue").service == "sqs"
    assert spoken("aws_vpc") is None


@pytest.mark.parametrize(
    ("package", "runtime", "there"),
    [
        ("aws-sdk", "nodejs16.x", True),
        ("aws-sdk", "nodejs20.x", False),
        ("@aws-sdk/client-s3", "nodejs20.x", True),
        ("@aws-sdk/client-s3", "nodejs16.x", False),
        ("aws_durable_execution_sdk_python", "python3.14", True),
        ("aws_durable_execution_sdk_python", "python3.12", False),
        ("lodash", "nodejs20.x", None),
        ("aws-sdk", "provided.al2023", None),
    ],
)
def test_sdks_of_the_runtimes(package, runtime, there):
    assert runtime_has(package, runtime) is there
