"""Made up values: what they look like, and that they are always the same."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.catalog import realistic
from scaffold.catalog.realistic import Use
from scaffold.model.shapes import Kind

CATALOG = Path(realistic.__file__).parent
MOCKS = {
    (type_, data): row
    for name, data in (("mocks.toml", False), ("mocks_data.toml", True))
    for type_, row in tomllib.loads((CATALOG / name).read_text())["types"].items()
}
ARN = re.compile(r"arn:aws(-[a-z-]+)?:[a-z0-9-]+:([a-z]{2}(-[a-z]+)+-\d)?:(\d{12}|cloudfront|aws|lambda)?:.+")


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    return [text for item in value for text in texts(item)] if isinstance(value, tuple) else []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vpc_id", r"vpc-0[0-9a-f]{16}"),
        ("subnet_ids", r"subnet-0[0-9a-f]{16}"),
        ("kms_key_arn", r"arn:aws:kms:us-east-1:123456789012:key/[0-9a-f-]{36}"),
        ("alarm_topic_arn", r"arn:aws:sns:us-east-1:123456789012:alarm-topic"),
        ("dead_letter_queue_arn", r"arn:aws:sqs:us-east-1:123456789012:dead-letter-queue"),
        ("certificate_arn", r"arn:aws:acm:.*:certificate/[0-9a-f-]{36}"),
        ("task_role_arn", r"arn:aws:iam::123456789012:role/task-role"),
        ("hosted_zone_id", r"Z[A-Z0-9]{16}"),
        ("domain_name", r"domain\.example\.com"),
        ("alert_email", r"team@example\.com"),
        ("account_id", r"123456789012"),
        ("vpc_cidr", r"10\.0\.0\.0/16"),
        ("ami_id", r"ami-0[0-9a-f]{16}"),
        ("instance_type", r"t3\.micro"),
        ("dbPassword", r"not-a-real-password-1A!"),
        ("GITHUB_TOKEN", r"not-a-real-token-1A"),
        ("environment", r"test"),
    ],
)
def test_a_text_fits_its_name(name: str, expected: str) -> None:
    sample = realistic.sample(name)
    assert sample is not None
    assert re.fullmatch(expected, sample.text(Use(f"var.{name}", realistic.name_from(name))))


@pytest.mark.parametrize("name", ["db_password", "api_key", "client_secret", "auth_token", "master_password"])
def test_nobody_takes_a_secret_for_a_real_one(name: str) -> None:
    sample = realistic.sample(name)
    assert sample is not None
    assert "not-a-real" in sample.text(Use(name))


def test_names_without_meaning_have_no_sample() -> None:
    assert realistic.sample("flavour") is None
    assert realistic.number("flavour") is None


@pytest.mark.parametrize(("type_", "data"), MOCKS)
def test_every_placeholder_of_the_mocks_is_filled_in(type_: str, data: bool) -> None:
    use = Use(f"{type_}.main", "main")
    for name in realistic.attributes(type_, data=data):
        value = realistic.attribute(type_, name, use, data=data)
        for text in texts(value):
            assert not re.search(r"<[^>]*>", text), name
            if text.startswith("arn:") and not text.startswith("arn:aws:s3:::") and "," not in text:
                assert ARN.fullmatch(text) or text.startswith(("arn:aws:route53:::", "arn:aws:sso:::")), text
            if name == "json" or name.endswith("_policy"):
                assert json.loads(text)


@pytest.mark.parametrize("table", ["texts", "numbers", "kinds"])
def test_every_row_of_the_samples_can_be_reached(table: str) -> None:
    rows = tomllib.loads((CATALOG / "samples.toml").read_text())[table]
    patterns = [row["match"] for row in rows]
    assert len(set(patterns)) == len(patterns)
    for row in rows:
        assert re.compile(row["match"])
        assert not re.search(r"<[^>]*>", realistic.written(str(row.get("text", "")), Use("seed")))


def test_one_resource_says_the_same_in_its_id_and_its_arn() -> None:
    use = Use("aws_subnet.a", "a")
    arn = realistic.attribute("aws_subnet", "arn", use)
    assert isinstance(arn, str)
    assert arn.endswith(f"/{realistic.attribute('aws_subnet', 'id', use)}")


def test_two_resources_of_a_type_say_different_things() -> None:
    one, other = Use("aws_kms_key.a", "a"), Use("aws_kms_key.b", "b")
    assert realistic.attribute("aws_kms_key", "arn", one) != realistic.attribute("aws_kms_key", "arn", other)


def test_what_the_resource_says_itself_is_repeated() -> None:
    own = Use("aws_acm_certificate.a", "a", own={"domain_name": "shop.example.org"})
    (option,) = realistic.attribute("aws_acm_certificate", "domain_validation_options", own)  # type: ignore[misc]
    assert option["domain_name"] == "shop.example.org"
    other = realistic.attribute("aws_acm_certificate", "domain_validation_options", Use("x", "a"))
    assert other[0]["domain_name"] == "a.example.com"  # type: ignore[index]


def test_the_region_says_the_partition() -> None:
    arn = realistic.attribute("aws_sqs_queue", "arn", Use("x", "jobs", region="us-gov-west-1"))
    assert arn == "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:jobs"
    assert realistic.some_arn("aws_new_thing", Use("x", "jobs")) == "arn:aws:new:us-east-1:123456789012:thing/jobs"


def test_types_without_a_row_have_nothing() -> None:
    assert realistic.attribute("aws_flavour", "arn", Use("x")) is None
    assert realistic.attributes("aws_flavour") == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("enable_logs", Kind.BOOL),
        ("tags", Kind.MAP),
        ("subnet_ids", Kind.LIST),
        ("task_count", Kind.NUMBER),
        ("x", None),
    ],
)
def test_a_name_says_what_kind_of_value_it_has(name: str, kind: Kind | None) -> None:
    assert realistic.likely_kind(name) is kind


@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 20))
def test_any_name_and_seed_can_be_used(name: str, seed: str, index: int) -> None:
    use = Use(seed, realistic.name_from(name), index=index)
    sample = realistic.sample(name)
    text = sample.text(use) if sample else ""
    assert text == (sample.text(use) if sample else "")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", realistic.name_from(name))


@given(st.text(max_size=60))
def test_text_without_placeholders_stays(text: str) -> None:
    plain = text.replace("<", "").replace(">", "")
    assert realistic.written(plain, Use("seed")) == plain
