"""Policy documents as the AWS provider writes them."""

import json
import re
from typing import Any

import pytest

from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, ValueSet
from scaffold.readers.terraform.policy import policy_document

TABLE = Reference("aws_dynamodb_table.orders", ("arn",))
QUEUE = Reference("aws_sqs_queue.orders", ("arn",))
OTHER = Reference("data.aws_iam_policy_document.other", ("json",))


def document(*statements: Any, **attributes: Any) -> Any:
    return policy_document({"statement": statements, **attributes})


def only(**statement: Any) -> Any:
    """What the provider makes of a single statement."""
    (found,) = document(statement)["Statement"]
    return found


def test_defaults() -> None:
    assert document({"actions": ("sqs:SendMessage",), "resources": ("*",)}) == {
        "Version": "2012-10-17",
        "Statement": ({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"},),
    }
    assert policy_document({}) == {"Version": "2012-10-17"}


def test_what_is_given_counts_and_what_is_empty_goes() -> None:
    statement = {
        "sid": "",
        "effect": "Deny",
        "actions": (),
        "not_actions": ("iam:*",),
        "not_resources": ("x",),
        "condition": (),
    }
    found = document(statement, version="2008-10-17", policy_id="orders", source_json=None)
    assert found == {
        "Version": "2008-10-17",
        "Id": "orders",
        "Statement": ({"Effect": "Deny", "NotAction": "iam:*", "NotResource": "x"},),
    }


def test_lists_are_unique_and_in_reverse_order() -> None:
    found = only(sid="Read", actions=("s3:Get", "s3:Put", "s3:Get", "S3:List"), resources=ValueSet(("a", "b")))
    assert found["Sid"] == "Read"
    assert found["Action"] == ("s3:Put", "s3:Get", "S3:List")
    assert found["Resource"] == ("b", "a")


def test_symbolic_values_stay_where_they_are() -> None:
    index = Template((TABLE, "/index/*"))
    assert only(resources=(TABLE,))["Resource"] == TABLE
    assert only(resources=("a", TABLE, index, "b", TABLE))["Resource"] == ("a", TABLE, index, "b")
    assert only(actions=Reference("var.actions"))["Action"] == Reference("var.actions")
    assert only(effect=Reference("var.effect"))["Effect"] == Reference("var.effect")
    dynamic = Unknown("repeated", "dynamic")
    assert document({"actions": ("x",)}, dynamic)["Statement"] == ({"Effect": "Allow", "Action": "x"}, dynamic)
    assert policy_document({"statement": dynamic})["Statement"] == dynamic


def test_principals() -> None:
    def principals(*blocks: Any) -> Any:
        return only(principals=blocks)["Principal"]

    service = {"type": "Service", "identifiers": ("lambda.amazonaws.com",)}
    assert principals(service) == {"Service": "lambda.amazonaws.com"}
    assert principals({"type": "AWS", "identifiers": ("1", "2")}) == {"AWS": ("2", "1")}
    assert principals({"type": "*", "identifiers": ("*",)}) == "*"
    assert principals({"type": "AWS", "identifiers": ("*",)}) == {"AWS": "*"}
    assert principals({"type": "*", "identifiers": ("*",)}, service) == {"*": "*", "Service": "lambda.amazonaws.com"}
    assert principals(service, service) == {"Service": "lambda.amazonaws.com"}
    more = {"type": "Service", "identifiers": ("b.amazonaws.com", "c.amazonaws.com")}
    assert principals(service, more) == {"Service": ("lambda.amazonaws.com", "c.amazonaws.com", "b.amazonaws.com")}
    role = Reference("aws_iam_role.a", ("arn",))
    assert principals({"type": "AWS", "identifiers": (role,)}) == {"AWS": role}
    unnamed = {"type": Reference("var.kind"), "identifiers": (role,)}
    assert principals(unnamed) == (unnamed,)
    assert only(not_principals=(service,))["NotPrincipal"] == {"Service": "lambda.amazonaws.com"}


def test_conditions() -> None:
    def condition(*blocks: Any) -> Any:
        return only(condition=blocks)["Condition"]

    arn = {"test": "ArnLike", "variable": "aws:SourceArn", "values": (QUEUE,)}
    assert condition(arn) == {"ArnLike": {"aws:SourceArn": QUEUE}}
    vpc = {"test": "StringEquals", "variable": "aws:SourceVpc", "values": ("vpc-1", "vpc-2", "vpc-0")}
    secure = {"test": "Bool", "variable": "aws:SecureTransport", "values": (False,)}
    assert condition(vpc, secure, vpc) == {
        "StringEquals": {"aws:SourceVpc": ("vpc-1", "vpc-2", "vpc-0")},
        "Bool": {"aws:SecureTransport": "false"},
    }
    assert list(condition(vpc, secure)) == ["Bool", "StringEquals"]
    again = {"test": "StringEquals", "variable": "aws:SourceVpc", "values": ("vpc-9",)}
    assert condition(vpc, again)["StringEquals"]["aws:SourceVpc"] == ("vpc-1", "vpc-2", "vpc-0", "vpc-9")
    issuer = {"test": "StringEquals", "variable": Template((Reference("var.issuer"), ":sub")), "values": ("x",)}
    assert condition(issuer, secure) == (issuer, secure)


def test_variables_of_policies() -> None:
    home = "arn:aws:s3:::b/&{aws:username}/*"
    statement = {
        "actions": ("x&{y}",),
        "resources": (home,),
        "principals": ({"type": "AWS", "identifiers": ("&{aws:id}",)},),
        "condition": ({"test": "StringLike", "variable": "s3:prefix", "values": ("", "home/&{aws:username}/")},),
    }
    found = only(**statement)
    assert found["Action"] == "x&{y}"
    assert found["Resource"] == "arn:aws:s3:::b/${aws:username}/*"
    assert found["Principal"] == {"AWS": "${aws:id}"}
    assert found["Condition"] == {"StringLike": {"s3:prefix": ("", "home/${aws:username}/")}}
    assert only(resources=(Template((TABLE, "/&{aws:id}")),))["Resource"] == Template((TABLE, "/${aws:id}"))
    assert isinstance(document({"resources": (home,)}, version="2008-10-17"), Unknown)


def test_sources_come_first_and_their_statements_give_way() -> None:
    source = json.dumps({"Version": "2008-10-17", "Statement": [{"Sid": "A", "Effect": "Deny"}, {"Effect": "Allow"}]})
    found = document({"sid": "A", "actions": ("x",)}, {"sid": "B"}, source_policy_documents=(source, None))
    assert found == {
        "Version": "2012-10-17",
        "Statement": (
            {"Sid": "A", "Effect": "Allow", "Action": "x"},
            {"Effect": "Allow"},
            {"Sid": "B", "Effect": "Allow"},
        ),
    }


def test_overrides_come_last_and_win() -> None:
    override = json.dumps({"Id": "new", "Statement": [{"Sid": "A", "Effect": "Deny"}, {"Sid": "C", "Effect": "Deny"}]})
    found = document({"sid": "A"}, {"sid": "B"}, policy_id="old", override_policy_documents=(override,))
    assert found["Id"] == "new"
    assert [(each["Sid"], each["Effect"]) for each in found["Statement"]] == [
        ("A", "Deny"),
        ("B", "Allow"),
        ("C", "Deny"),
    ]


def test_the_older_arguments_surround_the_newer_ones() -> None:
    def statement(effect: str) -> str:
        return json.dumps({"Statement": [{"Sid": "A", "Effect": effect}]})

    found = document(override_json=statement("2"), override_policy_documents=(statement("1"),))
    assert found["Statement"][0]["Effect"] == "2"
    found = document({"sid": "B"}, source_json=statement("0"))
    assert [each["Sid"] for each in found["Statement"]] == ["A", "B"]


def test_json_documents_get_the_normal_form() -> None:
    statement = {
        "effect": "Allow",
        "Action": ["b", "a"],
        "Resource": "*",
        "Principal": {"AWS": ["1", "2"], "Service": "x"},
        "Condition": {"Bool": {"aws:SecureTransport": False}, "StringEquals": {"k": ["v"], "l": ["v", "u"]}},
        "Comment": "gone",
    }
    anyone = {"Effect": "Allow", "Principal": "*", "Action": []}
    found = policy_document({"source_policy_documents": (json.dumps({"Statement": [statement, anyone]}),)})
    assert found["Statement"] == (
        {
            "Effect": "Allow",
            "Action": ("b", "a"),
            "Resource": "*",
            "Principal": {"AWS": ("2", "1"), "Service": "x"},
            "Condition": {"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"k": "v", "l": ("v", "u")}},
        },
        {"Effect": "Allow", "Principal": "*", "Action": ()},
    )


def test_documents_that_were_folded_before_can_be_merged() -> None:
    source = document(
        {"sid": "A", "resources": (TABLE,)}, {"sid": "B", "principals": ({"type": "*", "identifiers": ("*",)},)}
    )
    found = document({"sid": "B"}, source_policy_documents=(source,))
    assert found["Statement"] == ({"Sid": "A", "Effect": "Allow", "Resource": TABLE}, {"Sid": "B", "Effect": "Allow"})


@pytest.mark.parametrize(
    "attributes",
    [
        {"source_policy_documents": (OTHER,)},
        {"source_policy_documents": OTHER},
        {"override_json": OTHER},
        {"override_policy_documents": (Conditional(Reference("var.x"), OTHER, None),)},
    ],
)
def test_what_is_not_known_cannot_be_merged_and_nothing_is_lost(attributes: dict[str, Any]) -> None:
    found = document({"resources": (TABLE,)}, **attributes)
    assert isinstance(found, Call)
    sources, own, overrides = found.arguments
    assert own["Statement"][0]["Resource"] == TABLE
    assert len(sources) + len(overrides) == 1


def test_a_sid_that_is_not_known_matters_only_in_a_merge() -> None:
    sid = Template(("Read", Reference("var.stage")))
    assert document({"sid": sid})["Statement"][0]["Sid"] == sid
    assert isinstance(document({"sid": sid}, override_json='{"Statement": []}'), Call)


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"statement": ({"sid": "A"}, {"sid": "A"})}, r"duplicate Sid \(A\)"),
        ({"source_json": '{"Statement": [{"Sid": "A"}, {"Sid": "A"}]}'}, r"duplicate Sid \(A\)"),
        ({"source_json": "{"}, "not JSON"),
        ({"source_json": "[]"}, "an object is expected"),
        ({"override_json": '{"Statement": {"Sid": "A"}}'}, "Statement is not a list"),
        ({"override_json": '{"Statement": ["x"]}'}, "an object is expected"),
        ({"override_json": '{"Statement": [{"Condition": {"Bool": 1}}]}'}, "object of objects"),
        ({"statement": ({"actions": ((),)},)}, "string required"),
    ],
)
def test_what_the_provider_refuses_is_unknown(attributes: dict[str, Any], reason: str) -> None:
    found = policy_document(attributes)
    assert isinstance(found, Unknown)
    assert re.search(reason, found.reason)
