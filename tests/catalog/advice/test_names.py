"""Names that cannot be: known ones, ones that are known in part, and ones that nobody knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.catalog.advice import advise
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import Conditional, Reference, Template, Unknown

LONG = "a" * 60


def problems(type_: str, **attributes: object) -> list[str]:
    resource = Resource(f"{type_}.x", type_, type_, "x", Mode.MANAGED, attributes, Position("main.tf"))
    found = advise(Project("p", "pulumi", ".", resources=(resource,)))
    return [advice.sentence for advice in found if advice.check.id.endswith("-name")]


ENV = Reference("var.env")


@pytest.mark.parametrize(
    ("type_", "attributes", "problem"),
    [
        ("aws_s3_bucket", {"bucket": "My-Bucket"}, "has 'M' in it"),
        ("aws_s3_bucket", {"bucket": "my_bucket"}, "has '_' in it"),
        ("aws_s3_bucket", {"bucket": "a..b"}, "has '..' in it"),
        ("aws_s3_bucket", {"bucket": "ab"}, "at least 3 are needed"),
        ("aws_s3_bucket", {"bucket": "a" * 64}, "has 64 characters where 63"),
        ("aws_s3_bucket", {"bucket": "-logs"}, "begins with '-'"),
        ("aws_s3_bucket", {"bucket": "logs-"}, "ends with '-'"),
        ("aws_s3_bucket", {"bucket": "xn--logs"}, "begins with xn--"),
        ("aws_s3_bucket", {"bucket": "logs-s3alias"}, "ends with -s3alias"),
        ("aws_s3_bucket", {"bucket": "192.168.5.4"}, "is one that is not allowed"),
        ("aws_s3_bucket", {"bucket": Template(("Logs-", ENV))}, "has 'L' in it"),
        ("aws_s3_bucket", {"bucket": Template((LONG, ENV, LONG))}, "at least 120 characters"),
        ("aws_s3_bucket", {"bucket": Template(("-", ENV))}, "begins with '-'"),
        ("aws_s3_bucket", {"bucket": Template((ENV, "-"))}, "ends with '-'"),
        ("aws_s3_bucket", {"bucket_prefix": "a" * 38}, "where 37 are allowed"),
        ("aws_sqs_queue", {"name": "jobs", "fifo_queue": True}, "does not end with .fifo"),
        ("aws_sqs_queue", {"name": "jobs.fifo"}, "fifo_queue is not set"),
        ("aws_sqs_queue", {"name": "jobs.fifo", "fifo_queue": False}, "fifo_queue is not set"),
        ("aws_sqs_queue", {"name": "a" * 76 + ".fifo", "fifo_queue": True}, "has 81 characters where 80"),
        ("aws_sqs_queue", {"name": "jobs.urgent.fifo", "fifo_queue": True}, "has '.' in it"),
        ("aws_sqs_queue", {"name": Template((ENV, "-jobs")), "fifo_queue": True}, "does not end with .fifo"),
        ("aws_sns_topic", {"name": "news.fifo"}, "fifo_topic is not set"),
        ("aws_dynamodb_table", {"name": "a b"}, "has ' ' in it"),
        ("aws_dynamodb_table", {"name": "ab"}, "at least 3"),
        ("aws_lambda_function", {"function_name": "my.function"}, "has '.' in it"),
        ("aws_iam_role", {"name": "a" * 65}, "where 64 are allowed"),
        ("aws_iam_role", {"name": "my role"}, "has ' ' in it"),
        ("aws_db_instance", {"identifier": "Main"}, "has 'M' in it"),
        ("aws_db_instance", {"identifier": "1main"}, "begins with '1'"),
        ("aws_db_instance", {"identifier": "a--b"}, "has '--' in it"),
        ("aws_lb", {"name": "internal-web"}, "begins with internal-"),
        ("aws_lb", {"name": "my_lb"}, "has '_' in it"),
        ("aws_lb_target_group", {"name_prefix": "service"}, "where 6 are allowed"),
        ("aws_security_group", {"name": "sg-web"}, "begins with sg-"),
        ("aws_kms_alias", {"name": "main"}, "does not begin with alias/"),
        ("aws_kms_alias", {"name": Template(("main-", ENV))}, "does not begin with alias/"),
        ("aws_kms_alias", {"name": "alias/aws/mine"}, "begins with alias/aws/"),
        ("aws_ecr_repository", {"name": "Team/App"}, "has 'T' in it"),
        ("aws_secretsmanager_secret", {"name": "a b\x1b[31m"}, "a b\\x1b[31m"),
    ],
)
def test_a_name_that_cannot_be(type_, attributes, problem):
    (said,) = problems(type_, **attributes)
    assert problem in said


@pytest.mark.parametrize(
    ("type_", "attributes"),
    [
        ("aws_s3_bucket", {"bucket": "logs.example-1"}),
        ("aws_s3_bucket", {"bucket": Template(("logs-", ENV))}),
        ("aws_s3_bucket", {"bucket": Template((ENV, "-logs"))}),
        ("aws_s3_bucket", {"bucket": ENV}),
        ("aws_s3_bucket", {"bucket": Unknown("it is a secret")}),
        ("aws_s3_bucket", {"bucket": Conditional(ENV, "Logs", "logs")}),
        ("aws_s3_bucket", {"bucket": ""}),
        ("aws_s3_bucket", {"bucket": None}),
        ("aws_s3_bucket", {}),
        ("aws_sqs_queue", {"name": "jobs.fifo", "fifo_queue": True}),
        ("aws_sqs_queue", {"name": "jobs", "fifo_queue": False}),
        ("aws_sqs_queue", {"name": "jobs.fifo", "fifo_queue": ENV}),
        ("aws_sqs_queue", {"name": ENV, "fifo_queue": True}),
        ("aws_sqs_queue", {"name": Template(("jobs-", ENV)), "fifo_queue": True}),
        ("aws_sqs_queue", {"name": Template((ENV, ".fifo")), "fifo_queue": True}),
        ("aws_sqs_queue", {"name": "a" * 75 + ".fifo", "fifo_queue": True}),
        ("aws_lambda_function", {"function_name": "arn:aws:lambda:eu-west-1:123456789012:function:mine"}),
        ("aws_s3_bucket", {"bucket": "REPLACE_ME"}),
        ("aws_iam_role", {"name": "*-logs"}),
        ("aws_kms_alias", {"name": "alias/main"}),
        ("aws_kms_alias", {"name": Template(("ali", ENV))}),
        ("aws_kms_alias", {"name": Template((ENV, "/main"))}),
        ("aws_db_subnet_group", {"name": "main"}),
        ("aws_security_group", {"name": "web (public)"}),
        ("aws_iam_role", {"name": "a" * 64}),
    ],
)
def test_a_name_that_may_be(type_, attributes):
    assert not problems(type_, **attributes)


def test_data_sources_are_not_named_here():
    resource = Resource("data.aws_s3_bucket.x", "aws_s3_bucket", "", "x", Mode.DATA, {"bucket": "A_"}, Position("m.tf"))
    assert not list(advise(Project("p", "pulumi", ".", resources=(resource,))))


@given(st.lists(st.one_of(st.text(max_size=5), st.just(ENV)), min_size=1, max_size=4), st.booleans())
def test_what_is_said_of_a_part_holds_for_the_whole(parts, fifo):
    """A name that is refused with unknown parts is refused whatever they turn out to be."""
    name = Template(tuple(parts)) if any(part is ENV for part in parts) else "".join(parts)
    if problems("aws_sqs_queue", name=name, fifo_queue=fifo):
        for given_ in ("dev", "x.fifo", ""):
            whole = "".join(given_ if part is ENV else part for part in parts)
            assert not whole or problems("aws_sqs_queue", name=whole, fifo_queue=fifo)
