"""What is looked up and not made: data sources, providers that only compute, and what projects are given."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rehearsals import REGION, started

from scaffold.rehearse.found import HELPERS, SOURCES
from scaffold.rehearse.provision.base import Make
from scaffold.rehearse.server import Emulator
from scaffold.rehearse.surroundings import Surroundings

ACCOUNT = "123456789012"


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def here(emulator: Emulator) -> Surroundings:
    return Surroundings(emulator.client, REGION, ACCOUNT)


def find(here: Surroundings, kind: str, address: str = "", root: Path = Path(), **values: Any) -> dict[str, Any]:
    make = Make(address or f"data.{kind}.x", kind, values, ACCOUNT, here.region, here.clients, root=root)
    return {**values, **SOURCES[kind](make, here)}


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("aws_caller_identity", {}, {"account_id": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:user/rehearsal"}),
        ("aws_region", {}, {"name": REGION, "region": REGION, "id": REGION}),
        ("aws_region", {"name": "us-west-2"}, {"name": "us-west-2"}),
        ("aws_partition", {}, {"partition": "aws", "dns_suffix": "amazonaws.com"}),
        ("aws_availability_zones", {"exclude_names": ["eu-west-1b"]}, {"names": ["eu-west-1a", "eu-west-1c"]}),
        ("aws_arn", {"arn": "arn:aws:s3:::b/k:1"}, {"service": "s3", "resource": "b/k:1", "account": ""}),
        ("aws_cloudfront_cache_policy", {"name": "Managed-SimpleCORS"}, {"id": "60669652-455b-4ae9-85a4-c4c02393f86c"}),
        ("aws_iam_policy_document", {"json": {"Statement": []}}, {"json": '{"Statement":[]}'}),
        ("aws_iam_policy", {"name": "ReadOnlyAccess"}, {"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
        ("aws_kms_alias", {"name": "alias/mine"}, {"arn": f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/mine"}),
        ("aws_service", {"service_id": "s3"}, {"dns_name": f"s3.{REGION}.amazonaws.com"}),
    ],
)  # fmt: skip
def test_who_and_where(kind: str, values: Any, expected: dict[str, Any], here: Surroundings) -> None:
    found = find(here, kind, **values)
    assert {name: found.get(name) for name in expected} == expected


def test_a_document_that_is_not_known_whole_is_made_of_what_is(here: Surroundings) -> None:
    statement = {"actions": ["a:b"], "resources": ["*"], "principals": [{"type": "Service", "identifiers": ["x"]}]}
    (made,) = json.loads(find(here, "aws_iam_policy_document", statement=[statement])["json"])["Statement"]
    assert made == {"Effect": "Allow", "Action": ["a:b"], "Resource": ["*"], "Principal": {"Service": ["x"]}}


def test_types_and_tests_that_were_not_known_are_put_where_they_belong(here: Surroundings) -> None:
    found = {
        "Principal": [{"type": "AWS", "identifiers": ["1"]}],
        "Condition": [
            {"test": "Bool", "variable": "a", "values": ["true"]},
            {"test": "Bool", "variable": "b", "values": ["false"]},
        ],
    }
    (made,) = json.loads(find(here, "aws_iam_policy_document", json={"Statement": [found]})["json"])["Statement"]
    assert made == {"Principal": {"AWS": ["1"]}, "Condition": {"Bool": {"a": ["true"], "b": ["false"]}}}


def test_what_is_looked_up_in_the_account_is_there(here: Surroundings, emulator: Emulator) -> None:
    ec2 = emulator.client("ec2", REGION)
    vpc = find(here, "aws_vpc")["id"]
    assert ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    subnets = find(here, "aws_subnets", filter=[{"name": "vpc-id", "values": [vpc]}])["ids"]
    assert ec2.describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"] == vpc
    assert find(here, "aws_subnet", id=subnets[1])["availability_zone"].startswith(REGION)
    assert ec2.describe_security_groups(GroupIds=[find(here, "aws_security_group")["id"]])["SecurityGroups"]
    assert ec2.describe_images(ImageIds=[find(here, "aws_ami")["id"]])["Images"]
    zone = find(here, "aws_route53_zone", name="example.org.")
    assert (
        emulator.client("route53", REGION).get_hosted_zone(Id=zone["zone_id"])["HostedZone"]["Name"] == "example.org."
    )
    assert zone == find(here, "aws_route53_zone", name="example.org.")
    arn = find(here, "aws_acm_certificate", domain="a.example.org")["arn"]
    acm = emulator.client("acm", REGION)
    assert acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainName"] == "a.example.org"
    assert find(here, "aws_secretsmanager_secret_version", secret_id="db")["secret_string"].startswith("{")
    for name in ("/own/name", "/own/name"):
        assert find(here, "aws_ssm_parameter", name=name)["value"] == "rehearsal"
    ami = find(here, "aws_ssm_parameter", name="/aws/service/none/ami-id")["value"]
    assert ami.startswith("ami-")


@pytest.mark.parametrize(
    ("kind", "key", "other"),
    [
        ("aws_s3_bucket", "bucket", "arn"),
        ("aws_iam_role", "name", "arn"),
        ("aws_sns_topic", "name", "arn"),
        ("aws_sqs_queue", "name", "url"),
        ("aws_ecs_cluster", "cluster_name", "arn"),
        ("aws_ecr_repository", "name", "repository_url"),
        ("aws_lambda_function", "function_name", "arn"),
        ("aws_dynamodb_table", "name", "arn"),
        ("aws_cloudwatch_log_group", "name", "arn"),
    ],
)
def test_it_is_made_once_by_its_name(kind: str, key: str, other: str, here: Surroundings, emulator: Emulator) -> None:
    name = "looked-up-bucket" if kind == "aws_s3_bucket" else "looked-up"
    first = find(here, kind, **{key: name})
    again = find(Surroundings(emulator.client, REGION, ACCOUNT), kind, **{key: name})
    assert name in first[other]
    assert first[other] == again[other]


def test_helpers_give_the_same_each_time_and_something_else_to_another(here: Surroundings) -> None:
    for kind in HELPERS:
        values = {"input": ["a"]} if kind == "random_shuffle" else {}
        first = find(here, kind, f"{kind}.a", **values)
        assert isinstance(first["id"], str)
        if "cert" not in kind:
            assert find(here, kind, f"{kind}.a", **values) == first
    for kind in ("random_id", "random_uuid", "random_integer"):
        assert find(here, kind, f"{kind}.a") != find(here, kind, f"{kind}.b")


def test_random_texts_are_as_they_are_asked_for(here: Surroundings) -> None:
    password = find(here, "random_password", length=20)["result"]
    assert len(password) == 20
    assert all(re.search(pattern, password) for pattern in ("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]"))
    plain = find(here, "random_string", length=6, special=False, upper=False)["result"]
    assert re.fullmatch("[a-z][a-z0-9]{5}", plain)
    assert re.fullmatch("[0-9a-f]{8}", find(here, "random_id", byte_length=4)["hex"])
    assert find(here, "random_id", byte_length=4, prefix="p-")["hex"].startswith("p-")
    assert find(here, "random_pet", prefix="p", length=3, separator="_")["id"].count("_") == 3
    assert 5 <= find(here, "random_integer", min=5, max=9)["result"] <= 9
    assert find(here, "random_shuffle", input=["a", "b", "c"], result_count=2)["result"] == ["a", "b"]


def test_keys_archives_and_files(here: Surroundings, tmp_path: Path, emulator: Emulator) -> None:
    key = find(here, "tls_private_key")
    imported = emulator.client("ec2", REGION).import_key_pair(
        KeyName="own", PublicKeyMaterial=key["public_key_openssh"].encode()
    )
    assert imported["KeyName"] == "own"
    packed = find(here, "archive_file", output_path="build/f.zip")
    assert packed["output_path"] == "build/f.zip"
    assert base64.b64decode(packed["output_base64sha256"]).hex() == packed["output_sha256"]
    (tmp_path / "a.txt").write_text("text")
    assert find(here, "local_file", root=tmp_path, filename="a.txt")["content"] == "text"
    assert find(here, "local_file", root=tmp_path, filename="../a.txt")["content"] == ""


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("vpc_id", "vpc-"),
        ("vpcId", "vpc-"),
        ("private_subnet_ids", "subnet-"),
        ("certificate_arn", "arn:aws:acm:"),
        ("kms_key_arn", "arn:aws:kms:"),
        ("alarm_topic_arn", "arn:aws:sns:"),
        ("execution_role_arn", "arn:aws:iam:"),
        ("ami_id", "ami-"),
        ("availability_zones", REGION),
        ("account_id", ACCOUNT),
        ("aws_region", REGION),
        ("security_group_ids", "sg-"),
    ],
)
def test_names_say_what_is_meant(name: str, start: str, here: Surroundings) -> None:
    found = here.called(name)
    assert (found[0] if isinstance(found, list) else found).startswith(start)


def test_a_zone_is_there_by_its_id(here: Surroundings, emulator: Emulator) -> None:
    assert emulator.client("route53", REGION).get_hosted_zone(Id=here.called("hosted_zone_id"))["HostedZone"]


def test_other_names_say_nothing(here: Surroundings) -> None:
    assert [here.called(name) for name in ("name", "environment", "subnet_count", "topic", "zones")] == [None] * 5
