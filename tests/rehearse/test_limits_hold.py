"""Each line of the table of limits is held to the emulator: without it, a case fails. With all of them, none does."""

from __future__ import annotations

import json
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from rehearsals import REGION, planned, started

from scaffold.rehearse import rehearsal
from scaffold.rehearse.limits import Limits, limits
from scaffold.rehearse.report import Rehearsal
from scaffold.rehearse.server import Emulator
from scaffold.rehearse.surroundings import archive

PROJECT = Path(__file__).parent / "limits"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(PROJECT, tmp_path_factory.mktemp("limits") / "project"))


@pytest.fixture(scope="module")
def unlimited(copy: Path) -> Rehearsal:
    """What comes out where only that is left out which the emulator cannot be asked at all."""
    known = limits()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rehearsal, "limits", lambda: Limits(needs=known.needs, behaviours=known.behaviours))
        return rehearsal.rehearse(planned(copy))


def said(found: Rehearsal) -> list[tuple[str, str, str]]:
    """Every line of every failure: the type of the resource, the title of the case, and the line."""
    return [
        (each.type, failure.title, line)
        for each in found.resources
        for failure in each.failures
        for line in failure.message.splitlines()
    ]


ATTRIBUTES = [(type_, name) for type_, table in limits().attributes.items() for name in table]


@pytest.mark.parametrize(("type_", "name"), ATTRIBUTES, ids=lambda part: part)
def test_an_attribute_is_not_told(type_: str, name: str, unlimited: Rehearsal) -> None:
    start = name.removesuffix(".*")
    lines = [line for kind, _, line in said(unlimited) if kind == type_]
    if any(re.search(rf": {re.escape(start)}[.:]", line) for line in lines):
        return
    blocks, _, member = start.partition(".")
    line = next(line for line in lines if f": {blocks}: declared " in line)
    declared, found = map(json.loads, line.partition(f": {blocks}: declared ")[2].split(", found ", 1))
    names = [each for each in declared[0] if each == member or each.startswith(f"{member}.")]
    assert names, f"{PROJECT.name} should declare {type_}.{name}"
    assert all(declared[0][each] != found[0].get(each) for each in names)


@pytest.mark.parametrize("type_", limits().types)
def test_a_type_is_not_told(type_: str, unlimited: Rehearsal) -> None:
    titles = {title for kind, title, _ in said(unlimited) if kind == type_}
    assert any(title.endswith("exists") for title in titles), titles


QUESTIONS = [(type_, name) for type_, operations in limits().questions.items() for name in operations]


@pytest.mark.parametrize(("type_", "operation"), QUESTIONS)
def test_a_question_has_no_answer(type_: str, operation: str, unlimited: Rehearsal) -> None:
    assert [line for kind, _, line in said(unlimited) if kind == type_ and operation in line]


@pytest.mark.parametrize("path", [path for paths in limits().paths.values() for path in paths])
def test_a_path_leads_nowhere(path: str, unlimited: Rehearsal) -> None:
    assert [line for _, _, line in said(unlimited) if f": {path}" in line and "is not there" in line]


def test_nothing_else_fails(unlimited: Rehearsal) -> None:
    """So that each line of the table is about what it says, and none hides more."""
    table = limits()
    ways = [*(path for paths in table.paths.values() for path in paths), *(name for _, name in QUESTIONS)]
    for type_, title, line in said(unlimited):
        attribute = re.search(r": ([\w.]+): declared ", line)
        known = attribute and any(
            name == attribute[1] or name.startswith(f"{attribute[1]}.") for name in table.attributes.get(type_, {})
        )
        below = attribute and table.attribute(type_, attribute[1])
        assert known or below or type_ in table.types or any(way in line for way in ways), (title, line)


# What a case may need of the cloud beyond answers


def no_code_runs(emulator: Emulator) -> None:
    """A function that would answer something of its own gives the event back."""
    answer = emulator.client("lambda", REGION).invoke(FunctionName="limits", Payload=b'{"a":1}')
    assert answer["Payload"].read() == b'{"a":1}'
    assert not emulator.client("logs", REGION).describe_log_groups()["logGroups"]


def no_api_is_served(emulator: Emulator) -> None:
    api = emulator.client("apigateway", REGION)
    name = api.create_rest_api(name="limits")["id"]
    root = api.get_resources(restApiId=name)["items"][0]["id"]
    where = {"restApiId": name, "resourceId": root, "httpMethod": "GET"}
    api.put_method(**where, authorizationType="NONE")
    api.put_integration(**where, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    api.put_method_response(**where, statusCode="200")
    api.put_integration_response(**where, statusCode="200", responseTemplates={"application/json": '{"here": 1}'})
    api.create_deployment(restApiId=name, stageName="v1")
    asked = urllib.request.Request(
        f"{emulator.endpoint}/v1/", headers={"Host": f"{name}.execute-api.{REGION}.amazonaws.com"}
    )
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(asked, timeout=10)


def no_condition_counts(emulator: Emulator) -> None:
    """What is refused to those who come without encryption, to a bucket of another name, is refused to all."""
    buckets = emulator.client("s3", "us-east-1")
    buckets.create_bucket(Bucket="limits")
    never = {"StringEquals": {"aws:PrincipalAccount": "999999999999"}}
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": never}
    buckets.put_bucket_policy(Bucket="limits", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    with pytest.raises(buckets.exceptions.ClientError, match="403"):
        buckets.put_object(Bucket="limits", Key="a", Body=b"a")


def no_key_of_several_regions_decrypts(emulator: Emulator) -> None:
    keys = emulator.client("kms", REGION)
    key = keys.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    text = keys.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    with pytest.raises(keys.exceptions.ClientError):
        keys.decrypt(CiphertextBlob=text, KeyId=key)


PROOFS: dict[str, Callable[[Emulator], None]] = {
    "function-code": no_code_runs,
    "running-functions": no_code_runs,
    "http-endpoint": no_api_is_served,
    "multi-region-keys": no_key_of_several_regions_decrypts,
    "policy-conditions": no_condition_counts,
    "invoke_function": no_code_runs,
    "answers": no_api_is_served,
    "logs_appear": no_code_runs,
}


@pytest.fixture(scope="module")
def emulator() -> object:
    with started() as running:
        role = running.client("iam", REGION).create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        settings = {"Runtime": "python3.12", "Handler": "index.handler", "Code": {"ZipFile": archive()}}
        running.client("lambda", REGION).create_function(FunctionName="limits", Role=role, **settings)
        yield running


def test_each_need_and_behaviour_has_its_proof() -> None:
    assert PROOFS.keys() == limits().needs.keys() | limits().behaviours.keys()


@pytest.mark.parametrize("proof", dict.fromkeys(PROOFS.values()))
def test_the_emulator_does_not_do_it(proof: Callable[[Emulator], None], emulator: Emulator) -> None:
    proof(emulator)
