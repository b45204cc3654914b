"""Values of a model once what they refer to is there."""

from __future__ import annotations

from typing import Any

import pytest

from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, ValueSet
from scaffold.rehearse.applied import NotKnownError
from scaffold.rehearse.resolve import NotMadeError, Resolver

COMPUTED = {
    "aws_sqs_queue.q": {"arn": "arn:aws:sqs:eu-west-1:1:q", "tags": {"a": "b"}, "redrive": [{"count": 3}]},
    "aws_subnet.s[0]": {"id": "s-0"},
    "aws_subnet.s[1]": {"id": "s-1"},
    'aws_s3_bucket.b["one"]': {"arn": "arn:one"},
    "data.aws_vpc.main": {"id": "vpc-1"},
}


def ask(reference: Reference) -> Any:
    if reference.address in ("var.name", "data.aws_vpc.main"):
        return "asked"
    raise NotKnownError(f"nothing gives {reference}")


def resolver(*, program: bool = False) -> Resolver:
    return Resolver(COMPUTED, ask, program, {"aws_kms_key.k": "refused"})


ARN = Reference("aws_sqs_queue.q", ("arn",))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", "text"),
        (ARN, "arn:aws:sqs:eu-west-1:1:q"),
        (Reference("aws_sqs_queue.q", ("tags", "a")), "b"),
        (Reference("aws_sqs_queue.q", ("redrive", 0, "count")), 3),
        (Reference("aws_sqs_queue.q", ("redrive", "count")), 3),
        (Reference("aws_sqs_queue.q"), COMPUTED["aws_sqs_queue.q"]),
        (Reference("aws_subnet.s", ("*", "id")), ["s-0", "s-1"]),
        (Reference("aws_subnet.s", (1, "id")), "s-1"),
        (Reference("aws_s3_bucket.b", ("one", "arn")), "arn:one"),
        (Reference("data.aws_vpc.main", ("id",)), "vpc-1"),
        (Reference("data.aws_vpc.main", ("cidr_block",)), "asked"),
        (Reference("var.name"), "asked"),
        (Template(("a-", Reference("var.name"), "-", 3, True)), "a-asked-3true"),
        (Call("jsonencode", ({"r": (ARN,), "n": None},)), '{"n":null,"r":["arn:aws:sqs:eu-west-1:1:q"]}'),
        (Call("split", (":", ARN)), ["arn", "aws", "sqs", "eu-west-1", "1", "q"]),
        (Call("coalesce", (None, ARN)), "arn:aws:sqs:eu-west-1:1:q"),
        (Call("==", (Reference("var.name"), "asked")), True),
        (Call("!", (Call("==", (Reference("var.name"), "asked")),)), False),
        (Call("concat...", (((ARN,), ("x",)),)), ["arn:aws:sqs:eu-west-1:1:q", "x"]),
        (Call("index", (Call("split", (":", ARN)), 2)), "sqs"),
        (Call("splat", (Reference("aws_subnet.s"), "id")), ["s-0", "s-1"]),
        (Call("try", (Reference("var.other"), "fallback")), "fallback"),
        (Call("can", (Reference("var.other"),)), False),
        (Call("for", (Reference("aws_subnet.s"), Reference("aws_subnet.s", ("*", "id")))), ["s-0", "s-1"]),
        (Conditional(Call("==", (Reference("var.name"), "asked")), "yes", "no"), "yes"),
        (Conditional(Call("==", (Reference("var.name"), "other")), "yes", "no"), "no"),
        (Conditional(Reference("var.other"), "yes", "no"), "yes"),
        (ValueSet(("a", Reference("var.name"))), ["a", "asked"]),
        (({"a": None, "b": (None, 1)},), [{"b": [1]}]),
    ],
)
def test_values_are_plain_data(value: Any, expected: Any) -> None:
    assert resolver().value(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Call("pop", (Call("split", (ARN, ":")),)), "q"),
        (Call("join", (("a", Reference("var.name")), "/")), "a/asked"),
        (Call("slice", (ARN, 0, 3)), "arn"),
        (Call("concat", ("a", Reference("var.name"))), "aasked"),
        (Call("concat", (("a",), (Reference("var.name"),))), ["a", "asked"]),
        (Call("nullish", (None, ARN)), "arn:aws:sqs:eu-west-1:1:q"),
        (Call("absent", (ARN,)), False),
        (Call("and", (True, ARN)), "arn:aws:sqs:eu-west-1:1:q"),
        (Call("or", ("", ARN)), "arn:aws:sqs:eu-west-1:1:q"),
        (Call("secret", (Reference("var.name"),)), "asked"),
        (Call("omit", ({"a": 1, "b": 2}, "a")), {"b": 2}),
        (Call("toUpperCase", (Reference("var.name"),)), "ASKED"),
        (Call("format", (3, "03d")), "003"),
        (Call("-", (3, 1)), 2),
        (Call("-", (3,)), -3),
        (Call("length", (ARN,)), 25),
        (Call("jsonencode", ({"a": ARN},)), '{"a":"arn:aws:sqs:eu-west-1:1:q"}'),
    ],
)
def test_programs_have_words_of_their_own(value: Any, expected: Any) -> None:
    assert resolver(program=True).value(value) == expected


def test_policy_documents_are_put_together() -> None:
    base = Call("jsonencode", ({"Statement": ({"Sid": "A", "Action": "a:*"}, {"Sid": "B", "Resource": ARN})},))
    own = {"Version": "2008-10-17", "Statement": ({"Action": "own:*"},)}
    other = {"Statement": {"Sid": "A", "Action": "other:*"}}
    last = {"Statement": [{"Sid": "C"}, {"Action": "more:*"}]}
    found = resolver().value(Call("aws_iam_policy_document", ((base,), own, (other, last))))
    assert found["Version"] == "2008-10-17"
    assert found["Statement"] == [
        {"Sid": "A", "Action": "other:*"},
        {"Sid": "B", "Resource": "arn:aws:sqs:eu-west-1:1:q"},
        {"Action": "own:*"},
        {"Sid": "C"},
        {"Action": "more:*"},
    ]


@pytest.mark.parametrize(
    "value",
    [
        Unknown("nobody knows"),
        Reference("var.other"),
        Reference("aws_sqs_queue.q", ("nothing",)),
        Reference("aws_sqs_queue.other", ("arn",)),
        Template(("a", Unknown("nobody knows"))),
        Call("join", (3, 4)),
        Call("cidrsubnet", ("none", 1, 1)),
        Call("nonsense", ("a",)),
        Call("index", ((), 3)),
        (1, Unknown("nobody knows")),
    ],
)
def test_what_is_not_known_is_not_guessed(value: Any) -> None:
    with pytest.raises(NotKnownError):
        resolver().value(value)


def test_members_that_are_not_known_are_left_out_and_named() -> None:
    attributes = {
        "name": "a",
        "environment": ({"variables": {"KNOWN": ARN, "OTHER": Unknown("nobody knows")}},),
        "list": (1, Reference("var.other")),
        "nothing": None,
    }
    values, gaps = resolver().values(attributes)
    assert values == {"name": "a", "environment": [{"variables": {"KNOWN": "arn:aws:sqs:eu-west-1:1:q"}}], "list": [1]}
    assert gaps == {"environment.variables.OTHER": "nobody knows", "list": "nothing gives var.other"}


@pytest.mark.parametrize(
    "value",
    [
        Reference("aws_kms_key.k", ("arn",)),
        Template(("x", Reference("aws_kms_key.k", ("arn",)))),
        ({"a": Call("jsonencode", (Reference("aws_kms_key.k", ("arn",)),))},),
        Conditional(Reference("aws_kms_key.k", ("enabled",)), 1, 2),
    ],
)
def test_what_was_not_made_is_named_and_not_left_out(value: Any) -> None:
    with pytest.raises(NotMadeError) as caught:
        resolver().values({"key": value})
    assert caught.value.address == "aws_kms_key.k"
