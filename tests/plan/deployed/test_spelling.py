from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan.deployed.fakes import call

from scaffold.model.values import Conditional, Reference, Template, Unknown, Value
from scaffold.plan.deployed.spelling import Speller, below, decoded, whole

ARN = Reference("aws_sqs_queue.orders", ("arn",))
ELSEWHERE = Reference("data.aws_region.current", ("name",))
DARK = Unknown("nobody knows")
SPELLER = Speller(frozenset({"aws_sqs_queue.orders"}))

SPELLED: list[tuple[str, Any, Any, Any]] = [
    ("text", "a", "a", "a"),
    ("nothing", None, None, None),
    ("a flag that arrives as text", True, "true", "true"),
    ("a reference", ARN, "arn:aws:sqs", ARN),
    ("a whole resource", Reference("aws_sqs_queue.orders"), "orders-id", Reference("aws_sqs_queue.orders")),
    ("a reference to what is not registered", ELSEWHERE, "us-east-1", "us-east-1"),
    ("a reference to nobody knows what", ELSEWHERE, DARK, None),
    ("a splat", Reference("aws_sqs_queue.orders", ("*", "arn")), ("a",), ("a",)),
    ("a text with a reference", Template(("a-", ARN)), "a-x", Template(("a-", ARN))),
    ("a text with more than references", Template((ARN, call("toLowerCase", ARN))), "ab", "ab"),
    ("a method", call("toLowerCase", ARN), "arn", "arn"),
    ("a choice", Conditional(ELSEWHERE, 1, 2), 1, 1),
    ("a document", call("jsonencode", {"a": ARN}), '{"a":"x"}', call("jsonencode", {"a": ARN})),
    (
        "a document with a method in it",
        call("jsonencode", {"a": ARN, "b": call("toLowerCase", ARN)}),
        '{"a":"x","b":"y"}',
        call("jsonencode", {"a": ARN, "b": "y"}),
    ),
    ("a document that is not known", call("jsonencode", {"b": call("split", ARN)}), DARK, None),
    ("a document that does not show", call("jsonencode", {"b": call("split", ARN)}), "no JSON", "no JSON"),
    ("a secret", call("secret", "x"), "x", call("secret", "x")),
    ("a secret of a method", call("secret", call("trim", ARN)), "x", call("secret", "x")),
    ("a secret that shows as one", call("secret", call("trim", ARN)), call("secret", "x"), call("secret", "x")),
    ("a dark secret", call("secret", call("trim", ARN)), DARK, None),
    ("an archive", call("archive.file", "./code"), None, call("archive.file", "./code")),
    ("an archive of assets", call("archive.assets", {"a.js": call("asset.text", "x")}), None, ...),
    ("a list", (ARN, call("trim", ARN)), ("x", "y"), (ARN, "y")),
    ("a list of another length", (ARN, call("trim", ARN)), ("x",), (ARN, None)),
    ("an object", {"a": ARN, "b": call("trim", ARN)}, {"a": "x", "b": "y"}, {"a": ARN, "b": "y"}),
    ("an object that arrives as text", {"a": ARN}, '{"a":"x"}', call("jsonencode", {"a": ARN})),
    ("a list that arrives as text", (ARN,), '["x"]', call("jsonencode", (ARN,))),
    ("an object that arrives as other text", {"a": ARN}, "a=x", "a=x"),
    ("a list that arrives as other text", (ARN,), "x", "x"),
    ("a path of the machine", "/(project)/lib", "/(project)/lib", None),
    ("what is not known", DARK, "known", "known"),
    ("what is not known at all", DARK, DARK, None),
]


@pytest.mark.parametrize(
    ("value", "resolved", "expected"), [row[1:] for row in SPELLED], ids=[row[0] for row in SPELLED]
)
def test_values_are_spelled_with_references_or_as_they_show(value: Any, resolved: Any, expected: Any) -> None:
    found = SPELLER.spelled(value, resolved)
    known = whole({"value": found})[0].get("value") if isinstance(found, Unknown) else found
    if isinstance(found, tuple):
        known = tuple(None if isinstance(item, Unknown) else item for item in found)
    assert known == (value if expected is ... else expected)


WHOLE: list[tuple[dict[str, Value], dict[str, Value], tuple[str, ...]]] = [
    ({"a": 1}, {"a": 1}, ()),
    ({"a": DARK, "b": 2}, {"b": 2}, ("a",)),
    ({"a": {"b": DARK, "c": 3}}, {"a": {"c": 3}}, ("a.b",)),
    ({"a": ({"b": DARK},)}, {"a": ({},)}, ("a.0.b",)),
    ({"a": Template(("x", DARK))}, {}, ("a",)),
    ({"a": call("jsonencode", {"b": DARK})}, {}, ("a",)),
    ({"a": {"b": {"x.y": DARK, "z": 1}}}, {"a": {}}, ("a.b",)),
    ({"a": (1, DARK), "b": 2}, {"b": 2}, ("a",)),
    ({"a": ({"x.y": DARK}, {})}, {}, ("a",)),
]


@pytest.mark.parametrize(("inputs", "known", "without"), WHOLE)
def test_what_is_not_known_is_left_out_by_its_path(
    inputs: dict[str, Value], known: dict[str, Value], without: tuple[str, ...]
) -> None:
    assert whole(inputs) == (known, without)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_literals_are_spelled_as_they_are(value: Value) -> None:
    if "/(project)" not in repr(value):
        assert SPELLER.spelled(value, value) == value
        assert whole({"value": value}) == ({"value": value}, ())


@given(st.text())
def test_any_text_can_be_looked_into(text: str) -> None:
    decoded(text)
    assert below(text, "no such key in it") is None


def test_a_path_goes_on_into_a_document() -> None:
    assert below('{"Statement":[1]}', "Statement") == (1,)
    assert below(call("jsonencode", {"a": ARN}), "a") == ARN
    assert below((1, 2), 5) is None
    assert below(3, "a") is None
    assert isinstance(decoded("{"), Unknown)
