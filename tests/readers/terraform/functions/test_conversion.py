"""Conversion functions: each row is a call and what `terraform console` answers."""

from typing import Any

import pytest

from scaffold.model.values import Reference, ValueSet
from scaffold.readers.terraform.functions import FUNCTIONS, IMPURE, find_function
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import identity

ROWS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("ephemeralasnull", ("x",), "x"),
    ("nonsensitive", ((1, "x"),), (1, "x")),
    ("tobool", ("true",), True),
    ("tobool", ("0",), False),
    ("tobool", (None,), None),
    ("tolist", (("x", 1, True),), ("x", "1", "true")),
    ("tolist", ((1, 2),), (1, 2)),
    ("tolist", ((("x",), ("y", 1)),), (("x",), ("y", "1"))),
    ("tolist", (({"k": 1}, {"k": "x"}),), ({"k": "1"}, {"k": "x"})),
    ("tolist", (({"k": 1}, {"l": "x"}),), ({"k": "1"}, {"l": "x"})),
    ("tolist", ((1, None),), (1, None)),
    ("tolist", (ValueSet(("x", "y")),), ("x", "y")),
    ("tomap", ({"a": 1, "b": "x"},), {"a": "1", "b": "x"}),
    ("tomap", ({},), {}),
    ("tonumber", ("1.50",), 1.5),
    ("tonumber", ("+.5e1",), 5),
    ("tonumber", (None,), None),
    ("toset", (("c", "a", "b", "b"),), ValueSet(("a", "b", "c"))),
    ("toset", ((10, 9, "8"),), ValueSet(("10", "8", "9"))),
    ("toset", ((10, 9, 8.5),), ValueSet((8.5, 9, 10))),
    ("toset", (({"k": 2}, {"k": 10}, {"k": 1}, {"k": 2}),), ValueSet(({"k": 10}, {"k": 1}, {"k": 2}))),
    ("toset", ((("b", "a"), ("a",)),), ValueSet((("a",), ("b", "a")))),
    ("toset", ((),), ValueSet()),
    ("tostring", (1.5,), "1.5"),
    ("tostring", (True,), "true"),
    ("tostring", (10**25,), "10000000000000000000000000"),
    ("tostring", (0.0000001,), "0.0000001"),
    ("tostring", (None,), None),
]

ERRORS: list[tuple[str, tuple[Any, ...], str]] = [
    ("tobool", ("no",), "cannot convert string to bool"),
    ("tobool", (1,), "cannot convert number to bool"),
    ("tolist", ("x",), "cannot convert string to list of any single type"),
    ("tolist", ((1, True),), "must have the same type"),
    ("tolist", (("x", ()),), "must have the same type"),
    ("tolist", (({"k": 1}, {"k": True}),), "must have the same type"),
    ("tomap", (("x",),), "cannot convert tuple to map"),
    ("tomap", ({"a": 1, "b": ()},), "must have the same type"),
    ("tonumber", ("0x1F",), "a number is required"),
    ("tonumber", ("1_000",), "a number is required"),
    ("tonumber", (" 1",), "a number is required"),
    ("tonumber", ("",), "a number is required"),
    ("tonumber", (True,), "cannot convert bool to number"),
    ("toset", ({"k": 1},), "cannot convert object to set"),
    ("tostring", (("x",),), "cannot convert tuple to string"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), ROWS)
def test_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert identity(FUNCTIONS[name].call(*arguments)) == identity(expected)


@pytest.mark.parametrize(("name", "arguments", "reason"), ERRORS)
def test_refusal(name: str, arguments: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(FunctionError, match=reason):
        FUNCTIONS[name].call(*arguments)


def test_collections_keep_what_is_not_known() -> None:
    arn = Reference("aws_sqs_queue.a", ("arn",))
    assert FUNCTIONS["tolist"].call((arn, 1)) == (arn, 1)
    assert FUNCTIONS["tomap"].call({"k": arn}) == {"k": arn}
    assert FUNCTIONS["toset"].call((arn,)) == ValueSet((arn,))
    with pytest.raises(NeedsKnownError):
        FUNCTIONS["toset"].call((arn, "x"))


def test_sensitivity_is_not_followed() -> None:
    assert FUNCTIONS["sensitive"].call("x") == "x"
    with pytest.raises(NeedsKnownError):
        FUNCTIONS["issensitive"].call("x")


def test_names_may_have_the_core_prefix() -> None:
    assert find_function("core::length") is FUNCTIONS["length"] is find_function("length")
    assert find_function("provider::aws::arn_parse") is None
    assert find_function("try") is None


def test_what_is_impure_says_why_and_is_not_callable() -> None:
    assert {"timestamp", "plantimestamp", "uuid", "bcrypt"} <= set(IMPURE)
    assert all(IMPURE.values())
    assert not set(IMPURE) & set(FUNCTIONS)
